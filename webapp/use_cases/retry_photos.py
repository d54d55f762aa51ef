"""Gives photos without previews another chance, after the photographer asked for it."""

from sqlalchemy import update
from sqlalchemy.engine import CursorResult

from webapp.domain.deriving import Turn
from webapp.models.base import transaction
from webapp.models.photo import Photo


def retry_photos(job_id: str) -> int:
    """Every failed photo of the job waits again; how many they are."""
    with transaction() as session:
        done = session.execute(
            update(Photo)
            .where(Photo.job_id == job_id, Photo.state == "failed")
            .values(state="waiting", failure="", queue=Turn.ON_SALE, attempts=0, lease_until=None)
            .execution_options(synchronize_session=False)
        )
        return done.rowcount if isinstance(done, CursorResult) else 0
