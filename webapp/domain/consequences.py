"""What a save brings about, each as one counted fact for the confirmation window (S5).

`asks` tells whether the fact alone is reason enough to open the window.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Consequence:
    """One row of the confirmation window."""

    @property
    def asks(self) -> bool:
        """Whether this fact alone opens the window."""
        return True


@dataclass(frozen=True)
class ProfileRemoved(Consequence):
    """Archived for more than 14 days: the profile goes (R3). Whole local days."""

    name: str
    days_archived: int
    archived_on: date


@dataclass(frozen=True)
class AvailabilityMessages(Consequence):
    """Who was told that photos are there, and who will be; `owed` is 0 without a profile (R4).

    `others_told`: somebody else is written to all the same.
    """

    already: int
    owed: int
    since: int
    others_told: bool = False

    @property
    def asks(self) -> bool:
        """People will be written to."""
        return self.owed > 0


@dataclass(frozen=True)
class ProductsReturn(Consequence):
    """Products that come back into pending baskets (R5)."""

    products: int
    baskets: int


@dataclass(frozen=True)
class MoreTimeGranted(Consequence):
    """Who asked for more time and is told that the job is on sale again, and until when (H3)."""

    people: int


@dataclass(frozen=True)
class ProductsLeave(Consequence):
    """Products that leave pending baskets (A8)."""

    products: int
    baskets: int


@dataclass(frozen=True)
class ProductsNotSold(Consequence):
    """Products in pending baskets that are on the old price list: not to be ordered any more."""

    products: int
    baskets: int


@dataclass(frozen=True)
class AccessEnds(Consequence):
    """Everybody who no longer sees the pictures, for good or until it is on sale again (S1)."""

    viewers: int
    archived: bool


@dataclass(frozen=True)
class MessagesCancelled(Consequence):
    """Planned messages that are no longer true and will not be sent (A8)."""

    messages: int


@dataclass(frozen=True)
class ArchivedMessages(Consequence):
    """Customers who will be told that the job is archived (A8)."""

    customers: int


@dataclass(frozen=True)
class LeavesAtOnce(Consequence):
    """The stop lies in the past although the job is Selling: it leaves the shop at once (A5)."""

    archiving_date: date


@dataclass(frozen=True)
class GoesOnSale(Consequence):
    """What customers can see and order from now on; `codes` None: the job needs none (S1).

    `hidden` photos are assigned to nobody yet in a job with one code per person.
    """

    photos: int
    hidden: int
    codes: int | None
    again: bool

    @property
    def asks(self) -> bool:
        """Putting on sale again always asks (R1)."""
        return self.again


@dataclass(frozen=True)
class OrdersStay(Consequence):
    """Placed orders stay payable and deliverable (A9)."""

    orders: int

    @property
    def asks(self) -> bool:
        """What stays as it is opens no window."""
        return False
