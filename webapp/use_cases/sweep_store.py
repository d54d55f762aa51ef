"""Sweeps the store of the photos: what half uploads left, and nobody sends any more."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from webapp.photos.store import PhotoStore
from webapp.use_cases.forget_uploads import delete_orphans, forget_old

UPLOADS_KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Swept:
    """How many files interrupted uploads had left.

    `forgotten_uploads`: files that were announced a week ago and never sent.
    """

    interrupted_uploads: int = 0
    forgotten_uploads: int = 0

    def as_counts(self) -> dict[str, int]:
        """The same, for the log."""
        return asdict(self)


def sweep_store(store: PhotoStore, *, now: datetime) -> Swept:
    """Delete it; `now` is the machine's time. Raises StoreDown: the next sweep takes the rest."""
    forgotten = forget_old(store, machine_now=now)
    before = now - UPLOADS_KEPT
    left = store.clear_interrupted(before=before) + delete_orphans(store, before=before)
    return Swept(interrupted_uploads=left, forgotten_uploads=forgotten)
