"""What throwing pictures away and deleting a job brings about, counted before it is done (D2, D3).

Counted here, shown in the window, then done: the fingerprint of the window says whether the
figures are still the same.
"""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class ThrowFacts:
    """What leaves the shop with these photos.

    `products` leave `baskets`; `customers` are registered and see none of the job's pictures then.
    """

    photos: int = 0
    original_bytes: int = 0
    products: int = 0
    baskets: int = 0
    customers: int = 0

    @property
    def fingerprint(self) -> str:
        """What the window posts back: other facts give another (S5)."""
        return _fingerprint(self)


@dataclass(frozen=True)
class JobDeletionFacts:
    """What goes with a job, and the `orders` that stay for bookkeeping.

    Photos and bytes are with those in the trash; `in_trash` are the photos that lie there.
    """

    albums: int = 0
    photos: int = 0
    original_bytes: int = 0
    people: int = 0
    codes: int = 0
    customers: int = 0
    messages: int = 0
    orders: int = 0
    in_trash: int = 0

    @property
    def fingerprint(self) -> str:
        """What the window posts back."""
        return _fingerprint(self)


@dataclass(frozen=True)
class EmptyFacts:
    """What emptying the trash deletes, for good: pieces of trash, their photos and bytes."""

    pieces: int = 0
    photos: int = 0
    original_bytes: int = 0

    @property
    def fingerprint(self) -> str:
        """What the window posts back."""
        return _fingerprint(self)


def free_name(name: str, taken: frozenset[str], *, longest: int) -> str:
    """The name of a restored album, or 'Class 1a (2)' where another album has it meanwhile.

    `taken`: the names of the job's other albums in lower case.
    """
    found, number = name, 1
    while found.lower() in taken:
        number += 1
        suffix = f" ({number})"
        found = name[: longest - len(suffix)] + suffix
    return found


def _fingerprint(facts: object) -> str:
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:32]
