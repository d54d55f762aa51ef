"""The pictures that codes open, or would: what can be shown, and what became of the others (H1)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, func, select

from webapp.domain.access import Key
from webapp.domain.actors import Actor, ActorKind
from webapp.domain.deletion import Kind
from webapp.domain.explaining_photos import PictureFacts
from webapp.models.base import db
from webapp.models.deletion import Deletion, Trash
from webapp.models.job import Job
from webapp.models.photo import Photo, PhotoPerson
from webapp.models.trash import WITH_TRASH
from webapp.queries.gallery import opened_by, visible
from webapp.queries.gone_pictures import are_gone


def picture_facts(job: Job, keys: Sequence[Key]) -> PictureFacts:
    """What stands behind these keys; without a key there is nothing to ask about."""
    if not keys:
        return PictureFacts()
    rows = _rows(job, keys)
    kept = [row for row in rows if not row.in_trash]
    waiting = [row for row in kept if row.state == "waiting"]
    thrown = [row for row in rows if row.in_trash and row.ends_at and not row.is_going]
    deleted_at, deleted_by = _deleted(job, keys) if not thrown else (None, None)
    return PictureFacts(
        shown=_count(Photo.job_id == job.id, visible(keys)),
        waiting=sum(row.photos for row in waiting),
        waiting_since=min((row.since for row in waiting), default=None),
        failed=sum(row.photos for row in kept if row.state == "failed"),
        cards=sum(row.photos for row in kept if row.is_card and row.state == "ready"),
        in_trash=sum(row.photos for row in thrown),
        trash_ends_at=min((row.ends_at for row in thrown), default=None),
        deleted_at=deleted_at,
        deleted_by=deleted_by,
        unassigned=_unassigned(job, keys),
    )


def _rows(job: Job, keys: Sequence[Key]) -> Sequence[Any]:
    """All that the keys mean, the trash too, by what keeps it from being shown."""
    parts = (
        Photo.state.label("state"),
        (Photo.card_state == "card").label("is_card"),
        Photo.trash_id.is_not(None).label("in_trash"),
        Trash.deletion_id.is_not(None).label("is_going"),
    )
    return db.session.execute(
        select(
            *parts,
            func.count().label("photos"),
            func.min(Photo.created_at).label("since"),
            func.min(Trash.ends_at).label("ends_at"),
        )
        .select_from(Photo)
        .outerjoin(Trash, Trash.id == Photo.trash_id)
        .where(Photo.job_id == job.id, opened_by(keys))
        .group_by(*parts),
        execution_options=WITH_TRASH,
    ).all()


def _deleted(job: Job, keys: Sequence[Key]) -> tuple[datetime | None, Actor | None]:
    """When pictures of the job were last deleted for good and by whom, if these are gone (D2)."""
    if not are_gone(job.id, keys):
        return None, None
    row = db.session.execute(
        select(Deletion.deleted_at, Deletion.actor_kind, Deletion.actor_name)
        .where(Deletion.job_id == job.id, Deletion.kind == Kind.PHOTOS.value)
        .order_by(Deletion.deleted_at.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None, None
    kind = ActorKind(row.actor_kind)
    return row.deleted_at, None if kind is ActorKind.WORKER else Actor(kind, row.actor_name)


def _unassigned(job: Job, keys: Sequence[Key]) -> int:
    """Pictures of the people's albums that are assigned to nobody; none where albums are opened."""
    if any(key.person_id is None for key in keys):
        return 0
    nobodys = ~exists(select(PhotoPerson.photo_id).where(PhotoPerson.photo_id == Photo.id))
    albums = {key.album_id for key in keys if key.album_id}
    near = Photo.album_id.in_(albums) if albums else Photo.job_id == job.id
    shown = and_(Photo.state == "ready", Photo.card_state != "card", ~Photo.is_group)
    return _count(Photo.job_id == job.id, shown, nobodys, near)


def _count(*which: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(Photo).where(*which)) or 0
