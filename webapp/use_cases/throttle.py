"""Slowing down whoever guesses passwords or codes, or fills the shop by the dozen.

Counted per network address, in the database: as a failure before the attempt is looked at, taken
back when it succeeds. A hundred guesses at the same moment get no further than ten. Instants are
the machine's own.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp.domain.throttling import FREE_FAILURES, LONGEST_DELAY, WINDOW, Failures
from webapp.models.base import transaction
from webapp.models.operation import FailedAttempt

_IPV6_SITE = 64
_LONGEST_ADDRESS = 64


class TooManyAttempts(Exception):
    """This network address has tried too often; carries the seconds to wait."""

    def __init__(self, wait_seconds: int) -> None:
        super().__init__(f"wait {wait_seconds} seconds")
        self.wait_seconds = wait_seconds


@dataclass(frozen=True)
class Attempt:
    """One attempt, counted; `wait_seconds` above 0 means: refused unseen, try again after them."""

    key: str
    wait_seconds: int
    at: datetime
    before: datetime


def slow_down(purpose: str, address: str | None, *, free: int, now: datetime) -> None:
    """Count what anybody may do: so often in a quarter of an hour. Raises TooManyAttempts."""
    attempt = take_attempt(purpose, address, free=free, now=now)
    if attempt.wait_seconds:
        raise TooManyAttempts(attempt.wait_seconds)


def take_attempt(
    purpose: str,
    address: str | None,
    *,
    free: int = FREE_FAILURES,
    window: timedelta = WINDOW,
    longest: timedelta = LONGEST_DELAY,
    now: datetime,
) -> Attempt:
    """Count an attempt for this purpose ('sign-in', 'code') from this address as a failure.

    Where it is one account that is guessed at, its id stands in place of the address.
    """
    key = f"{purpose} {network_of(address)}"
    with transaction() as session:
        row = _locked(session, key, now)
        failures = Failures(row.failures, row.first_at, row.last_at, free, window, longest)
        wait = failures.wait(now).total_seconds()
        if wait:
            return Attempt(key, ceil(wait), now, row.last_at)
        counted = failures.one_more(now)
        row.failures, row.first_at, row.last_at = counted.number, counted.first_at, now
        return Attempt(key, 0, now, failures.last_at)


def forgive_attempt(session: Session, attempt: Attempt) -> None:
    """Take back a counted attempt: it succeeded. Part of the transaction of what it opened."""
    row = session.get(FailedAttempt, attempt.key, with_for_update=True)
    if row is None or attempt.wait_seconds:
        return
    row.failures = max(row.failures - 1, 0)
    if row.last_at == attempt.at:
        row.last_at = attempt.before


def forgive_all(session: Session, attempt: Attempt) -> None:
    """Forget every attempt counted with this one: whoever it is has proven themselves."""
    row = session.get(FailedAttempt, attempt.key, with_for_update=True)
    if row is not None:
        row.failures = 0


def network_of(address: str | None) -> str:
    """Whom an address stands for: an IPv4 address, or the /64 network of an IPv6 address."""
    try:
        ip = ip_address(address or "")
    except ValueError:
        return (address or "unknown")[:_LONGEST_ADDRESS]
    if not isinstance(ip, IPv6Address):
        return str(ip)
    if ip.ipv4_mapped:
        return str(ip.ipv4_mapped)
    return str(ip_network((ip.packed, _IPV6_SITE), strict=False))


def _locked(session: Session, key: str, now: datetime) -> FailedAttempt:
    """The row of this key under its lock, made if there is none, also when two make it at once."""
    row = session.get(FailedAttempt, key, with_for_update=True)
    if row is not None:
        return row
    try:
        with session.begin_nested():
            row = FailedAttempt(key=key, failures=0, first_at=now, last_at=now)
            session.add(row)
    except IntegrityError:
        return session.get_one(FailedAttempt, key, with_for_update=True, populate_existing=True)
    return row
