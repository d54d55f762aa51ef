"""Photos go for good: the records at once, the files after the commit, the proof stays (D2, D5).

Called inside the transaction of another deed (the trash is emptied, a job is deleted, their time
is over). The caller holds the jobs of the photos and has asked whether an order needs them (D4).
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Delete, delete, func, insert, literal, null, select
from sqlalchemy.orm import Session

from webapp.domain.actors import Actor
from webapp.domain.deletion import Kind, Reason
from webapp.models.base import new_id
from webapp.models.basket import BasketLine
from webapp.models.customer import Favourite
from webapp.models.deletion import DeletedPhoto, Deletion, Trash
from webapp.models.job import Album, Job
from webapp.models.photo import Photo, PhotoPerson
from webapp.models.trash import WITH_TRASH
from webapp.use_cases.basket_lines import take_out


def begin_deletion(
    session: Session,
    job: Job | None,
    *,
    studio_id: str,
    kind: Kind,
    reason: Reason,
    by: Actor,
    now: datetime,
    subjects: dict[str, list[str]] | None = None,
    deletion_id: str | None = None,
    piece: Trash | None = None,
) -> Deletion:
    """The record of a deletion that begins; `delete_photos` adds what goes with it.

    `deletion_id`: one that the ledger knows already, where a backup was older than it.
    `piece`: the piece of trash that goes.
    """
    album = session.get(Album, piece.album_id) if piece and piece.album_id else None
    deletion = Deletion(
        id=deletion_id or new_id(),
        studio_id=studio_id,
        job_id=job.id if job else None,
        job_name=job.internal_name if job else "",
        public_name=job.public_name if job else "",
        album_name=album.name if album else "",
        thrown_by=piece.actor_name if piece else "",
        kind=kind.value,
        reason=reason.value,
        actor_kind=by.kind.value,
        actor_name=by.name,
        deleted_at=now,
        photo_count=0,
        original_bytes=0,
        subjects=subjects or {},
    )
    session.add(deletion)
    session.flush()
    return deletion


def delete_photos(
    session: Session, deletion: Deletion, job: Job, which: ColumnElement[bool], *, now: datetime
) -> int:
    """The photos of the job that `which` says (a condition on Photo), in the trash or not, go.

    How many it was. Baskets are told what left, figures follow, those of pieces of trash too; the
    files wait for `delete_files`.
    """
    _write_down(session, deletion, job, which)
    taken = _taken(session, deletion)
    if not taken:
        return 0
    gone = select(DeletedPhoto.photo_id).where(DeletedPhoto.deletion_id == deletion.id)
    if deletion.kind == Kind.PHOTOS.value:
        _name_albums(session, deletion, Photo.id.in_(gone))
    lines = session.scalars(select(BasketLine.id).where(BasketLine.photo_id.in_(gone))).all()
    if lines:
        take_out(session, [job.id], now=now, line_ids=lines)
    for model in (PhotoPerson, Favourite):
        _carry_out(session, delete(model).where(model.photo_id.in_(gone)))
    _carry_out(session, delete(Photo).where(Photo.id.in_(gone), Photo.job_id == job.id))
    for each in taken:
        _lower(session, job, each)
        deletion.photo_count += each.photos
        deletion.original_bytes += each.size
    return sum(each.photos for each in taken)


def _write_down(session: Session, deletion: Deletion, job: Job, which: ColumnElement[bool]) -> None:
    rows = select(
        Photo.id,
        literal(deletion.id),
        Photo.number,
        Photo.content_hash,
        Photo.original_bytes,
        Photo.created_at,
        null().label("gone_at"),
    ).where(Photo.job_id == job.id, which)
    session.execute(insert(DeletedPhoto).from_select(_COLUMNS, rows, include_defaults=False))


def _name_albums(session: Session, deletion: Deletion, which: ColumnElement[bool]) -> None:
    """From which albums it took photos: so their customers are told, and nobody else (D2)."""
    albums = session.scalars(
        select(Photo.album_id).where(which).distinct(), execution_options=WITH_TRASH
    )
    named = {*deletion.subjects.get("albums", ()), *albums}
    deletion.subjects = deletion.subjects | {"albums": sorted(named)}


@dataclass(frozen=True)
class _Taken:
    """Photos that go, and their bytes: of one piece of trash, or (None) of what is shown."""

    trash_id: str | None
    photos: int
    size: int


def _taken(session: Session, deletion: Deletion) -> list[_Taken]:
    """What this call takes: what is still on record, for a deletion may go in several steps."""
    rows = session.execute(
        select(Photo.trash_id, func.count(), func.sum(Photo.original_bytes))
        .join(DeletedPhoto, DeletedPhoto.photo_id == Photo.id)
        .where(DeletedPhoto.deletion_id == deletion.id)
        .group_by(Photo.trash_id),
        execution_options=WITH_TRASH,
    ).all()
    return [_Taken(trash_id, int(photos), int(size)) for trash_id, photos, size in rows]


def _lower(session: Session, job: Job, taken: _Taken) -> None:
    """The figures follow (D5). A piece of which nothing is left is gone, as if it were emptied;
    one that is being emptied goes by itself."""
    if taken.trash_id is None:
        job.photo_count -= taken.photos
        job.original_bytes -= taken.size
        return
    job.trash_count -= taken.photos
    job.trash_bytes -= taken.size
    piece = session.get_one(Trash, taken.trash_id, populate_existing=True)
    piece.photo_count -= taken.photos
    piece.original_bytes -= taken.size
    if piece.photo_count <= 0 and piece.deletion_id is None:
        session.delete(piece)


def _carry_out(session: Session, statement: Delete) -> None:
    session.execute(statement.execution_options(synchronize_session=False))


_COLUMNS = [
    "photo_id",
    "deletion_id",
    "number",
    "content_hash",
    "original_bytes",
    "created_at",
    "gone_at",
]
