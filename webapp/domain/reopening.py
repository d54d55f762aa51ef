"""What opening an archived job for one code alone will do, and what ending that does (A2, R5, S5).

Planned here, shown in the window, then applied: they cannot disagree.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from webapp.domain.archiving import ArchivePlan, Delay

LONGEST_DAYS = 365
PROPOSED_DAYS = 21


class UntilFault(StrEnum):
    """What can be wrong with the last day."""

    MISSING = "missing"
    PASSED = "passed"
    TOO_LATE = "too-late"


@dataclass(frozen=True)
class ReopenFacts:
    """What is true at this moment, counted: the ground of the plan.

    `until`: the last day as it stands, if it is open already. `products` come back into `baskets`
    of those who hold the code; `asked` of them asked for more time and wait for an answer.
    """

    until: date | None = None
    products: int = 0
    baskets: int = 0
    asked: int = 0

    @property
    def fingerprint(self) -> str:
        """What the window posts back: other facts give another (S5). The day is chosen in it."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class EndFacts:
    """What ending it now takes out of baskets again."""

    until: date
    products: int = 0
    baskets: int = 0

    @property
    def fingerprint(self) -> str:
        """What the window posts back."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:32]


def until_fault(until: date | None, today: date) -> UntilFault | None:
    """What is wrong with this last day; None: nothing. Today or later, within a year."""
    if until is None:
        return UntilFault.MISSING
    if until < today:
        return UntilFault.PASSED
    if until > today + timedelta(days=LONGEST_DAYS):
        return UntilFault.TOO_LATE
    return None


def stop_of(until: date, zone: str) -> datetime:
    """The stop after this last day, aware UTC: worked out as for every job (A2)."""
    stop = ArchivePlan(until, Delay.SAME_DAY, zone).stop_at
    if stop is None:
        raise ValueError("the same day always has a stop")
    return stop
