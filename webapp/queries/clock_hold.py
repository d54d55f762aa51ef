"""Whether the clock is held: then nothing is done that acts by it (invariant 5)."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, select

from webapp.models.base import db, read_committed_state
from webapp.models.operation import ClockHold

_SHOWN = 5


def holds() -> ColumnElement[bool]:
    """The same for the database, as part of a statement."""
    return exists(select(ClockHold.id).where(ClockHold.released_at.is_(None)))


def is_clock_held() -> bool:
    """Whether a hold is on record, as others have committed it; one statement."""
    read_committed_state()
    held = bool(db.session.scalar(select(holds())))
    read_committed_state()
    return held


def clock_hold() -> ClockHold | None:
    """The hold that waits for somebody to release it."""
    return db.session.scalar(select(ClockHold).where(ClockHold.released_at.is_(None)))


def released_holds() -> Sequence[ClockHold]:
    """The last holds that were released, and by whom."""
    return db.session.scalars(
        select(ClockHold)
        .where(ClockHold.released_at.is_not(None))
        .order_by(ClockHold.released_at.desc(), ClockHold.id)
        .limit(_SHOWN)
    ).all()
