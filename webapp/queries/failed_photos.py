"""The photos of a job of which no previews could be made, and why."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select

from webapp.models.base import db
from webapp.models.job import Album
from webapp.models.photo import Photo
from webapp.models.studio import Studio

MOST_SHOWN = 50


@dataclass(frozen=True)
class FailedPhoto:
    """One of them; `is_shown`: its old previews are, it failed with a new watermark only."""

    id: str
    label: str
    original_name: str
    album_id: str
    album: str
    failure: str
    is_shown: bool


@dataclass(frozen=True)
class FailedPhotos:
    """The first of them by their numbers, and how many they are in all."""

    photos: list[FailedPhoto]
    total: int

    @property
    def more(self) -> int:
        """How many are not in the list."""
        return self.total - len(self.photos)


@dataclass(frozen=True)
class FailedOfStudio:
    """How many photos of a studio have no previews because they failed."""

    studio_id: str
    studio: str
    number: int


def failed_by_studio() -> list[FailedOfStudio]:
    """The studios with failed photos, those with most of them first; one statement."""
    number = func.count()
    rows = db.session.execute(
        select(Studio.id, Studio.name, number)
        .join(Photo, Photo.studio_id == Studio.id)
        .where(Photo.state == "failed")
        .group_by(Studio.id, Studio.name)
        .order_by(number.desc(), Studio.name, Studio.id)
    )
    return [FailedOfStudio(*row) for row in rows]


def failed_photos(job_id: str) -> FailedPhotos:
    """Two statements at the most, one where none has failed."""
    failed = (Photo.job_id == job_id, or_(Photo.state == "failed", Photo.failure != ""))
    total = db.session.scalar(select(func.count()).where(*failed)) or 0
    if not total:
        return FailedPhotos([], 0)
    rows = db.session.execute(
        select(Photo, Album.name)
        .join(Album, Album.id == Photo.album_id)
        .where(*failed)
        .order_by(Photo.number)
        .limit(MOST_SHOWN)
    )
    return FailedPhotos([_failed(photo, album) for photo, album in rows], total)


def _failed(photo: Photo, album: str) -> FailedPhoto:
    return FailedPhoto(
        id=photo.id,
        label=photo.label,
        original_name=photo.original_name,
        album_id=photo.album_id,
        album=album,
        failure=photo.failure,
        is_shown=photo.state == "ready",
    )
