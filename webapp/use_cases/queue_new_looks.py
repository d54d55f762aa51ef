"""Photos whose previews show another watermark than their studio has now are derived anew.

A few thousand in one transaction: SQLite has one writer, and others want to write too.
"""

import time
from collections.abc import Callable

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from webapp.domain.deriving import Turn
from webapp.models.base import db, read_committed_state, transaction
from webapp.models.photo import Photo
from webapp.queries.watermarks import looks_otherwise, studios_with_other_looks

_CHUNK = 2000
_PAUSE_SECONDS = 0.02


def queue_new_looks(*, stopping: Callable[[], bool] = lambda: False) -> int:
    """Put every such photo in the queue, behind all that have no previews yet; how many."""
    read_committed_state()
    studios = studios_with_other_looks()
    db.session.rollback()
    queued = 0
    for studio_id, look in studios:
        some = _CHUNK
        while some == _CHUNK and not stopping():
            with transaction() as session:
                some = queue_some(session, studio_id, look)
            queued += some
            time.sleep(_PAUSE_SECONDS)
    return queued


def queue_some(session: Session, studio_id: str, look: str) -> int:
    """The first 2,000 of the studio, in the transaction of the caller; how many there were."""
    some = (
        select(Photo.id)
        .where(
            Photo.studio_id == studio_id,
            looks_otherwise(look),
            Photo.queue.is_(None),
            Photo.trash_id.is_(None),
        )
        .limit(_CHUNK)
        .with_for_update(skip_locked=True)
    )
    # Not as a part of the update: PostgreSQL may ask a part again for each row it looks at.
    ids = session.scalars(some).all()
    session.execute(
        update(Photo)
        .where(Photo.id.in_(ids))
        .values(queue=Turn.NEW_LOOK, attempts=0, lease_until=None)
        .execution_options(synchronize_session=False)
    )
    return len(ids)
