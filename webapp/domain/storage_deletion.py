"""Deleting the albums of several archived jobs at once: what goes, what stays and why (D1, D2, D4).

The window shows the plan, the deed carries it out and asks again for each job.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MOST_JOBS = 50
"""So many jobs are chosen at once; they are thrown away while the photographer waits."""


class Held(StrEnum):
    """Why the albums of a job stay."""

    ON_SALE = "on-sale"
    OPEN_AGAIN = "open-again"
    ORDERS = "orders"
    HOLD = "hold"
    EMPTY = "empty"


@dataclass(frozen=True)
class OldJob:
    """An archived job with what would go: its albums that hold photos, and their originals.

    `orders`: the numbers of those that still need pictures of it (D4). `is_open_again`: for
    somebody who asked for more time. `is_on_hold`: its photos are kept, whatever is said.
    """

    job_id: str
    name: str
    archived_at: datetime | None
    albums: int
    photos: int
    size: int
    orders: tuple[int, ...] = ()
    is_open_again: bool = False
    is_on_hold: bool = False

    @property
    def held(self) -> Held | None:
        """Why its albums stay; None: they can go."""
        reasons = (
            (self.archived_at is None, Held.ON_SALE),
            (not self.photos, Held.EMPTY),
            (self.is_open_again, Held.OPEN_AGAIN),
            (bool(self.orders), Held.ORDERS),
            (self.is_on_hold, Held.HOLD),
        )
        return next((reason for is_so, reason in reasons if is_so), None)


@dataclass(frozen=True)
class DeletionPlan:
    """The jobs whose albums go to the trash, and those that were chosen and stay."""

    going: tuple[OldJob, ...]
    staying: tuple[OldJob, ...]

    @property
    def albums(self) -> int:
        """Albums that go."""
        return sum(job.albums for job in self.going)

    @property
    def photos(self) -> int:
        """Photos that go."""
        return sum(job.photos for job in self.going)

    @property
    def size(self) -> int:
        """Bytes of the originals that go."""
        return sum(job.size for job in self.going)

    @property
    def fingerprint(self) -> str:
        """What the window posts back: other facts give another one (S5)."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:32]


def plan_deletion(chosen: Iterable[OldJob]) -> DeletionPlan:
    """What will be done with the chosen jobs."""
    jobs = tuple(chosen)
    return DeletionPlan(
        going=tuple(job for job in jobs if job.held is None),
        staying=tuple(job for job in jobs if job.held is not None),
    )
