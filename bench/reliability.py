"""Tables under the headings of docs/reliability.md."""

import re
from collections.abc import Sequence
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reliability.md"
_BEGIN, _END = "<!-- measured: {} -->", "<!-- its end: {} -->"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table that is readable as it stands."""
    every = [head, *rows]
    widths = [max(3, *(len(row[place]) for row in every)) for place in range(len(head))]
    rule = ["-" * width for width in widths]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in (head, rule, *rows)
    )


def place_of(heading: str) -> re.Pattern[str]:
    """Where it stands; LookupError where that is not marked, better before than after measuring."""
    begin, end = _BEGIN.format(heading), _END.format(heading)
    place = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.S)
    if not place.search(PAGE.read_text(encoding="utf-8")):
        raise LookupError(f"{PAGE} has no place for what is measured under {heading!r}")
    return place


def keep(heading: str, outcome: str) -> None:
    """Replace what was measured under this heading."""
    place = place_of(heading)
    said = f"{_BEGIN.format(heading)}\n{outcome}\n{_END.format(heading)}"
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(place.sub(lambda _found: said, page), encoding="utf-8")
