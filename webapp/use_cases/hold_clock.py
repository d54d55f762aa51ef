"""The clock has jumped far ahead: what acts by it is held until a person says otherwise."""

from datetime import datetime, timedelta

import structlog

from webapp.models.base import new_id, transaction
from webapp.models.expressions import insert_or_update
from webapp.models.operation import ClockHold

log = structlog.get_logger()


def hold_clock(ahead: timedelta, *, worker: str, now: datetime) -> bool:
    """Hold it; whether nobody had held it yet. `now`: what the machine's clock says since.

    Several workers see the same jump: it is held once.
    """
    seconds = int(ahead.total_seconds())
    with transaction() as session:
        row = (
            insert_or_update(session, ClockHold)
            .values(id=new_id(), reason="jump", held_at=now, jumped_seconds=seconds, worker=worker)
            .on_conflict_do_nothing(
                index_elements=["reason"], index_where=ClockHold.released_at.is_(None)
            )
            .returning(ClockHold.id)
        )
        is_first = session.execute(row).first() is not None
    if is_first:
        log.error(
            "the clock has jumped far ahead: archiving and all that acts by the clock is held",
            seconds=seconds,
            clock=now.isoformat(),
            worker=worker,
        )
    return is_first
