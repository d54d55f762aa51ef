"""Gives photos without previews another chance, after the photographer asked for it."""

from sqlalchemy import case, or_, update

from webapp.domain.deriving import Turn
from webapp.domain.status import Status
from webapp.models.base import transaction
from webapp.models.job import Job
from webapp.models.photo import Photo


def retry_photos(job_id: str, photo_id: str | None = None) -> int:
    """The failed photos of the job wait again, or this one alone; how many they are.

    A photo that has old previews, and failed only with a new watermark, is shown as before.
    """
    with transaction() as session:
        status = Status(session.get_one(Job, job_id).status)
        is_shown = Photo.state == "ready"
        failed = update(Photo).where(
            Photo.job_id == job_id,
            or_(Photo.state == "failed", Photo.failure != ""),
            Photo.trash_id.is_(None),
        )
        if photo_id is not None:
            failed = failed.where(Photo.id == photo_id)
        tried: int = session.execute(
            failed.values(
                state=case((is_shown, "ready"), else_="waiting"),
                queue=case((is_shown, Turn.NEW_LOOK), else_=Turn.of(status)),
                failure="",
                attempts=0,
                lease_until=None,
            ).execution_options(synchronize_session=False)
        ).rowcount  # type: ignore[attr-defined]
        return tried
