"""What is gone for good, and the proof of it: the deletions of a studio and their photos."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from webapp.domain.paging import Page
from webapp.models.base import db
from webapp.models.deletion import DeletedPhoto, Deletion

PAGE_SIZE = 50


@dataclass(frozen=True)
class Progress:
    """How many files of a deletion there were, and how many of them are gone."""

    files: int
    gone: int


def deletions_page(studio_id: str, *, asked: int) -> tuple[Sequence[Deletion], Page]:
    """One page of what was deleted, the newest first."""
    of_studio = Deletion.studio_id == studio_id
    counted = select(func.count()).select_from(Deletion).where(of_studio)
    page = Page(asked, db.session.scalar(counted) or 0, PAGE_SIZE)
    rows = db.session.scalars(
        select(Deletion)
        .where(of_studio)
        .order_by(Deletion.deleted_at.desc(), Deletion.id)
        .offset(page.offset)
        .limit(page.size)
    ).all()
    return rows, page


def deletion_of_studio(studio_id: str, deletion_id: str) -> Deletion | None:
    """The studio's deletion of this id; None for all others."""
    return db.session.scalar(
        select(Deletion).where(Deletion.id == deletion_id, Deletion.studio_id == studio_id)
    )


def last_deletion_of_photos(job_id: str) -> Deletion | None:
    """The newest deletion that took photos of the job."""
    return db.session.scalar(
        select(Deletion)
        .where(Deletion.job_id == job_id, Deletion.photo_count > 0)
        .order_by(Deletion.deleted_at.desc(), Deletion.id)
        .limit(1)
    )


def photos_of_deletion(deletion_id: str, *, limit: int | None = None) -> Sequence[DeletedPhoto]:
    """The photos by number, all of them or the first so many."""
    found = select(DeletedPhoto).where(DeletedPhoto.deletion_id == deletion_id)
    return db.session.scalars(
        found.order_by(DeletedPhoto.number, DeletedPhoto.photo_id).limit(limit)
    ).all()


def progress_of_deletion(deletion_id: str) -> Progress:
    """How far the removal of its files is."""
    files, gone = db.session.execute(
        select(func.count(), func.count(DeletedPhoto.gone_at)).where(
            DeletedPhoto.deletion_id == deletion_id
        )
    ).one()
    return Progress(files, gone)
