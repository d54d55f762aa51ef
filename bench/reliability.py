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


def keep(heading: str, outcome: str) -> None:
    """Replace what was measured under this heading; LookupError where its place is not marked."""
    begin, end = _BEGIN.format(heading), _END.format(heading)
    place = re.compile(f"{re.escape(begin)}.*{re.escape(end)}", re.S)
    page = PAGE.read_text(encoding="utf-8")
    if not place.search(page):
        raise LookupError(f"{PAGE} has no place for what is measured under {heading!r}")
    said = f"{begin}\n{outcome}\n{end}"
    PAGE.write_text(place.sub(lambda _found: said, page), encoding="utf-8")
