"""Every page of the console; importing this module hangs them in."""

from webapp.console import search
from webapp.console.blueprint import bp

__all__ = ["bp", "search"]
