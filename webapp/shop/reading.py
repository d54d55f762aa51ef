"""Numbers and ids as forms send them: read, or refused when they cannot be any."""

import re

from webapp.models.base import ID_ALPHABET, ID_LENGTH

_ID = re.compile(f"[{ID_ALPHABET}]{{{ID_LENGTH}}}")


def read_quantity(text: str) -> int | None:
    """The whole number meant, at most three digits; None: it is none."""
    return int(text) if re.fullmatch(r"[0-9]{1,3}", text.strip()) else None


def read_page(text: str) -> int:
    """The number of a page, from 1; 1 where it is none."""
    return read_quantity(text) or 1


def read_id(text: str) -> str | None:
    """The id; None: it cannot be one."""
    return text if _ID.fullmatch(text) else None
