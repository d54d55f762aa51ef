"""Compares the records with the files, both ways, and with the jobs' figures (D5, invariant 13).

It may run while everybody works: what is young is left alone, and each difference is looked at once
more, file and record, before it is said. Nothing that any record knows is ever deleted.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

from webapp.photos.store import PhotoStore
from webapp.use_cases.apply_ledger import brought_back
from webapp.use_cases.check_derived import missing_logos, missing_previews
from webapp.use_cases.check_originals import changed_originals, lost_originals
from webapp.use_cases.check_surplus import interrupted_uploads, surplus_files
from webapp.use_cases.check_unfinished import hanging_deletions, missing_pages, missing_parts
from webapp.use_cases.files_on_record import files_on_record
from webapp.use_cases.storage_drift import Check, Drift
from webapp.use_cases.storage_figures import wrong_figures
from webapp.use_cases.storage_inventory import Inventory

__all__ = ["Drift", "check_storage", "differences"]


def check_storage(store: PhotoStore, *, repair: bool, now: datetime) -> list[Drift]:
    """Every difference in one list; see `differences`."""
    return list(differences(store, repair=repair, now=now))


def differences(
    store: PhotoStore,
    *,
    repair: bool,
    now: datetime,
    business_now: datetime | None = None,
    may_delete_originals: bool = False,
    hashes: bool = False,
    tell: Callable[[int, int], None] = lambda _done, _of_all: None,
    finish_deletions: bool = False,
) -> Iterator[Drift]:
    """Every difference, one by one. `now` is the machine's time, as that of the files;
    `business_now`, where a clock is set by hand, the time that deletions are noted in.

    With `repair` figures are counted again, previews are made again, and surplus files go that can
    be made again or are kept twice; other originals, and logos, only if `may_delete_originals`.
    `hashes`: every original is read from end to end, and `tell(done, of_all)` hears how far that
    is. `finish_deletions`: previews of deleted photos go, even without `repair`. Raises StoreDown.
    """
    with Inventory() as inventory:
        # Records first: what is uploaded meanwhile is young, what is deleted has left its record.
        inventory.add_due(files_on_record())
        inventory.add_kept(store.entries())
        business = business_now or now
        check = Check(
            store, inventory, now, business, repair, may_delete_originals, tell, finish_deletions
        )
        yield from lost_originals(check)
        yield from missing_previews(check)
        yield from missing_logos(check)
        yield from surplus_files(check)
        yield from interrupted_uploads(check)
        yield from missing_parts(check)
        yield from missing_pages(check)
        yield from hanging_deletions(check)
        if hashes:
            yield from changed_originals(check)
    yield from (
        Drift(sentence, repair) for sentence in brought_back(store, repair=repair, now=business)
    )
    yield from (Drift(sentence, repair) for sentence in wrong_figures(repair=repair))
