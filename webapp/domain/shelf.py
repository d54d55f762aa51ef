"""The shelf of a job as it is drawn: a line for the time on sale, blocks for what is left of it.

Places and widths are per cent of the line. Words and dates stand beside the drawing, never in it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from webapp.domain.archiving import COUNTER_DAYS, ArchivePlan
from webapp.domain.status import Standing

_WHOLE = 100.0
_GAP = 0.6
_OPEN_UNTIL = 72.0
_OPEN_HORIZON_DAYS = 90
_OPEN_PIECES = ((75.0, 3.2), (81.0, 2.6), (87.0, 2.0), (93.0, 1.4))
_LIVE_START = 0.5


class BlockKind(StrEnum):
    """What a block stands for; the style sheet gives each its colour."""

    DASH = "dash"
    LEFT = "left"
    LATER = "later"
    COUNTDOWN = "count"
    OPEN = "open"
    TICK = "tick"


@dataclass(frozen=True)
class Block:
    """One block on the line."""

    kind: BlockKind
    x: float
    width: float = 0.0


def shelf(
    standing: Standing, *, since: date, plan: ArchivePlan | None, today: date
) -> tuple[Block, ...]:
    """The shelf of a job on sale since a local day; none: an empty shelf (archived, stop passed).

    It goes from the first day on sale (0) to the stop (100).
    """
    if standing.is_almost_ready:
        return (Block(BlockKind.DASH, 0, _WHOLE),)
    if standing.is_greyed_out:
        return ()
    last = plan.last_selling_day if plan else None
    if plan is None or last is None:
        elapsed = max((today - since).days, 0)
        return _open_end(_OPEN_UNTIL * elapsed / (elapsed + _OPEN_HORIZON_DAYS))
    scale = _Scale(min(since, today), last + timedelta(days=1))
    return _closed_end(scale, plan, today, start=scale.place(today))


def live_blocks(plan: ArchivePlan, *, today: date) -> tuple[Block, ...]:
    """The shelf below the live sentence of the settings: from today (0) to the stop (100) (A3)."""
    tick = Block(BlockKind.TICK, 0)
    last = plan.last_selling_day
    if last is None:
        return (tick, *_open_end(_LIVE_START))
    if last < today:
        return (tick,)
    scale = _Scale(today, last + timedelta(days=1))
    return (tick, *_closed_end(scale, plan, today, start=_LIVE_START))


@dataclass(frozen=True)
class _Scale:
    first: date
    end: date

    def place(self, day: date) -> float:
        """Where a day begins, in per cent, never outside of the line."""
        share = (day - self.first).days / max((self.end - self.first).days, 1)
        return round(min(max(share, 0.0), 1.0) * _WHOLE, 2)


def _closed_end(
    scale: _Scale, plan: ArchivePlan, today: date, *, start: float
) -> tuple[Block, ...]:
    if plan.days_left(today) <= COUNTER_DAYS:
        return (_until(BlockKind.COUNTDOWN, start, _WHOLE),)
    counter = scale.place(plan.counter_starts)
    return (
        _until(BlockKind.LEFT, start, counter),
        _until(BlockKind.LATER, counter + _GAP, _WHOLE),
    )


def _open_end(start: float) -> tuple[Block, ...]:
    pieces = (Block(BlockKind.OPEN, x, width) for x, width in _OPEN_PIECES)
    return (_until(BlockKind.LEFT, start, _OPEN_UNTIL), *pieces)


def _until(kind: BlockKind, start: float, end: float) -> Block:
    return Block(kind, round(start, 2), round(max(end - start, 0.0), 2))
