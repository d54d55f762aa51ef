"""What lies in a studio's trash, and what is being deleted for good at the moment (D1, D2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, func, select
from sqlalchemy.orm import aliased

from webapp.domain.paging import Page
from webapp.domain.throwing_away import EmptyFacts
from webapp.models.base import db
from webapp.models.deletion import DeletedPhoto, Deletion, Trash
from webapp.models.job import Album, Job
from webapp.models.photo import Photo
from webapp.models.trash import WITH_TRASH
from webapp.queries.needed_photos import is_needed

PAGE_SIZE = 50


@dataclass(frozen=True)
class Piece:
    """A piece of trash: an album (`album` is its name) or single photos of a job.

    `of_album`: the album that all of the single photos are of, '' where they are of several.

    `is_needed`: an order needs some of its pictures, so it stays (D4).
    """

    trash: Trash
    job: Job
    album: str
    is_needed: bool
    of_album: str = ""


@dataclass(frozen=True)
class Leaving:
    """Deletions under way: how many photos of how many are not gone yet."""

    left: int = 0
    total: int = 0

    @property
    def gone(self) -> int:
        """Photos of which nothing is left."""
        return self.total - self.left


def pieces_of(studio_id: str, *, now: datetime, page: Page | None = None) -> list[Piece]:
    """What can be restored or deleted, the newest first; `page`: only so much of it."""
    shown = _pieces(studio_id, now).order_by(Trash.thrown_at.desc(), Trash.id)
    if page is not None:
        shown = shown.limit(page.size).offset(page.offset)
    return [_piece(row) for row in db.session.execute(shown, execution_options=WITH_TRASH)]


def piece_of_studio(studio_id: str, trash_id: str, *, now: datetime) -> Piece | None:
    """The studio's piece of trash of this id, as long as it can be restored."""
    wanted = _pieces(studio_id, now).where(Trash.id == trash_id)
    row = db.session.execute(wanted, execution_options=WITH_TRASH).one_or_none()
    return _piece(row) if row else None


def trash_facts(studio_id: str) -> EmptyFacts:
    """How much lies in the trash."""
    pieces, photos, size = db.session.execute(
        select(
            func.count(),
            func.coalesce(func.sum(Trash.photo_count), 0),
            func.coalesce(func.sum(Trash.original_bytes), 0),
        )
        .join(Job, Job.id == Trash.job_id)
        .where(Trash.studio_id == studio_id, *_CAN_BE_RESTORED)
    ).one()
    return EmptyFacts(pieces, int(photos), int(size))


def empty_facts(studio_id: str, *, now: datetime) -> tuple[EmptyFacts, Sequence[str]]:
    """What 'Empty the trash' deletes, without what an order needs; with the ids of the pieces."""
    rows = db.session.execute(
        select(Trash.id, Trash.photo_count, Trash.original_bytes)
        .join(Job, Job.id == Trash.job_id)
        .where(Trash.studio_id == studio_id, *_CAN_BE_RESTORED, ~_is_needed(now))
        .order_by(Trash.thrown_at, Trash.id),
        execution_options=WITH_TRASH,
    ).all()
    photos = sum(row.photo_count for row in rows)
    size = sum(row.original_bytes for row in rows)
    return EmptyFacts(len(rows), photos, size), [row.id for row in rows]


def due_trash(now: datetime) -> Select[str, str]:
    """Studios and ids of the pieces that have been there for seven days (D2)."""
    return select(Trash.studio_id, Trash.id).where(
        Trash.ends_at <= now, Trash.deletion_id.is_(None)
    )


def due_trash_facts(now: datetime) -> tuple[int, int]:
    """How many studios lose something of their trash at this moment, and how many photos.

    Without what an order needs, which stays (D4).
    """
    pieces = due_trash(now).with_only_columns(Trash.studio_id, Trash.photo_count)
    rows = db.session.execute(pieces.where(~_is_needed(now)), execution_options=WITH_TRASH).all()
    return len({row.studio_id for row in rows}), sum(row.photo_count for row in rows)


def leaving(studio_id: str) -> Leaving:
    """What is being deleted for good: photos still on record, and files still in the store."""
    being_emptied = select(Trash.id).where(
        Trash.studio_id == studio_id, Trash.deletion_id.is_not(None)
    )
    being_deleted = select(Job.id).where(Job.studio_id == studio_id, Job.deletion_id.is_not(None))
    recorded = sum(
        _on_record(which)
        for which in (Photo.trash_id.in_(being_emptied), Photo.job_id.in_(being_deleted))
    )
    files, total = db.session.execute(
        select(
            func.count().filter(DeletedPhoto.gone_at.is_(None)),
            func.count(),
        )
        .select_from(DeletedPhoto)
        .join(Deletion, Deletion.id == DeletedPhoto.deletion_id)
        .where(Deletion.studio_id == studio_id, Deletion.done_at.is_(None))
    ).one()
    return Leaving(files + recorded, total + recorded)


def _pieces(studio_id: str, now: datetime) -> Select[Trash, Job, str, bool, str]:
    return (
        select(Trash, Job, func.coalesce(Album.name, ""), _is_needed(now), _of_album())
        .join(Job, Job.id == Trash.job_id)
        .outerjoin(Album, Album.id == Trash.album_id)
        .where(Trash.studio_id == studio_id, *_CAN_BE_RESTORED)
    )


def _of_album() -> ScalarSelect[str]:
    of = aliased(Album)
    return (
        select(func.min(of.name))
        .join(Photo, Photo.album_id == of.id)
        .where(Photo.trash_id == Trash.id)
        .having(func.count(of.id.distinct()) == 1)
        .correlate(Trash)
        .scalar_subquery()
    )


def _piece(row: Row[Trash, Job, str, bool, str]) -> Piece:
    trash, job, album, needed, of_album = row
    return Piece(trash, job, album, needed, of_album or "")


def _on_record(which: ColumnElement[bool]) -> int:
    counted = select(func.count(Photo.id)).where(which)
    return db.session.scalar(counted, execution_options=WITH_TRASH) or 0


def _is_needed(now: datetime) -> ColumnElement[bool]:
    return (
        select(Photo.id)
        .where(Photo.trash_id == Trash.id, is_needed(now=now))
        .correlate(Trash)
        .exists()
    )


_CAN_BE_RESTORED = (Trash.deletion_id.is_(None), Job.deletion_id.is_(None))
