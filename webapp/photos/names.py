"""Keeps of a file's name what a person can read: no path, no endless length."""

from pathlib import PurePosixPath

from webapp.domain.names import cleaned

LONGEST = 255
_LONGEST_ENDING = 10
_NO_NAME = "unnamed"


def readable_name(given: str | None) -> str:
    """At most 255 characters, the ending kept; only for the photographer, never part of a path."""
    name = cleaned(given).replace("\\", "/").rstrip("/").rpartition("/")[2].strip()
    if len(name) <= LONGEST:
        return name or _NO_NAME
    ending = PurePosixPath(name).suffix[:_LONGEST_ENDING]
    return f"{name[: LONGEST - len(ending) - 1]}…{ending}"
