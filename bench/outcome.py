"""One line of the outcome for each budget, and the table they make."""

from collections.abc import Iterable
from dataclasses import dataclass

_HEAD = ("what", "on", "measured", "beside it", "budget", "")


@dataclass(frozen=True)
class Line:
    """What was measured, beside which floor, and what it may be; `met` None: for information."""

    what: str
    on: str
    measured: str
    beside: str = ""
    budget: str = ""
    met: bool | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """The line as the table shows it."""
        verdict = {True: "met", False: "MISSED", None: ""}[self.met]
        return (self.what, self.on, self.measured, self.beside, self.budget, verdict)


def at_most(what: str, on: str, value: float, limit: float, *, unit: str, beside: str = "") -> Line:
    """A figure that may not be larger than its budget."""
    met = value <= limit
    return Line(what, on, f"{shown(value)} {unit}", beside, f"≤ {shown(limit)} {unit}", met)


def at_least(
    what: str, on: str, value: float, limit: float, *, unit: str, beside: str = ""
) -> Line:
    """A figure that may not be smaller than its budget."""
    met = value >= limit
    return Line(what, on, f"{shown(value)} {unit}", beside, f"≥ {shown(limit)} {unit}", met)


def table(lines: Iterable[Line]) -> str:
    """A Markdown table that is readable as it stands."""
    rows = [_HEAD, *(line.cells for line in lines)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(_HEAD))]
    rule = tuple("-" * max(width, 3) for width in widths)
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in (rows[0], rule, *rows[1:])
    )


def shown(value: float) -> str:
    """A figure with as many digits as one can believe."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.2f}".rstrip("0").rstrip(".") if value >= 0.1 else f"{value:.2g}"


def percentile(values: Iterable[float], share: float) -> float:
    """The value that so many per cent of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -(-len(ordered) * int(share) // 100) - 1))]
