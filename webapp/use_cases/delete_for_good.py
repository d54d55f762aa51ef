"""Photos go for good: the records at once, the files after the commit, the proof stays (D2, D5).

Called inside the transaction of another deed (the trash is emptied, a job is deleted, their time
is over). The caller holds the jobs of the photos and has asked whether an order needs them (D4).
"""

from datetime import datetime

from sqlalchemy import ColumnElement, Delete, case, delete, func, insert, literal, null, select
from sqlalchemy.orm import Session

from webapp.domain.actors import Actor
from webapp.domain.deletion import Kind, Reason
from webapp.models.base import new_id
from webapp.models.basket import BasketLine
from webapp.models.customer import Favourite
from webapp.models.deletion import DeletedPhoto, Deletion
from webapp.models.job import Job
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
) -> Deletion:
    """The record of a deletion that begins; `delete_photos` adds what goes with it.

    `deletion_id`: one that the ledger knows already, where a backup was older than it.
    """
    deletion = Deletion(
        id=deletion_id or new_id(),
        studio_id=studio_id,
        job_id=job.id if job else None,
        job_name=job.internal_name if job else "",
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

    How many it was. Baskets are told what left, figures follow, the files wait for `delete_files`.
    """
    _write_down(session, deletion, job, which)
    photos, size, in_trash, trash_size = _figures(session, deletion)
    if not photos:
        return 0
    gone = select(DeletedPhoto.photo_id).where(DeletedPhoto.deletion_id == deletion.id)
    lines = session.scalars(select(BasketLine.id).where(BasketLine.photo_id.in_(gone))).all()
    if lines:
        take_out(session, [job.id], now=now, line_ids=lines)
    for model in (PhotoPerson, Favourite):
        _carry_out(session, delete(model).where(model.photo_id.in_(gone)))
    _carry_out(session, delete(Photo).where(Photo.id.in_(gone), Photo.job_id == job.id))
    job.photo_count -= photos - in_trash
    job.original_bytes -= size - trash_size
    job.trash_count -= in_trash
    job.trash_bytes -= trash_size
    deletion.photo_count += photos
    deletion.original_bytes += size
    return photos


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


def _figures(session: Session, deletion: Deletion) -> tuple[int, int, int, int]:
    """Photos and bytes that this call takes, and how much of it lies in the trash.

    Only what is still on record: a deletion may take in photos in several steps.
    """
    in_trash = Photo.trash_id.is_not(None)
    photos, size, trash, trash_size = session.execute(
        select(
            func.count(),
            func.coalesce(func.sum(Photo.original_bytes), 0),
            func.coalesce(func.sum(case((in_trash, 1), else_=0)), 0),
            func.coalesce(func.sum(case((in_trash, Photo.original_bytes), else_=0)), 0),
        )
        .select_from(Photo)
        .join(DeletedPhoto, DeletedPhoto.photo_id == Photo.id)
        .where(DeletedPhoto.deletion_id == deletion.id),
        execution_options=WITH_TRASH,
    ).one()
    return int(photos), int(size), int(trash), int(trash_size)


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
