"""Makes the previews of photos that wait for them; nobody waits for it in front of a page.

A claim lends a photo to one worker for five minutes of the machine's time; its number of attempts
is the fence: who overslept the lease changes nothing.
"""

import io
import logging
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from webapp.models.base import db, read_committed_state, transaction
from webapp.models.photo import Photo
from webapp.models.trash import WITH_TRASH
from webapp.photos.deriving import Original, Preview
from webapp.photos.failures import Failure
from webapp.photos.keys import all_keys, original_key, preview_key
from webapp.photos.pool import DerivingPool, Done
from webapp.photos.store import PhotoStore, StoreFull
from webapp.use_cases.marking import mark_stale_by_pictures

LEASE = timedelta(minutes=5)
PAUSE_WHEN_FULL = timedelta(minutes=1)
MOST_ATTEMPTS = 3
BATCH_PER_WORKER = 8
# As large as it is, such a photo would be so again: it costs a process once, not three times.
FINAL_AT_ONCE = (Failure.TOO_LONG, Failure.TOO_MUCH_MEMORY)

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Claim:
    """One photo lent to this worker; `attempts` is the fence."""

    photo_id: str
    attempts: int


@dataclass(frozen=True)
class Result:
    """How a claim ended; `put_off` when there was no room, or no time any more."""

    claim: Claim
    failure: Failure | None = None
    put_off: bool = False


def run_once(
    store: PhotoStore,
    *,
    workers: int,
    machine_now: Callable[[], datetime],
    stopping: Callable[[], bool] = lambda: False,
) -> int:
    """Derives until nothing waits or `stopping()` says so; the number of photos that are ready.

    `machine_now` tells the machine's time again for every batch, because many may follow.
    """
    ready = 0
    with DerivingPool(workers) as pool:
        while not stopping():
            claims = claim_photos(workers * BATCH_PER_WORKER, now=machine_now())
            if not claims:
                break
            results = _derive(claims, store, pool, stopping)
            ready += finish_photos(results, store=store, now=machine_now())
    return ready


def claim_photos(limit: int, *, now: datetime) -> list[Claim]:
    """Lends at most `limit` waiting photos to the caller; `now` is the machine's time."""
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
    """Records what came of each claim, unless somebody else has it now; how many are ready."""
    ready, gone = 0, []
    with transaction() as session:
        for result in sorted(results, key=lambda result: result.claim.photo_id):
            changed = session.execute(
                update(Photo)
                .where(
                    Photo.id == result.claim.photo_id,
                    Photo.attempts == result.claim.attempts,
                    Photo.queue.is_not(None),
                )
                .values(**_outcome(result, now))
                .execution_options(synchronize_session=False)
            ).rowcount  # type: ignore[attr-defined]
            ready += changed if not (result.failure or result.put_off) else 0
            if not changed and not _is_on_record(session, result.claim.photo_id):
                gone.append(result.claim.photo_id)
        mark_stale_by_pictures(session, [result.claim.photo_id for result in results])
    for photo_id in gone:
        for key in all_keys(photo_id):
            store.delete(key)
    return ready


def _is_on_record(session: Session, photo_id: str) -> bool:
    """Whether it is kept, be it in the trash: otherwise its files must not stay behind."""
    return session.get(Photo, photo_id, execution_options=WITH_TRASH) is not None


def _lend(photo: Photo, now: datetime) -> Claim | None:
    if photo.attempts >= MOST_ATTEMPTS:  # its worker died each time
        photo.state, photo.failure = "failed", Failure.UNREADABLE
        photo.queue, photo.lease_until = None, None
        return None
    photo.attempts += 1
    photo.lease_until = now + LEASE
    return Claim(photo.id, photo.attempts)


def _outcome(result: Result, now: datetime) -> dict[str, object]:
    if result.put_off:
        return {"attempts": result.claim.attempts - 1, "lease_until": now + PAUSE_WHEN_FULL}
    if not result.failure:
        return {"state": "ready", "failure": "", "queue": None, "lease_until": None}
    if result.failure not in FINAL_AT_ONCE and result.claim.attempts < MOST_ATTEMPTS:
        return {"lease_until": None}
    return {"state": "failed", "failure": result.failure, "queue": None, "lease_until": None}


def _derive(
    claims: list[Claim], store: PhotoStore, pool: DerivingPool, stopping: Callable[[], bool]
) -> list[Result]:
    """One result for each claim; what is not ready when `stopping()` says so is put off."""
    waiting, results = {claim.photo_id: claim for claim in claims}, []
    with ExitStack() as files:
        originals = [
            (photo_id, Original(files.enter_context(store.local(original_key(photo_id)))))
            for photo_id in waiting
        ]
        for derived in pool.make_all(originals, stopping):
            results.append(_keep(waiting.pop(derived.photo_id), derived, store))
    return results + [Result(claim, put_off=True) for claim in waiting.values()]


def _keep(claim: Claim, derived: Done[list[Preview]], store: PhotoStore) -> Result:
    if derived.failure:
        _log.warning("photo %s: %s", claim.photo_id, derived.detail)
        return Result(claim, derived.failure)
    try:
        for preview in derived.made or ():
            key = preview_key(claim.photo_id, preview.size)
            store.put(key, io.BytesIO(preview.content))
    except StoreFull:
        _log.error("no room for previews; deriving waits")
        return Result(claim, put_off=True)
    return Result(claim)
