"""What became of one message to one customer, or becomes of it: ledger, outbox and plan (H1)."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from webapp.domain.explaining import Reason, worth_knowing
from webapp.domain.explaining_messages import MessageWhy
from webapp.domain.last_look import Decision, Now
from webapp.domain.ledger import Entry, Gone, State
from webapp.domain.messages import Owed
from webapp.domain.sending_hours import allowed_from, is_quiet


class Verdict(StrEnum):
    """Whether they got it."""

    GOT = "got"
    PERHAPS = "perhaps"
    ON_ITS_WAY = "on-its-way"
    WILL = "will"
    FAILED = "failed"
    NOT_YET = "not-yet"
    NOT = "not"


class LedgerWhy(StrEnum):
    """What ledger and outbox know about a message; the last ones decide nothing."""

    BY_HAND = "by-hand"
    CANCELLED = "cancelled"
    NO_LONGER_TRUE = "no-longer-true"
    REFUSED_BY_SERVER = "refused-by-server"
    CANNOT_BE_WRITTEN = "cannot-be-written"
    ANSWER_LOST = "answer-lost"
    DUE_LATER = "due-later"
    QUIET = "quiet"
    HELD = "held"
    CLOCK_HELD = "clock-held"
    RETRYING = "retrying"
    NOT_PLANNED_YET = "not-planned-yet"
    WAS_CANCELLED = "was-cancelled"


@dataclass(frozen=True)
class OutboxFacts:
    """How the written message fares: attempts, the last answer, and the look before the next one.

    `held_since`: the whole outbox is held, because this installation is a copy;
    `clock_held_since`: what is written to many waits, because the clock has jumped.
    """

    attempts: int = 0
    is_written: bool = False
    reply: str = ""
    decision: Decision | None = None
    held_since: datetime | None = None
    clock_held_since: datetime | None = None


@dataclass(frozen=True)
class MessageFacts:
    """One message as planning and ledger see it. `owed`: planning wants it; `queued`: and the
    ledger will say so; `reasons`: why the notification is not owed."""

    zone: str
    entry: Entry | None = None
    owed: Owed | None = None
    queued: bool = False
    reasons: tuple[Reason, ...] = ()
    outbox: OutboxFacts = OutboxFacts()


@dataclass(frozen=True)
class Told:
    """The answer: whether they got it, when (aware UTC; None: never), and why."""

    verdict: Verdict
    at: datetime | None
    reasons: tuple[Reason, ...] = ()


def explain_message(facts: MessageFacts, *, now: datetime) -> Told:
    """Whether the customer got the message, gets it, or why not."""
    entry = facts.entry
    state = entry.state if entry else None
    if entry is not None and state in (State.SENT, State.UNKNOWN):
        return _sent(entry)
    if entry is not None and state is State.SENDING:
        return _on_its_way(entry, facts, now=now)
    if facts.queued and facts.owed is not None:
        return Told(Verdict.WILL, facts.owed.due_at, _waiting(facts, facts.owed.due_at, now=now))
    if entry is not None and state is State.FAILED:
        return Told(Verdict.FAILED, entry.changed_at, (_failed(entry, facts), *_noted(facts)))
    reasons = _never(facts)
    return Told(Verdict.NOT_YET if _may_come(reasons) else Verdict.NOT, None, reasons)


def _may_come(reasons: tuple[Reason, ...]) -> bool:
    """Whether nothing keeps it back but that what sets it off has not happened yet."""
    return all(reason.why in _NOT_HAPPENED for reason in reasons if reason.decides)


def _sent(entry: Entry) -> Told:
    if entry.state is State.SENT:
        return Told(Verdict.GOT, entry.changed_at)
    lost = Reason(LedgerWhy.ANSWER_LOST, entry.changed_at)
    return Told(Verdict.PERHAPS, entry.changed_at, (lost,))


def _on_its_way(entry: Entry, facts: MessageFacts, *, now: datetime) -> Told:
    decision = facts.outbox.decision
    if decision is not None and decision.do is Now.CANCEL and decision.why is not None:
        untrue = Reason(LedgerWhy.NO_LONGER_TRUE, name=decision.why, alone=True)
        return Told(Verdict.NOT, None, (*facts.reasons, untrue))
    return Told(Verdict.ON_ITS_WAY, entry.due_at, _waiting(facts, entry.due_at, now=now))


def _waiting(facts: MessageFacts, due: datetime, *, now: datetime) -> tuple[Reason, ...]:
    """Why it has not gone out yet, the outbox first."""
    found, outbox = [], facts.outbox
    if outbox.held_since is not None:
        found.append(worth_knowing(LedgerWhy.HELD, at=outbox.held_since))
    if outbox.clock_held_since is not None:
        found.append(worth_knowing(LedgerWhy.CLOCK_HELD, at=outbox.clock_held_since))
    if outbox.attempts:
        found.append(worth_knowing(LedgerWhy.RETRYING, number=outbox.attempts, name=outbox.reply))
    if due > now:
        found.append(worth_knowing(LedgerWhy.DUE_LATER, at=due))
    elif is_quiet(now, facts.zone):
        found.append(worth_knowing(LedgerWhy.QUIET, at=allowed_from(now, facts.zone)))
    elif facts.entry is None or facts.entry.state not in (State.PLANNED, State.SENDING):
        found.append(worth_knowing(LedgerWhy.NOT_PLANNED_YET))
    return tuple(found)


def _failed(entry: Entry, facts: MessageFacts) -> Reason:
    if not facts.outbox.is_written:
        return Reason(LedgerWhy.CANNOT_BE_WRITTEN, entry.changed_at)
    return Reason(
        LedgerWhy.REFUSED_BY_SERVER,
        entry.changed_at,
        number=facts.outbox.attempts,
        name=facts.outbox.reply,
    )


def _noted(facts: MessageFacts) -> tuple[Reason, ...]:
    """What would keep it from being sent again: decides nothing where it was tried."""
    return tuple(worth_knowing(each.why, at=each.at) for each in facts.reasons)


def _never(facts: MessageFacts) -> tuple[Reason, ...]:
    entry = facts.entry
    if entry is None or entry.state is not State.CANCELLED:
        return facts.reasons or (Reason(LedgerWhy.CANCELLED, name=Gone.PROFILE_CHANGED),)
    if entry.reason == Gone.BY_HAND:
        by_hand = Reason(LedgerWhy.BY_HAND, entry.changed_at, alone=True)
        return (by_hand, *facts.reasons)
    if any(_may_have_been_it(each, entry) for each in facts.reasons):
        was = worth_knowing(LedgerWhy.WAS_CANCELLED, at=entry.changed_at, name=entry.reason)
        return (*facts.reasons, was)
    later = [replace(each, decides=False, alone=False) for each in facts.reasons]
    return (Reason(LedgerWhy.CANCELLED, entry.changed_at, name=entry.reason), *later)


_NOT_HAPPENED = (MessageWhy.PLANNED, MessageWhy.NOT_ARCHIVED, MessageWhy.NO_BASKET)


def _may_have_been_it(reason: Reason, entry: Entry) -> bool:
    """Whether this reason of today is the recorded one: it says the same, and is not younger."""
    is_younger = reason.at and entry.changed_at and reason.at > entry.changed_at
    return reason.why in _SAME.get(entry.reason, ()) and not is_younger


_REACH = (
    MessageWhy.FORGOTTEN,
    MessageWhy.UNSUBSCRIBED,
    MessageWhy.NO_CONSENT,
    MessageWhy.NO_ADDRESS,
    MessageWhy.REFUSED,
    MessageWhy.UNCONFIRMED,
)
_SAME: dict[str, tuple[MessageWhy, ...]] = {
    Gone.ARCHIVED: (MessageWhy.ARCHIVED, MessageWhy.STOPPED),
    Gone.PAUSED: (MessageWhy.PAUSED, MessageWhy.PLANNED),
    Gone.ON_SALE_AGAIN: (MessageWhy.NOT_ARCHIVED,),
    Gone.NO_PROFILE: (MessageWhy.NO_PROFILE,),
    Gone.PROFILE_CHANGED: (MessageWhy.BEFORE_PROFILE,),
    Gone.DATE_MOVED: (MessageWhy.NO_DATE,),
    Gone.UNREACHABLE: _REACH,
    Gone.UNSUBSCRIBED: _REACH,
    Gone.FORGOTTEN: _REACH,
    Gone.OTHER_GROUP: (
        MessageWhy.HAS_BOUGHT,
        MessageWhy.NOT_BOUGHT,
        MessageWhy.SEES_NO_PHOTOS,
        MessageWhy.SEES_PHOTOS,
    ),
    Gone.NO_PHOTOS: (MessageWhy.PHOTOS_DELETED,),
    Gone.LATE: (MessageWhy.TOO_LATE,),
}
