"""Whose previews are made first follows the status of the job, in the deed that moves it."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from webapp.domain.deriving import Turn
from webapp.models.photo import Photo

_BY_STATUS = (Turn.ON_SALE, Turn.IN_PREPARATION, Turn.ARCHIVED)


def give_turn(session: Session, job_ids: Sequence[str], turn: Turn) -> None:
    """Photos of these jobs that wait for their first previews wait in this place of the queue.

    One look at an index where no photo waits at all, however many there are. What a worker holds
    at this moment has had its turn.
    """
    if session.scalar(select(Photo.id).where(Photo.queue.in_(_BY_STATUS)).limit(1)) is None:
        return
    waiting = (
        select(Photo.id)
        .where(Photo.queue.in_(_BY_STATUS), Photo.queue != turn, Photo.job_id.in_(job_ids))
        .order_by(Photo.id)
        .with_for_update(skip_locked=True)
    )
    session.execute(
        update(Photo)
        .where(Photo.id.in_(waiting))
        .values(queue=turn)
        .execution_options(synchronize_session=False)
    )
