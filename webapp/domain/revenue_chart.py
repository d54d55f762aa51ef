"""Revenue day by day as a small drawing: a bar for each day, lines where the sale ends (A1, A2).

Places and lengths are per cent of the picture; amounts in minor units (cents); days are local.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_WHOLE = 100.0
_SHARE_OF_ITS_DAY = 0.72
_LEAST_HEIGHT = 1.5
_STEPS = (1, 2, 5, 10)


class End(StrEnum):
    """What a line stands for; the style sheet draws each its own way."""

    DATE = "date"
    STOP = "stop"


@dataclass(frozen=True)
class Bar:
    """What was sold on one day."""

    day: date
    amount: int
    x: float
    width: float
    height: float


@dataclass(frozen=True)
class Line:
    """The end of a day with which something ends."""

    end: End
    day: date
    x: float


@dataclass(frozen=True)
class Chart:
    """The drawing: from its first day to its last, from nothing to `top`."""

    first: date
    last: date
    top: int
    bars: tuple[Bar, ...]
    lines: tuple[Line, ...]


def revenue_chart(
    amounts: Mapping[date, int], *, since: date | None, ends: Mapping[End, date]
) -> Chart | None:
    """The revenue of each day from the first on sale; None: nothing has been sold yet.

    The stop on the archiving date itself is the same line, and drawn once.
    """
    sold = {day: amount for day, amount in amounts.items() if amount > 0}
    if not sold:
        return None
    days = [*sold, *ends.values(), *([since] if since else [])]
    first, last = min(days), max(days)
    top = round_top(max(sold.values()))
    slot = _WHOLE / ((last - first).days + 1)
    bars = tuple(_bar(day, amount, first, slot, top) for day, amount in sorted(sold.items()))
    return Chart(first, last, top, bars, tuple(_lines(ends, first, slot)))


def round_top(amount: int) -> int:
    """The smallest 1, 2 or 5 with noughts that is no less than the amount, at least 1.00."""
    power = 100
    while power * 10 < amount:
        power *= 10
    return next(step * power for step in _STEPS if step * power >= amount)


def _bar(day: date, amount: int, first: date, slot: float, top: int) -> Bar:
    width = slot * _SHARE_OF_ITS_DAY
    x = (day - first).days * slot + (slot - width) / 2
    height = max(amount / top * _WHOLE, _LEAST_HEIGHT)
    return Bar(day, amount, round(x, 2), round(width, 2), round(height, 2))


def _lines(ends: Mapping[End, date], first: date, slot: float) -> list[Line]:
    at = dict(ends)
    if at.get(End.STOP) == at.get(End.DATE):
        at.pop(End.STOP, None)
    return [
        Line(end, day, round((day + timedelta(days=1) - first).days * slot, 2))
        for end, day in sorted(at.items())
    ]
