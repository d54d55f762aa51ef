"""Every page of the studio: a module named here is hung in."""

from webapp.studio.blueprint import bp

__all__ = ["bp"]
