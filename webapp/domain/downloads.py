"""Which files of an order can be fetched, and until when (A9)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from webapp.domain.archiving import first_instant, local_day

FILES_LAST = timedelta(days=42)
"""From placing the order, or from renewing; a length of time, so no day of it is short or long."""
LEAST_AFTER_PAYMENT = timedelta(days=14)
"""Whoever pays with less of it left has the files for all of FILES_LAST from the payment on."""


@dataclass(frozen=True)
class OrderFacts:
    """What decides it; instants are aware UTC. `downloads_until` None: no file was bought."""

    paid_at: datetime | None
    cancelled_at: datetime | None
    downloads_until: datetime | None


@dataclass(frozen=True)
class NotPaid:
    """Files were bought and are there once the order is paid; `until` is running already.

    It may have passed: paying then begins it anew (`until_once_paid`).
    """

    until: datetime


@dataclass(frozen=True)
class Open:
    """The files can be fetched, up to and without this instant."""

    until: datetime

    def last_day(self, zone: str) -> date:
        """The last local day that is open to its very end: never later than `until`."""
        day = local_day(self.until, zone)
        whole = first_instant(day + timedelta(days=1), zone) <= self.until
        return day if whole else day - timedelta(days=1)


@dataclass(frozen=True)
class Expired:
    """The files can't be fetched since this instant; the studio can renew them."""

    since: datetime


@dataclass(frozen=True)
class Cancelled:
    """The order was cancelled, and its files went with it."""


Downloads = NotPaid | Open | Expired | Cancelled | None


def downloads_of(order: OrderFacts, *, now: datetime) -> Downloads:
    """What the customer may fetch at `now`; None: no file was bought (A9).

    Neither the job's status nor the code is asked: bought files outlive both, and the order's
    unguessable address is the key to them.
    """
    if order.downloads_until is None:
        return None
    if order.cancelled_at is not None:
        return Cancelled()
    if order.paid_at is None:
        return NotPaid(order.downloads_until)
    is_open = now < order.downloads_until
    return Open(order.downloads_until) if is_open else Expired(order.downloads_until)


def until_once_paid(until: datetime, *, paid_at: datetime) -> datetime:
    """Until when the files can be fetched once the order is marked paid at `paid_at` (A9).

    `until` as it was; when fewer than 14 days of it are left, or none: 42 days from the payment.
    """
    return until if until - paid_at >= LEAST_AFTER_PAYMENT else paid_at + FILES_LAST


def can_be_renewed(downloads: Downloads) -> bool:
    """Whether the studio may give the files another 42 days (A9)."""
    return downloads is not None and not isinstance(downloads, Cancelled)
