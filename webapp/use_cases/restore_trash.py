"""What lies in the trash comes back as it was: photos, their albums, products in baskets (D2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from webapp.domain.actors import Actor
from webapp.domain.throwing_away import free_name
from webapp.models.base import transaction
from webapp.models.basket import RemovedLine
from webapp.models.deletion import Trash
from webapp.models.job import Album, Job
from webapp.models.photo import Photo
from webapp.models.trash import WITH_TRASH
from webapp.queries.basket_counts import Products
from webapp.use_cases.basket_lines import bring_back
from webapp.use_cases.create_album import LONGEST_NAME
from webapp.use_cases.marking import mark_stale
from webapp.use_cases.recording import Change, record
from webapp.use_cases.throw_away import move_figures


class TrashGoneError(Exception):
    """It was restored or deleted for good meanwhile: nothing is left to do."""


@dataclass(frozen=True)
class Restored:
    """What came back: photos, the albums by name, products into baskets."""

    job_id: str
    photos: int
    albums: tuple[str, ...]
    products: int


def restore_trash(studio_id: str, trash_id: str, *, by: Actor, now: datetime) -> Restored:
    """Restore a piece of trash of the studio; it needs no room, for the trash counts too (D1).

    Products that left baskets with it come back if the job is on sale. Raises TrashGoneError.
    """
    with transaction() as session:
        job, piece = hold_piece(session, studio_id, trash_id)
        if piece.deletion_id is not None:
            raise TrashGoneError
        albums = _albums_of(session, piece)
        _show(session, job, albums)
        waiting = _waiting_for(session, piece)
        session.execute(
            update(Photo)
            .where(Photo.trash_id == piece.id)
            .values(trash_id=None)
            .execution_options(synchronize_session=False)
        )
        move_figures(job, -piece.photo_count, -piece.original_bytes)
        back = _refill(session, job, waiting, now=now)
        names = tuple(album.name for album in albums)
        counts = {"photos_restored": piece.photo_count, "lines_returned": back.products}
        record(
            session, job, by=by, now=now, deed="trash-restored",
            changes=[Change("album", None, ", ".join(names))],
            counts={name: number for name, number in counts.items() if number},
        )  # fmt: skip
        mark_stale(session, job.id)
        session.delete(piece)
        return Restored(job.id, piece.photo_count, names, back.products)


def hold_piece(session: Session, studio_id: str, trash_id: str) -> tuple[Job, Trash]:
    """Part of a deed: a piece of trash of the studio under the lock of its job.

    Raises TrashGoneError.
    """
    asked = (Trash.id == trash_id, Trash.studio_id == studio_id)
    job_id = session.scalar(select(Trash.job_id).where(*asked))
    job = session.get(Job, job_id, with_for_update={"of": Job}) if job_id else None
    piece = session.scalar(select(Trash).where(*asked))
    if job is None or piece is None:
        raise TrashGoneError
    return job, piece


def _albums_of(session: Session, piece: Trash) -> Sequence[Album]:
    """The albums of its photos, and the one that was thrown away as a whole."""
    of_photos = select(Photo.album_id).where(Photo.trash_id == piece.id)
    return session.scalars(
        select(Album)
        .where(or_(Album.id.in_(of_photos), Album.id == piece.album_id))
        .order_by(Album.position, Album.name),
        execution_options=WITH_TRASH,
    ).all()


def _show(session: Session, job: Job, albums: Sequence[Album]) -> None:
    """Albums that are gone are there again, under another name where it is taken meanwhile."""
    for album in albums:
        if album.removed_at is None:
            continue
        taken = session.scalars(
            select(func.lower(Album.name)).where(
                Album.job_id == job.id, Album.id != album.id, Album.is_shown
            )
        )
        album.name = free_name(album.name, frozenset(taken), longest=LONGEST_NAME)
        album.removed_at = None
        session.flush()


def _waiting_for(session: Session, piece: Trash) -> Sequence[str]:
    """What left baskets with this piece, or before it: a job can be sold again without them."""
    of_photos = select(Photo.id).where(Photo.trash_id == piece.id)
    left = or_(RemovedLine.removed_at == piece.thrown_at, RemovedLine.photo_id.in_(of_photos))
    return session.scalars(
        select(RemovedLine.id).where(RemovedLine.job_id == piece.job_id, left),
        execution_options=WITH_TRASH,
    ).all()


def _refill(session: Session, job: Job, waiting: Sequence[str], *, now: datetime) -> Products:
    """Into the baskets what left them; a job off sale fills them when it is back (R5)."""
    if not job.standing(now).takes_orders:
        return Products()
    only = RemovedLine.id.in_(waiting)
    return bring_back(session, job.id, job.price_list_id, only, now=now)
