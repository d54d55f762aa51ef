"""Somebody has looked at the clock: what acts by it goes on, and does what is due once."""

from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import delete, update

from webapp.domain.acting import LASTS
from webapp.domain.actors import Actor
from webapp.models.base import is_id, transaction
from webapp.models.operation import ClockHold, FailedAttempt, Heartbeat
from webapp.models.outgoing import Outgoing
from webapp.models.photo import Photo
from webapp.models.support import SupportSession

_LONGER_THAN_ANY_LEASE = timedelta(hours=2)

log = structlog.get_logger()


def release_clock(hold_id: str | None, *, by: Actor, now: datetime) -> bool:
    """Release this hold, None: whichever there is; whether there was one. `now`: the machine's.

    Another one than was looked at stays: a clock that jumped once more was not looked at.
    """
    if hold_id and not is_id(hold_id):
        return False
    wanted = [ClockHold.id == hold_id] if hold_id else []
    with transaction() as session:
        released = session.scalars(
            update(ClockHold)
            .where(ClockHold.released_at.is_(None), *wanted)
            .values(released_at=now, released_by=by.name)
            .returning(ClockHold.id)
        ).all()
        if not released:
            return False
        for statement in _left_in_the_future(now):
            session.execute(statement.execution_options(synchronize_session=False))
    log.warning("the clock was released", by=by.name, clock=now.isoformat())
    return True


def _left_in_the_future(now: datetime) -> list[Any]:
    """Once the clock is right again: what was lent, put off or seen by the wrong one would wait
    for that time to come, and whoever began to act for a studio could do so until then (H2)."""
    later = now + _LONGER_THAN_ANY_LEASE
    return [
        update(Outgoing)
        .where(Outgoing.state == "waiting", Outgoing.available_at > later)
        .values(available_at=now),
        update(Photo).where(Photo.lease_until > later).values(lease_until=None),
        delete(FailedAttempt).where(FailedAttempt.last_at > later),
        delete(Heartbeat).where(Heartbeat.seen_at > later),
        update(SupportSession)
        .where(SupportSession.ended_at.is_(None), SupportSession.ends_at > now + LASTS)
        .values(began_at=now, ends_at=now),
    ]
