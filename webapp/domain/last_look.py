"""The last look before an attempt: is the message still true, and is this the time for it (C6)?"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from webapp.domain.ledger import Gone, State
from webapp.domain.notifications import Trigger
from webapp.domain.sending_hours import is_quiet
from webapp.domain.status import Standing

_KEEPS_QUIET = ("notification", "digest", "retention")


class Now(StrEnum):
    """What to do with the message at this moment."""

    SEND = "send"
    WAIT = "wait"
    CANCEL = "cancel"
    GIVE_UP = "give-up"


@dataclass(frozen=True)
class Ledger:
    """What stands behind a notification: its row of the ledger, its job and its customer.

    `is_of_profile`: it comes from a notification of the job's present profile; `is_of_date`: of the
    present archiving date, if of any; `has_lost_photos`: the studio deleted all that the customer
    could see; `is_meant`: group, condition and channel still mean them; `has_basket`: the basket it
    speaks of, if of any, is still pending.
    """

    state: State
    trigger: Trigger
    standing: Standing
    has_profile: bool
    is_unsubscribed: bool
    is_refused: bool
    is_of_profile: bool = True
    is_of_date: bool = True
    has_lost_photos: bool = False
    is_meant: bool = True
    has_basket: bool = True


@dataclass(frozen=True)
class Decision:
    """What to do, and why a message is not sent any more."""

    do: Now
    why: Gone | None = None


def keeps_quiet_hours(kind: str) -> bool:
    """Whether such a message waits for the morning; who waits for an answer is not kept (C8)."""
    return kind in _KEEPS_QUIET


def decide(
    kind: str, ledger: Ledger | None, *, zone: str, expires_at: datetime, now: datetime
) -> Decision:
    """Look again at a message that is about to be sent (C6, C8, C9); `ledger` of notifications."""
    if kind == "notification":
        why = _gone(ledger, expires_at, now)
        if why is not None or ledger is None or ledger.state is not State.SENDING:
            return Decision(Now.CANCEL, why)
    elif expires_at <= now:
        return Decision(Now.GIVE_UP)
    if keeps_quiet_hours(kind) and is_quiet(now, zone):
        return Decision(Now.WAIT)
    return Decision(Now.SEND)


def _gone(ledger: Ledger | None, expires_at: datetime, now: datetime) -> Gone | None:
    if ledger is None:
        return None
    facts = (
        (ledger.is_unsubscribed, Gone.UNSUBSCRIBED),
        (ledger.is_refused, Gone.UNREACHABLE),
        (not ledger.has_profile, Gone.NO_PROFILE),
        (not ledger.is_of_profile, Gone.PROFILE_CHANGED),
        (not ledger.is_of_date, Gone.DATE_MOVED),
        (ledger.has_lost_photos, Gone.NO_PHOTOS),
        (not (ledger.is_meant and ledger.has_basket), Gone.OTHER_GROUP),
        (expires_at <= now, Gone.LATE),
    )
    moved = _gone_with_the_job(ledger.trigger, ledger.standing)
    return moved or next((why for is_so, why in facts if is_so), None)


def _gone_with_the_job(trigger: Trigger, standing: Standing) -> Gone | None:
    if trigger in (Trigger.ARCHIVED, Trigger.AFTER_ARCHIVING):
        return None if standing is Standing.ARCHIVED else Gone.ON_SALE_AGAIN
    if standing.is_greyed_out:
        return Gone.ARCHIVED
    if standing.is_almost_ready and trigger is not Trigger.REGISTERED:
        return Gone.PAUSED
    return None
