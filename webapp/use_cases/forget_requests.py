"""Questions for more time do not stay for ever: after a year it is forgotten who asked."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from webapp.models.base import db, transaction
from webapp.models.late import MoreTimeRequest
from webapp.use_cases.forget_messages import change

KEPT = timedelta(days=365)
AT_ONCE = 500


def forget_old_requests(*, now: datetime) -> int:
    """Empty name, address and words of what was answered more than a year before `now`."""
    says_who = or_(
        MoreTimeRequest.email != "", MoreTimeRequest.name != "", MoreTimeRequest.words != ""
    )
    old = select(MoreTimeRequest.id).where(MoreTimeRequest.answered_at < now - KEPT, says_who)
    ids = db.session.scalars(old.limit(AT_ONCE)).all()
    if not ids:
        return 0
    with transaction() as session:
        return forget_requests(session, MoreTimeRequest.id.in_(ids), now=now)


def forget_requests(session: Session, *which: Any, now: datetime) -> int:
    """Part of a deed: who asked and what they wrote goes; open questions are closed. How many."""
    change(
        session,
        update(MoreTimeRequest)
        .where(*which, MoreTimeRequest.state == "open")
        .values(state="declined", answered_at=now),
    )
    empty = {"name": "", "email": "", "words": ""}
    return change(session, update(MoreTimeRequest).where(*which).values(**empty))
