"""How an order is paid: by bank transfer or on collection, and made for a payment provider later.

A way of paying says whether what is printed is posted, and what comes next for who has ordered. A
provider would be one more class whose `next_step` is a Redirect to its own page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

TRANSFER = "invoice"
COLLECTION = "collection"


@dataclass(frozen=True)
class Instructions:
    """The customer pays by what they read: the studio's own words, and what to write as reference.

    `reference` is '' where none is needed.
    """

    words: str
    reference: str = ""


@dataclass(frozen=True)
class Redirect:
    """The customer pays on another page, which a payment provider has made for this order."""

    url: str


class Method(Protocol):
    """A way of paying. `key` is what an order keeps of it (at most 20 characters)."""

    @property
    def key(self) -> str:
        """The word that is stored with the order and sent by the form."""

    @property
    def is_posted(self) -> bool:
        """Whether what is printed is posted: that needs an address, and costs the parcel."""

    def next_step(self, number: int, total: int) -> Instructions | Redirect:
        """What comes after an order of this number is placed; `total` in minor units."""


@dataclass(frozen=True)
class BankTransfer:
    """By bank transfer; the order's number is the reference. `details`: the account, in words."""

    details: str
    key: str = TRANSFER
    is_posted: bool = True

    def next_step(self, number: int, total: int) -> Instructions:
        """Transfer the amount to the account, with the number of the order."""
        return Instructions(self.details, str(number))


@dataclass(frozen=True)
class OnCollection:
    """Where the prints are collected: nothing is posted. `words`: where and when."""

    words: str
    key: str = COLLECTION
    is_posted: bool = False

    def next_step(self, number: int, total: int) -> Instructions:
        """Come and pay there."""
        return Instructions(self.words)


def ways_to_pay(
    transfer: BankTransfer | None, collection: OnCollection | None, *, is_printed: bool
) -> tuple[Method, ...]:
    """What a customer chooses from, the usual one first; never nothing.

    Files alone are not collected, unless that is the only way there is.
    """
    if transfer is None:
        return (collection or BankTransfer(""),)
    if collection is None or not is_printed:
        return (transfer,)
    return (transfer, collection)


def chosen(offered: Sequence[Method], key: str) -> Method | None:
    """The way of paying that was chosen; None: it is not offered."""
    return next((method for method in offered if method.key == key), None)


def needs_address(method: Method, *, is_printed: bool) -> bool:
    """Whether an order has to say where it goes: something printed is posted."""
    return method.is_posted and is_printed
