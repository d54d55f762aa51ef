"""Makes the previews of photos that wait for them; nobody waits for it in front of a page."""

import io
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import structlog

from webapp.photos.deriving import Original, Preview
from webapp.photos.failures import Failure
from webapp.photos.fetching import LocalFiles
from webapp.photos.keys import original_key, preview_key
from webapp.photos.pool import DerivingPool, Done
from webapp.photos.store import PhotoStore, StoreDown, StoreFull
from webapp.photos.watermark import Mark
from webapp.use_cases.claim_photos import LEASE, Claim, Result, claim_photos, finish_photos
from webapp.use_cases.marks_of_studios import Marks, marks_of

BATCH_PER_WORKER = 8
# Storing waits for disks and networks: the next pictures are decoded meanwhile.
_KEPT_AT_ONCE = 8
# A batch in which photo after photo hangs is broken off before its claims pass to others.
_LONGEST_BATCH = LEASE - timedelta(minutes=1)

log = structlog.get_logger()


def run_once(
    store: PhotoStore,
    *,
    workers: int,
    machine_now: Callable[[], datetime],
    stopping: Callable[[], bool] = lambda: False,
) -> int:
    """Derives until nothing waits or `stopping()` says so; the number of photos that are ready.

    `machine_now` tells the machine's time again for every batch, because many may follow. Where
    something had to be put off (the store is full or down) it ends for now, too.
    """
    ready = 0
    with DerivingPool(workers) as pool:
        while not stopping():
            begun = machine_now()
            claims = claim_photos(workers * BATCH_PER_WORKER, now=begun)
            if not claims:
                break

            def is_over(end: datetime = begun + _LONGEST_BATCH) -> bool:
                return stopping() or machine_now() > end

            results = _derive(claims, store, pool, is_over)
            ready += finish_photos(results, store=store, now=machine_now())
            if any(result.put_off for result in results):
                break
    return ready


def _derive(
    claims: list[Claim], store: PhotoStore, pool: DerivingPool, stopping: Callable[[], bool]
) -> list[Result]:
    """One result for each claim; what is not ready when `stopping()` says so is put off."""
    waiting, results = {claim.photo_id: claim for claim in claims}, []

    def originals(files: LocalFiles, marks: Marks) -> Iterator[tuple[str, Original]]:
        """Brought here one by one, when a process is free for it."""
        for claim in claims:
            original = _fetch(claim, files, marks)
            if isinstance(original, Result):
                results.append(original)
                del waiting[claim.photo_id]
            else:
                yield claim.photo_id, original

    with LocalFiles(store) as files, ThreadPoolExecutor(_KEPT_AT_ONCE) as keepers:
        marks, keeping = marks_of({claim.studio_id for claim in claims}, files), []
        for derived in pool.make_all(originals(files, marks), stopping):
            files.let_go(original_key(derived.photo_id))
            claim = waiting.pop(derived.photo_id)
            keeping.append(keepers.submit(_keep, claim, derived, marks[claim.studio_id], store))
        results += [kept.result() for kept in keeping]
    return results + [Result(claim, put_off=True) for claim in waiting.values()]


def _fetch(claim: Claim, files: LocalFiles, marks: Marks) -> Original | Result:
    """The original with what is drawn over it; or how the claim ends without it."""
    if claim.studio_id not in marks:
        return Result(claim, put_off=True)
    try:
        return Original(files.fetch(original_key(claim.photo_id)), marks[claim.studio_id])
    except FileNotFoundError:
        return Result(claim, Failure.MISSING)
    except (StoreDown, StoreFull) as fault:
        log.error("the original cannot be fetched; deriving waits", fault=repr(fault))
        return Result(claim, put_off=True)


def _keep(
    claim: Claim, derived: Done[list[Preview]], mark: Mark | None, store: PhotoStore
) -> Result:
    if derived.failure:
        log.warning("photo not derived", photo=claim.photo_id, reason=derived.detail)
        return Result(claim, derived.failure)
    try:
        for preview in derived.made or ():
            key = preview_key(claim.photo_id, preview.size)
            store.put(key, io.BytesIO(preview.content))
    except (StoreDown, StoreFull) as fault:
        log.error("previews cannot be stored; deriving waits", fault=repr(fault))
        return Result(claim, put_off=True)
    return Result(claim, look=mark.look if mark else "")
