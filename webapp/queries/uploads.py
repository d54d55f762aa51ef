"""Files on their way: which are known, how far each is, and what of an upload is still missing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from webapp.domain.uploads import State, Twin
from webapp.models.base import db
from webapp.models.job import Album, Job
from webapp.models.photo import Photo
from webapp.models.studio import Studio
from webapp.models.upload import Upload, UploadPart

_AT_ONCE = 500
SHOWN = 50
_MISSING = (State.WAITING, State.REFUSED)


@dataclass(frozen=True)
class Left:
    """What is missing of the last upload of a job: `waiting` files have not (wholly) arrived,
    `refused` were not taken; `total` is how many were announced with them. `first`: some of them,
    in their order."""

    total: int
    waiting: int
    refused: int
    first: list[Upload]

    @property
    def missing(self) -> int:
        return self.waiting + self.refused


def own_upload(job_id: str, upload_id: str) -> Upload | None:
    """The upload, if it is one of this job."""
    return db.session.scalar(
        select(Upload)
        .where(Upload.id == upload_id, Upload.job_id == job_id)
        .execution_options(populate_existing=True)
    )


def parts_of(upload_id: str) -> list[UploadPart]:
    """The pieces that are here, from the first byte on."""
    return list(
        db.session.scalars(
            select(UploadPart).where(UploadPart.upload_id == upload_id).order_by(UploadPart.start)
        )
    )


def twins_by_hash(session: Session, job_id: str, hashes: Collection[str]) -> dict[str, Twin]:
    """Photos of the job with these bytes, by their SHA-256; those in the trash do not count."""
    rows = session.execute(
        select(Photo.content_hash, Photo.id, Album.name, Photo.number)
        .join(Album, Album.id == Photo.album_id)
        .where(Photo.job_id == job_id, Photo.content_hash.in_(hashes))
        .order_by(Photo.number.desc())
    )
    return {row.content_hash: Twin(row.id, row.name, row.number) for row in rows}


def twins_by_id(session: Session, photo_ids: Sequence[str]) -> dict[str, Twin]:
    """The same for photos by their ids: what is gone or in the trash is not among them."""
    found = {}
    for start in range(0, len(photo_ids), _AT_ONCE):
        rows = session.execute(
            select(Photo.id, Album.name, Photo.number)
            .join(Album, Album.id == Photo.album_id)
            .where(Photo.id.in_(photo_ids[start : start + _AT_ONCE]))
        )
        found.update({photo_id: Twin(photo_id, album, number) for photo_id, album, number in rows})
    return found


def free_bytes(session: Session, studio_id: str) -> int:
    """What may still be stored; negative when there is more than the quota. The trash counts."""
    used = session.scalar(
        select(func.sum(Job.original_bytes + Job.trash_bytes)).where(Job.studio_id == studio_id)
    )
    quota = session.scalar(select(Studio.quota_bytes).where(Studio.id == studio_id))
    return int(quota or 0) - int(used or 0)


def bytes_in_parts(session: Session, studio_id: str) -> int:
    """What pieces of files take up that have not wholly arrived; the quota does not know it yet."""
    kept = session.scalar(
        select(func.sum(UploadPart.size))
        .join(Upload, Upload.id == UploadPart.upload_id)
        .where(Upload.studio_id == studio_id)
    )
    return int(kept or 0)


def number_waiting(session: Session, studio_id: str) -> int:
    """How many announced files of the studio have not (wholly) arrived."""
    waiting = select(func.count()).where(
        Upload.studio_id == studio_id, Upload.state == State.WAITING
    )
    return session.scalar(waiting) or 0


def left_of(job_id: str) -> Left | None:
    """What is missing of the last upload; None: nothing is."""
    by_state = {
        state: number
        for state, number in db.session.execute(
            select(Upload.state, func.count())
            .where(Upload.job_id == job_id, _announced_with_missing(job_id))
            .group_by(Upload.state)
        )
    }
    waiting, refused = by_state.get(State.WAITING, 0), by_state.get(State.REFUSED, 0)
    if not waiting and not refused:
        return None
    rows = db.session.scalars(
        select(Upload)
        .where(Upload.job_id == job_id, Upload.state.in_(_MISSING))
        .order_by(Upload.state, Upload.number)
        .limit(SHOWN)
    ).all()
    return Left(sum(by_state.values()), waiting, refused, list(rows))


def _announced_with_missing(job_id: str) -> ColumnElement[bool]:
    """Files of one announcement bear the same instant."""
    other = aliased(Upload)
    return Upload.created_at.in_(
        select(other.created_at).where(other.job_id == job_id, other.state.in_(_MISSING))
    )
