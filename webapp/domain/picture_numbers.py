"""Picture numbers as people write them down: '0412, 413 420-425'."""

import re

MOST = 60
_PARTS = re.compile(r"[\s,;]+")
_ONE = re.compile(r"(\d{1,6})(?:[-–](\d{1,6}))?")  # noqa: RUF001 - as people type it


def read_numbers(text: str) -> tuple[int, ...] | None:
    """The numbers meant, each once, at most the first 60; None: the text is something else."""
    parts = [part for part in _PARTS.split(text.strip()) if part]
    found = [_ONE.fullmatch(part) for part in parts]
    if not found or not all(found):
        return None
    numbers: dict[int, None] = {}
    for match in found:
        if match is None:
            continue
        first, last = int(match[1]), int(match[2] or match[1])
        numbers |= dict.fromkeys(range(first, min(last, first + MOST) + 1))
    return tuple(numbers)[:MOST]
