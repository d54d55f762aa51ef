"""What was written to people is not kept for ever: after ninety days the texts are emptied."""

from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from webapp.models.base import db, transaction
from webapp.models.outgoing import Outgoing

KEPT = timedelta(days=90)
AT_ONCE = 500


def empty_old_messages(*, now: datetime) -> int:
    """Empty what was written more than ninety days before `now`; the rows stay. How many."""
    old = (
        select(Outgoing.id)
        .where(
            Outgoing.created_at < now - KEPT,
            Outgoing.state != "waiting",
            func.length(Outgoing.content) > 0,  # as the index says it: most are empty already
        )
        .order_by(Outgoing.created_at)
        .limit(AT_ONCE)
    )
    ids = db.session.scalars(old).all()
    if not ids:
        return 0
    with transaction() as session:
        session.execute(
            update(Outgoing)
            .where(Outgoing.id.in_(ids))
            .values(content=b"")
            .execution_options(synchronize_session=False)
        )
    return len(ids)
