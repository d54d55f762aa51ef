"""What lies in the trash is deleted for good: by hand, or when its seven days are over (D2).

Both ways begin with `begin_emptying`, after which a piece can no longer be restored, and go on with
`go_on_emptying`: whoever comes, a request or the worker, takes the next step.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.domain.actors import WORKER, Actor, ActorKind
from webapp.domain.deletion import Kind, Reason
from webapp.models.base import db, read_committed_state, transaction
from webapp.models.deletion import Deletion, Trash
from webapp.models.job import Job
from webapp.models.photo import Photo
from webapp.models.trash import WITH_TRASH
from webapp.queries.needed_photos import orders_needing
from webapp.queries.trash import due_trash, empty_facts
from webapp.use_cases.delete_for_good import begin_deletion
from webapp.use_cases.delete_in_steps import PHOTOS_AT_ONCE, delete_step
from webapp.use_cases.recording import record
from webapp.use_cases.restore_trash import TrashGoneError, hold_piece
from webapp.use_cases.throw_away import NeededByOrdersError

log = structlog.get_logger()


@dataclass(frozen=True)
class Emptied:
    """What came of emptying; not `stored`: something else lies there than was confirmed (S5).

    `finished` are the deletions whose records are gone by now, `left` the pieces that stay because
    an order needs their pictures (D4), `gone_before` those that somebody else was faster with.
    """

    stored: bool
    finished: tuple[str, ...] = ()
    left: int = 0
    gone_before: int = 0


def empty_trash(studio_id: str, *, confirmed: str | None, by: Actor, now: datetime) -> Emptied:
    """Delete everything in the trash of a studio, the largest of it with the worker's help."""
    read_committed_state()
    facts, pieces = empty_facts(studio_id, now=now)
    if confirmed != facts.fingerprint:
        return Emptied(stored=False)
    left = gone_before = 0
    begun = []
    for trash_id in pieces:
        try:
            begin_emptying(studio_id, trash_id, reason=Reason.HAND, by=by, now=now)
            begun.append(trash_id)
        except NeededByOrdersError:
            left += 1
        except TrashGoneError:
            gone_before += 1
    return Emptied(True, _go_on_for_a_while(begun, now=now), left, gone_before)


def empty_piece(studio_id: str, trash_id: str, *, by: Actor, now: datetime) -> Emptied:
    """Delete one piece of trash for good. Raises TrashGoneError, NeededByOrdersError."""
    begin_emptying(studio_id, trash_id, reason=Reason.HAND, by=by, now=now)
    return Emptied(True, _go_on_for_a_while([trash_id], now=now))


def empty_due_trash(*, now: datetime, stopping: Callable[[], bool] = lambda: False) -> int:
    """Delete what has been in the trash for seven days, and go on with what has begun (D2).

    How many pieces are gone.
    """
    begin_due_trash(now=now, stopping=stopping)
    return go_on_with_begun(now=now, stopping=stopping)


def begin_due_trash(*, now: datetime, stopping: Callable[[], bool] = lambda: False) -> int:
    """Begin to delete what has been in the trash for seven days (D2); how many pieces.

    What an order still needs stays until it is delivered (D4).
    """
    begun = 0
    for studio_id, trash_id in _due(now):
        if stopping():
            break
        try:
            begin_emptying(studio_id, trash_id, reason=Reason.TRASH, by=WORKER, now=now)
        except (NeededByOrdersError, TrashGoneError):
            continue
        begun += 1
    return begun


def go_on_with_begun(*, now: datetime, stopping: Callable[[], bool] = lambda: False) -> int:
    """Go on with what a hand or the day has begun; how many pieces are gone.

    What fails does not hold up the rest.
    """
    gone = 0
    for trash_id in _begun():
        try:
            while not stopping():
                if go_on_emptying(trash_id, now=now) is not None:
                    gone += 1
                    break
        except Exception:  # noqa: BLE001 - one failure never stops the rest
            log.exception("emptying a piece of trash failed", trash=trash_id)
    return gone


def begin_emptying(
    studio_id: str, trash_id: str, *, reason: Reason, by: Actor, now: datetime
) -> None:
    """From now on the piece is not restored any more. Raises TrashGoneError, NeededByOrdersError.

    Who is second of two at once is told that it is gone.
    """
    with transaction() as session:
        job, piece = hold_piece(session, studio_id, trash_id)
        if piece.deletion_id is not None:
            raise TrashGoneError
        needing = orders_needing(session, job.id, Photo.trash_id == piece.id, now=now)
        if needing:
            raise NeededByOrdersError(needing)
        piece.deletion_id = begin_deletion(
            session, job, studio_id=studio_id, kind=Kind.PHOTOS, reason=reason, by=by, now=now,
            piece=piece,
        ).id  # fmt: skip


def go_on_emptying(trash_id: str, *, now: datetime) -> str | None:
    """One step of a piece that is being deleted; the id of the deletion when it was the last one.

    '' where nothing is left to do: somebody else did it.
    """
    with transaction() as session:
        found = _hold_begun(session, trash_id)
        if found is None:
            return ""
        job, piece, deletion = found
        if delete_step(session, deletion, job, Photo.trash_id == piece.id, now=now):
            return None
        record(
            session, job, by=Actor(ActorKind(deletion.actor_kind), deletion.actor_name), now=now,
            deed="trash-emptied", counts={"photos_deleted": deletion.photo_count},
        )  # fmt: skip
        session.flush()
        session.delete(piece)
        return deletion.id


def _go_on_for_a_while(pieces: Sequence[str], *, now: datetime) -> tuple[str, ...]:
    """As far as a request has time for; what does not go in one step is left to the worker."""
    if _photos_in(pieces) > PHOTOS_AT_ONCE:
        return ()
    return tuple(filter(None, [go_on_emptying(trash_id, now=now) for trash_id in pieces]))


def _photos_in(pieces: Sequence[str]) -> int:
    counted = select(func.coalesce(func.sum(Trash.photo_count), 0)).where(Trash.id.in_(pieces))
    return int(db.session.scalar(counted) or 0)


def _hold_begun(session: Session, trash_id: str) -> tuple[Job, Trash, Deletion] | None:
    job_id = session.scalar(select(Trash.job_id).where(Trash.id == trash_id))
    if job_id is None:
        return None
    job = session.get(Job, job_id, with_for_update={"of": Job}, execution_options=WITH_TRASH)
    piece = session.get(Trash, trash_id)
    if job is None or piece is None or piece.deletion_id is None:
        return None
    return job, piece, session.get_one(Deletion, piece.deletion_id)


def _due(now: datetime) -> list[tuple[str, str]]:
    read_committed_state()
    found = [(studio_id, trash_id) for studio_id, trash_id in db.session.execute(due_trash(now))]
    read_committed_state()
    return found


def _begun() -> Sequence[str]:
    read_committed_state()
    found = db.session.scalars(select(Trash.id).where(Trash.deletion_id.is_not(None))).all()
    read_committed_state()
    return found
