"""Lends photos to a worker that derives them, and takes down what came of it.

A claim lasts five minutes of the machine's time; its number of attempts and its end are the fence:
who overslept the lease changes nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, or_, select, update
from sqlalchemy.orm import Session

from webapp.models.base import db, read_committed_state, transaction
from webapp.models.photo import Photo
from webapp.models.trash import WITH_TRASH
from webapp.photos.failures import Failure
from webapp.photos.keys import preview_keys
from webapp.photos.store import PhotoStore
from webapp.use_cases.marking import mark_stale_by_pictures

LEASE = timedelta(minutes=5)
PAUSE = timedelta(minutes=1)
MOST_ATTEMPTS = 3
# As large as it is, such a photo would be so again: it costs a process once, not three times.
_FINAL_AT_ONCE = (Failure.TOO_LONG, Failure.TOO_MUCH_MEMORY)


@dataclass(frozen=True)
class Claim:
    """One photo lent to this worker until `until`; `is_new`: it has no previews yet."""

    photo_id: str
    studio_id: str
    attempts: int
    until: datetime
    is_new: bool


@dataclass(frozen=True)
class Result:
    """How a claim ended; `look` is the watermark on its previews. `put_off`: there was no room, no
    store or no time any more."""

    claim: Claim
    failure: Failure | None = None
    look: str = ""
    put_off: bool = False

    @property
    def is_done(self) -> bool:
        """Whether there are previews."""
        return not (self.failure or self.put_off)


def claim_photos(limit: int, *, now: datetime) -> list[Claim]:
    """Lends at most `limit` queued photos, the most urgent first; `now` is the machine's time."""
    free = (
        Photo.queue.is_not(None),
        or_(Photo.lease_until.is_(None), Photo.lease_until <= now),
    )
    read_committed_state()
    if db.session.scalar(select(Photo.id).where(*free).limit(1)) is None:
        return []
    with transaction() as session:
        photos = session.scalars(
            select(Photo)
            .where(*free)
            .order_by(Photo.queue, Photo.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).all()
        return [claim for photo in photos if (claim := _lend(photo, now)) is not None]


def finish_photos(results: list[Result], *, store: PhotoStore, now: datetime) -> int:
    """Records what came of each claim, unless somebody else has it now; how many are ready.

    Of a photo deleted meanwhile the previews go again; its original is left to `delete_files`,
    which writes the ledger first.
    """
    ready, gone = 0, []
    with transaction() as session:
        for result in sorted(results, key=lambda result: result.claim.photo_id):
            changed = _take_down(session, result, now)
            ready += changed if result.is_done else 0
            if not changed and not _is_on_record(session, result.claim.photo_id):
                gone.append(result.claim.photo_id)
        new = [result.claim.photo_id for result in results if result.claim.is_new]
        mark_stale_by_pictures(session, new)
    for photo_id in gone:
        store.delete_many(preview_keys(photo_id))
    return ready


def _lend(photo: Photo, now: datetime) -> Claim | None:
    is_new = photo.state != "ready"
    if photo.attempts >= MOST_ATTEMPTS:  # its worker died each time
        photo.state, photo.failure = "failed" if is_new else "ready", Failure.UNREADABLE
        photo.queue, photo.lease_until = None, None
        return None
    photo.attempts += 1
    photo.lease_until = now + LEASE
    return Claim(photo.id, photo.studio_id, photo.attempts, photo.lease_until, is_new)


def _take_down(session: Session, result: Result, now: datetime) -> int:
    changed: int = session.execute(
        update(Photo)
        .where(
            Photo.id == result.claim.photo_id,
            Photo.attempts == result.claim.attempts,
            Photo.lease_until == result.claim.until,
            Photo.queue.is_not(None),
        )
        .values(**_outcome(result, now))
        .execution_options(synchronize_session=False)
    ).rowcount  # type: ignore[attr-defined]
    return changed


def _outcome(result: Result, now: datetime) -> dict[str, object]:
    """Where new previews failed, the old ones are shown as before, if there are any."""
    done = {"queue": None, "lease_until": None}
    if result.put_off:
        return {"attempts": result.claim.attempts - 1, "lease_until": now + PAUSE}
    if not result.failure:
        return done | {"state": "ready", "failure": "", "look": result.look}
    if result.failure not in _FINAL_AT_ONCE and result.claim.attempts < MOST_ATTEMPTS:
        return {"lease_until": None}
    state = case((Photo.state == "ready", "ready"), else_="failed")
    return done | {"state": state, "failure": result.failure}


def _is_on_record(session: Session, photo_id: str) -> bool:
    """Whether it is kept, be it in the trash: otherwise its files must not stay behind."""
    return session.get(Photo, photo_id, execution_options=WITH_TRASH) is not None
