"""The order in which pictures were taken, as far as the names of their files tell it.

A camera numbers its files; 'DSC_99' comes before 'DSC_100'. Names that begin differently come from
different cameras, or from another folder: nothing says what stood between them.
"""

import re
import unicodedata
from pathlib import PurePosixPath

_DIGITS = re.compile(r"(\d+)")
_LAST_NUMBER = re.compile(r"\d+(?=\D*$)")

NameKey = tuple[tuple[int, int, str], ...]


def shooting_key(file_name: str, number: int) -> tuple[NameKey, int]:
    """Sorts by file name as a person would, figures as numbers; `number` decides between equals."""
    parts = _DIGITS.split(_plain(file_name))
    return tuple(_part(part) for part in parts if part), number


def camera_of(file_name: str) -> str:
    """What stands before the last number of the name: 'dsc_' of 'DSC_0412.jpg'."""
    stem = PurePosixPath(_plain(file_name)).stem
    found = _LAST_NUMBER.search(stem)
    return stem[: found.start()] if found else stem


def series_of(file_name: str) -> str:
    """The same as it is written, for words: 'DSC_' of 'DSC_0412.jpg'; the name if it has none."""
    stem = PurePosixPath(file_name).stem
    found = _LAST_NUMBER.search(stem)
    return (stem[: found.start()] if found else stem) or stem


def _part(text: str) -> tuple[int, int, str]:
    """Figures before letters, and by their value; '007' and '7' stay apart at last."""
    return (0, int(text), text) if text.isdecimal() else (1, 0, text)


def _plain(file_name: str) -> str:
    return unicodedata.normalize("NFC", file_name).casefold()
