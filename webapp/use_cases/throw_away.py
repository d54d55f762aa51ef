"""An album, or photos of a job, are thrown away: out of the shop at once, seven days to restore.

Looks again under the job's lock; refused while an order needs the pictures (D2, D4).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.orm import Session

from webapp.domain.actors import Actor
from webapp.domain.deletion import trash_ends_at
from webapp.domain.throwing_away import ThrowFacts
from webapp.models.base import transaction
from webapp.models.deletion import Trash
from webapp.models.job import Album, Job
from webapp.models.photo import Photo
from webapp.queries.needed_photos import NeedingOrder, orders_needing
from webapp.queries.throwing_away import leaving_lines, of_album, of_photos, throw_facts
from webapp.use_cases.basket_lines import take_out
from webapp.use_cases.marking import mark_stale
from webapp.use_cases.recording import Change, record


class NeededByOrdersError(Exception):
    """Orders need these pictures: nothing was deleted; carries which (D4)."""

    def __init__(self, orders: Sequence[NeedingOrder]) -> None:
        super().__init__(f"{len(orders)} orders")
        self.orders = tuple(orders)


@dataclass(frozen=True)
class Thrown:
    """What came of it; not `stored`: other facts than were confirmed, or nothing was left (S5).

    `trash_id`: the piece of trash; None for an empty album, which is simply gone.
    """

    facts: ThrowFacts
    stored: bool
    trash_id: str | None = None


def throw_album_away(
    job_id: str, album_id: str, *, confirmed: str | None, by: Actor, now: datetime
) -> Thrown:
    """Delete an album; `confirmed` is the fingerprint of the window, None: without having asked.

    Raises NeededByOrdersError.
    """
    with transaction() as session:
        job = session.get_one(Job, job_id, with_for_update={"of": Job})
        album = session.scalar(
            select(Album).where(Album.id == album_id, Album.job_id == job_id, Album.is_shown)
        )
        if album is None:
            return Thrown(ThrowFacts(), stored=False)
        return throw_album(session, job, album, confirmed=confirmed, by=by, now=now)


def throw_album(
    session: Session, job: Job, album: Album, *, confirmed: str | None, by: Actor, now: datetime
) -> Thrown:
    """Part of a deed that holds the job: one album of it. Raises NeededByOrdersError."""
    done = _throw(session, job, of_album(album.id), album, confirmed, by=by, now=now)
    if done.stored:
        album.removed_at = now
    return done


def throw_photos_away(
    job_id: str, photo_ids: Sequence[str], *, confirmed: str | None, by: Actor, now: datetime
) -> Thrown:
    """Delete these photos of the job; the same rules. Raises NeededByOrdersError."""
    with transaction() as session:
        job = session.get_one(Job, job_id, with_for_update={"of": Job})
        return _throw(session, job, of_photos(photo_ids), None, confirmed, by=by, now=now)


def _throw(
    session: Session,
    job: Job,
    which: ColumnElement[bool],
    album: Album | None,
    confirmed: str | None,
    *,
    by: Actor,
    now: datetime,
) -> Thrown:
    which = and_(Photo.job_id == job.id, Photo.trash_id.is_(None), which)
    facts = throw_facts(session, job.id, which)
    if confirmed not in (None, facts.fingerprint) or not (album or facts.photos):
        return Thrown(facts, stored=False)
    needing = orders_needing(session, job.id, which, now=now)
    if needing:
        raise NeededByOrdersError(needing)
    piece = _put_into_trash(session, job, which, album, facts, by=by, now=now)
    _record(session, job, album, facts, by=by, now=now)
    mark_stale(session, job.id)
    return Thrown(facts, stored=True, trash_id=piece)


def _put_into_trash(
    session: Session,
    job: Job,
    which: ColumnElement[bool],
    album: Album | None,
    facts: ThrowFacts,
    *,
    by: Actor,
    now: datetime,
) -> str | None:
    """Baskets are told first, while the photos can still be found; then the figures follow."""
    if not facts.photos:
        return None
    lines = leaving_lines(session, job.id, which)
    if lines:
        take_out(session, [job.id], now=now, line_ids=lines)
    piece = Trash(
        studio_id=job.studio_id,
        job_id=job.id,
        album_id=album.id if album else None,
        photo_count=facts.photos,
        original_bytes=facts.original_bytes,
        actor_kind=by.kind.value,
        actor_name=by.name,
        thrown_at=now,
        ends_at=trash_ends_at(now),
    )
    session.add(piece)
    session.flush()
    session.execute(
        update(Photo)
        .where(which)
        .values(trash_id=piece.id)
        .execution_options(synchronize_session=False)
    )
    move_figures(job, facts.photos, facts.original_bytes)
    return piece.id


def move_figures(job: Job, photos: int, size: int) -> None:
    """Part of a deed: so many photos of so many bytes went into the trash; negative: out of it."""
    job.photo_count -= photos
    job.original_bytes -= size
    job.trash_count += photos
    job.trash_bytes += size


def _record(
    session: Session,
    job: Job,
    album: Album | None,
    facts: ThrowFacts,
    *,
    by: Actor,
    now: datetime,
) -> None:
    figures = {
        "photos_thrown": facts.photos,
        "lines_removed": facts.products,
        "baskets_changed": facts.baskets,
    }
    record(
        session,
        job,
        by=by,
        now=now,
        deed="album-deleted" if album else "photos-deleted",
        changes=[Change("album", album.name, None)] if album else [],
        counts={name: number for name, number in figures.items() if number},
    )
