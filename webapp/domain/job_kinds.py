"""What kind of shoot a job is, and the internal name that is proposed for it."""

from enum import StrEnum

LONGEST_INTERNAL_NAME = 60
_ROOM_FOR_NUMBER = 6


class JobKind(StrEnum):
    """The kinds of shoots."""

    SCHOOL = "school"
    KINDERGARTEN = "kindergarten"
    SPORTS = "sports"
    EVENT = "event"


def proposed_name(public_name: str, attempt: int = 1) -> str:
    """The internal name for a public one: cut to length; from the second attempt on numbered."""
    if attempt == 1:
        return public_name[:LONGEST_INTERNAL_NAME].strip()
    stem = public_name[: LONGEST_INTERNAL_NAME - _ROOM_FOR_NUMBER].strip()
    return f"{stem} {attempt}"
