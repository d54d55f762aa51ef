"""Files on their way: which are known, how far each is, and what of an upload is still missing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.domain.uploads import ONE_SITTING, RUNNING, State, Twin
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
    in their order. `is_running`: something of it came in a moment ago."""

    total: int
    waiting: int
    refused: int
    first: list[Upload]
    is_running: bool

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


def left_of(job_id: str, *, machine_now: datetime) -> Left | None:
    """What is missing of the last upload that lacks anything; None: nothing is."""
    since = _begin_of_last(job_id)
    if since is None:
        return None
    of_it = Upload.job_id == job_id, Upload.created_at >= since
    by_state: dict[str, int] = {}
    is_touched = False
    for state, number, at in db.session.execute(
        select(Upload.state, func.count(), func.max(Upload.touched_at))
        .where(*of_it)
        .group_by(Upload.state)
    ):
        by_state[state] = number
        is_touched = is_touched or at > machine_now - RUNNING
    rows = db.session.scalars(
        select(Upload)
        .where(*of_it, Upload.state.in_(_MISSING))
        .order_by(Upload.state, Upload.number)
        .limit(SHOWN)
    ).all()
    waiting = by_state.get(State.WAITING, 0)
    return Left(
        sum(by_state.values()),
        waiting,
        by_state.get(State.REFUSED, 0),
        list(rows),
        is_running=waiting > 0 and is_touched,
    )


def missing_of(job_id: str) -> int:
    """How many files of the job nobody has sent, or were refused."""
    missing = select(func.count()).where(Upload.job_id == job_id, Upload.state.in_(_MISSING))
    return db.session.scalar(missing) or 0


def _begin_of_last(job_id: str) -> datetime | None:
    """Thousands of files are announced in some pieces, one right after the other."""
    latest = db.session.scalar(
        select(func.max(Upload.created_at)).where(
            Upload.job_id == job_id, Upload.state.in_(_MISSING)
        )
    )
    return latest - ONE_SITTING if latest else None
