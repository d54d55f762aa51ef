"""How an order stands (open, paid, delivered, cancelled), and which marks it takes (A9).

Paying and delivering are marked apart: a bank transfer may come after the parcel. Archiving and
putting on sale again change nothing here.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class OrderState(StrEnum):
    """Where an order stands; it follows from the moments of its marks, and is kept with them."""

    OPEN = "open"
    PAID = "paid"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"

    @property
    def counts(self) -> bool:
        """Whether it is part of the revenue: everything but cancelled ones."""
        return self is not OrderState.CANCELLED

    @property
    def needs_pictures(self) -> bool:
        """Whether its pictures can't be deleted yet: it is still to be delivered (D4)."""
        return self in (OrderState.OPEN, OrderState.PAID)


class Mark(StrEnum):
    """What somebody of the studio may say of an order; the second of each pair takes it back."""

    PAID = "paid"
    NOT_PAID = "not-paid"
    DELIVERED = "delivered"
    NOT_DELIVERED = "not-delivered"
    CANCELLED = "cancelled"
    REOPENED = "reopened"


class Refusal(StrEnum):
    """Why an order does not take a mark."""

    IS_PAID = "is-paid"
    IS_NOT_PAID = "is-not-paid"
    IS_DELIVERED = "is-delivered"
    IS_NOT_DELIVERED = "is-not-delivered"
    IS_CANCELLED = "is-cancelled"
    IS_NOT_CANCELLED = "is-not-cancelled"
    HAS_NO_PICTURES = "has-no-pictures"


@dataclass(frozen=True)
class Moments:
    """When an order was marked (aware UTC), None: it was not."""

    paid_at: datetime | None = None
    delivered_at: datetime | None = None
    cancelled_at: datetime | None = None

    @property
    def state(self) -> OrderState:
        """Where it stands."""
        return state_of(
            paid_at=self.paid_at, delivered_at=self.delivered_at, cancelled_at=self.cancelled_at
        )

    @property
    def is_delivered_unpaid(self) -> bool:
        """Whether the parcel is out and the money is not in."""
        return self.state is OrderState.DELIVERED and self.paid_at is None


class IllegalMarkError(Exception):
    """A mark that an order does not take; carries the order's state, the mark and the reason."""

    def __init__(self, state: OrderState, mark: Mark, reason: Refusal) -> None:
        super().__init__(f"an order that {reason} ({state}) takes no mark {mark}")
        self.state = state
        self.mark = mark
        self.reason = reason


def state_of(
    *, paid_at: datetime | None, delivered_at: datetime | None, cancelled_at: datetime | None
) -> OrderState:
    """Where an order with these moments stands: cancelled before delivered before paid."""
    if cancelled_at is not None:
        return OrderState.CANCELLED
    if delivered_at is not None:
        return OrderState.DELIVERED
    return OrderState.OPEN if paid_at is None else OrderState.PAID


def refusal(moments: Moments, mark: Mark) -> Refusal | None:
    """Why the order does not take the mark; None: it does.

    A cancelled order takes none but 'reopened'. A delivered one can't be cancelled: whoever got
    it back takes 'delivered' back first. A paid one can, and keeps when it was paid.
    """
    if mark is Mark.REOPENED:
        return None if moments.cancelled_at else Refusal.IS_NOT_CANCELLED
    if moments.cancelled_at:
        return Refusal.IS_CANCELLED
    return _REFUSALS[mark][bool(_moment(moments, mark))]


def marked(moments: Moments, mark: Mark, *, now: datetime) -> Moments:
    """The moments after the mark; IllegalMarkError when it takes none."""
    reason = refusal(moments, mark)
    if reason is not None:
        raise IllegalMarkError(moments.state, mark, reason)
    field, is_set = _FIELDS[mark]
    return replace(moments, **{field: now if is_set else None})


def legal_marks(moments: Moments) -> tuple[Mark, ...]:
    """The marks that the order takes now, in the order in which they are offered."""
    return tuple(mark for mark in Mark if refusal(moments, mark) is None)


@dataclass(frozen=True)
class Marked:
    """An order that somebody chose to be marked.

    `awaits_files`: its customer bought files, and is told by mail once it is paid (A9).
    `is_without_pictures`: none of those that it needs is kept; it can't be delivered (D2, D3).
    """

    order_id: str
    number: int
    moments: Moments
    awaits_files: bool = False
    is_without_pictures: bool = False


@dataclass(frozen=True)
class Refused:
    """A chosen order that stays as it is, and why."""

    order: Marked
    reason: Refusal


@dataclass(frozen=True)
class MarkPlan:
    """What a mark does to the chosen orders: shown before, applied after, by the same function."""

    mark: Mark
    changing: tuple[Marked, ...]
    staying: tuple[Refused, ...]

    @property
    def fingerprint(self) -> str:
        """What the window posts back: the same orders, standing as they stood."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:32]

    @property
    def told(self) -> tuple[Marked, ...]:
        """The orders whose customers are told by mail that their files are ready."""
        if self.mark is not Mark.PAID:
            return ()
        return tuple(order for order in self.changing if order.awaits_files)

    @property
    def paid(self) -> tuple[Marked, ...]:
        """Those that change though they are paid: cancelled, their money has to go back."""
        return tuple(order for order in self.changing if order.moments.paid_at)


def plan_marks(orders: Iterable[Marked], mark: Mark) -> MarkPlan:
    """Which of these orders take the mark, and why the others do not."""
    changing, staying = [], []
    for order in orders:
        reason = refusal(order.moments, mark)
        if reason is None and order.is_without_pictures and mark in _TO_DELIVER_AGAIN:
            reason = Refusal.HAS_NO_PICTURES
        if reason is None:
            changing.append(order)
        else:
            staying.append(Refused(order, reason))
    return MarkPlan(mark, tuple(changing), tuple(staying))


_TO_DELIVER_AGAIN = (Mark.NOT_DELIVERED, Mark.REOPENED)
_FIELDS = {
    Mark.PAID: ("paid_at", True),
    Mark.NOT_PAID: ("paid_at", False),
    Mark.DELIVERED: ("delivered_at", True),
    Mark.NOT_DELIVERED: ("delivered_at", False),
    Mark.CANCELLED: ("cancelled_at", True),
    Mark.REOPENED: ("cancelled_at", False),
}
# Whether it was marked so (or, for cancelling, delivered) before → why not, if not.
_REFUSALS: dict[Mark, dict[bool, Refusal | None]] = {
    Mark.PAID: {True: Refusal.IS_PAID, False: None},
    Mark.NOT_PAID: {True: None, False: Refusal.IS_NOT_PAID},
    Mark.DELIVERED: {True: Refusal.IS_DELIVERED, False: None},
    Mark.NOT_DELIVERED: {True: None, False: Refusal.IS_NOT_DELIVERED},
    Mark.CANCELLED: {True: Refusal.IS_DELIVERED, False: None},
}


def _moment(moments: Moments, mark: Mark) -> datetime | None:
    """The moment on which the mark depends."""
    is_of_payment = mark in (Mark.PAID, Mark.NOT_PAID)
    return moments.paid_at if is_of_payment else moments.delivered_at
