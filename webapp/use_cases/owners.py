"""Writes down whom photos belong to, for the deeds that sort many at once.

Called inside their transactions: what was said of these photos before is replaced.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from webapp.models.photo import Photo, PhotoPerson
from webapp.use_cases.marking import mark_stale_by_pictures

_AT_ONCE = 500


def give_to_people(session: Session, of_people: Mapping[str, Sequence[str]]) -> int:
    """Each person sees these photos, and nobody else does; how many photos it was."""
    photo_ids = [photo_id for ids in of_people.values() for photo_id in ids]
    _forget(session, photo_ids)
    _set(session, photo_ids, is_group=False)
    rows = [
        {"photo_id": photo_id, "person_id": person_id}
        for person_id, ids in of_people.items()
        for photo_id in ids
    ]
    if rows:
        session.execute(insert(PhotoPerson), rows)
    return len(photo_ids)


def make_group_pictures(
    session: Session, photo_ids: Sequence[str], *, album_id: str | None = None
) -> int:
    """Everybody of their album sees them; `album_id`: they move there first. How many it was."""
    _forget(session, photo_ids)
    moved = {"album_id": album_id} if album_id else {}
    _set(session, photo_ids, is_group=True, **moved)
    return len(photo_ids)


def move_to_album(session: Session, photo_ids: Sequence[str], album_id: str) -> None:
    """They are pictures of this album from now on; who sees them stays, except by its code."""
    _set(session, photo_ids, album_id=album_id)


def _forget(session: Session, photo_ids: Sequence[str]) -> None:
    for ids in _parts(photo_ids):
        session.execute(
            delete(PhotoPerson)
            .where(PhotoPerson.photo_id.in_(ids))
            .execution_options(synchronize_session=False)
        )


def _set(session: Session, photo_ids: Sequence[str], **facts: Any) -> None:
    for ids in _parts(photo_ids):
        session.execute(
            update(Photo)
            .where(Photo.id.in_(ids))
            .values(**facts)
            .execution_options(synchronize_session=False)
        )
    # They are all of one job, and a job needs one mark.
    mark_stale_by_pictures(session, photo_ids[:1])


def _parts(photo_ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Statements of a bearable length."""
    for start in range(0, len(photo_ids), _AT_ONCE):
        yield photo_ids[start : start + _AT_ONCE]
