"""Why nothing could be made of a photo's original."""

from enum import StrEnum


class Failure(StrEnum):
    """The reason, as it is kept with the photo; its words stand in web/refusals.py."""

    UNREADABLE = "unreadable"
    MISSING = "missing"
    TOO_LONG = "too_long"
    TOO_MUCH_MEMORY = "too_much_memory"
