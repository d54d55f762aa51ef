"""How a page reads, said by its audience before the first look."""

from webapp.models.base import only_read

__all__ = ["only_read"]
