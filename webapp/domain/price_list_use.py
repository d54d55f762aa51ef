"""Several jobs take one price list: what that means for baskets, counted before it is done."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Taking:
    """A job that takes the list: what lies in baskets of it and is not on that list."""

    job_id: str
    job_name: str
    version: int
    products: int = 0
    baskets: int = 0


@dataclass(frozen=True)
class UsePlan:
    """What will be done: these jobs sell from the list from now on."""

    jobs: tuple[Taking, ...]

    @property
    def products(self) -> int:
        """Products in baskets that can't be ordered any more."""
        return sum(each.products for each in self.jobs)

    @property
    def baskets(self) -> int:
        """The baskets they lie in, counted once for each job."""
        return sum(each.baskets for each in self.jobs)

    @property
    def needs_confirmation(self) -> bool:
        """Whether customers would notice: then it is said before (S5)."""
        return self.products > 0

    @property
    def fingerprint(self) -> str:
        """What the window posts back: other facts give another one (S5)."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:32]
