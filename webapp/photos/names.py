"""Keeps of a file's name what a person can read: no marks that turn or hide its letters."""

import unicodedata
from pathlib import PurePosixPath

LONGEST = 255
_INVISIBLE = ("Cc", "Cf", "Cs", "Zl", "Zp")
_NO_NAME = "unnamed"


def readable_name(given: str | None) -> str:
    """At most 255 characters, the ending kept; only for the photographer, never part of a path."""
    visible = "".join(
        letter
        for letter in unicodedata.normalize("NFC", given or "")
        if unicodedata.category(letter) not in _INVISIBLE
    )
    name = visible.replace("\\", "/").rstrip("/").rpartition("/")[2].strip()
    if len(name) <= LONGEST:
        return name or _NO_NAME
    ending = PurePosixPath(name).suffix[:10]
    return f"{name[: LONGEST - len(ending) - 1]}…{ending}"
