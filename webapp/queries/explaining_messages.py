"""Collects what became of the messages to one customer, by the functions that plan them (H1)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from webapp.domain.explaining import Reason
from webapp.domain.explaining_ledger import MessageFacts, OutboxFacts, Told, explain_message
from webapp.domain.explaining_messages import ReachFacts, present_keys, why_not
from webapp.domain.last_look import Decision, Now, decide
from webapp.domain.ledger import Entry, State, compare
from webapp.domain.messages import JobState, Key, Owed, Recipient, plan_messages
from webapp.domain.notifications import Channel, Rule
from webapp.models.base import db
from webapp.models.customer import Customer, Registration
from webapp.models.job import Job
from webapp.models.message import Message, Notification
from webapp.queries.clock_hold import clock_hold
from webapp.queries.last_look import ledgers
from webapp.queries.message_facts import entries_of, recipients_of, rule_of, state_of
from webapp.queries.message_rows import MessageRow, rows_of
from webapp.queries.outbox import outbox_held


@dataclass(frozen=True)
class MessageAnswer:
    """One message: its id in addresses (of the ledger, else of the notification) and its answer.

    `row` None: the ledger knows nothing of it; `notification` None: it is of no profile any more;
    `key` None: nothing has set the notification off.
    """

    id: str
    key: Key | None
    notification: Notification | None
    row: MessageRow | None
    told: Told
    is_of_the_past: bool = False


@dataclass(frozen=True)
class CustomerMessages:
    """All messages of a job to a customer, and what decides about them."""

    who: Recipient
    reach: dict[Channel, ReachFacts]
    answers: tuple[MessageAnswer, ...]


def customer_messages(job: Job, customer: Customer, *, now: datetime) -> CustomerMessages | None:
    """Every notification of the job's profile, and every row of the ledger; None: not registered.

    Rows are planned here as the planner would: what is queued by it is what the answer says.
    """
    found = recipients_of(db.session(), job.id, customer_id=customer.id)
    if not found:
        return None
    who, reach = found[0], _reach(job, customer)
    notifications = _notifications(job)
    state = state_of(job)
    entries = entries_of(db.session(), job.id, customer_id=customer.id)
    owed = plan_messages(state, [rule_of(each) for each in notifications], [who], now=now)
    rows = rows_of(ledger=[each.id for each in entries])
    again = {each.key for _id, each in compare(owed, entries).again}
    asked = _Asked(state, who, reach, owed, again, entries, rows, _holds(), now)
    answers = [*_of_profile(asked, notifications), *_of_ledger(asked, notifications)]
    return CustomerMessages(who, reach, tuple(answers))


@dataclass(frozen=True)
class _Asked:
    """What all answers of a customer are made of; `again`: what the ledger will plan once more."""

    state: JobState
    who: Recipient
    reach: dict[Channel, ReachFacts]
    owed: Mapping[Key, Owed]
    again: set[Key]
    entries: Sequence[Entry]
    rows: Mapping[str, MessageRow]
    holds: OutboxFacts
    now: datetime

    def entry(self, key: Key) -> Entry | None:
        """The row of the ledger with this key."""
        return next((each for each in self.entries if each.key == key), None)

    def is_queued(self, key: Key) -> bool:
        """Whether the ledger will say that it is planned, once it follows (C5, C6)."""
        entry = self.entry(key)
        if entry is None or entry.state is State.PLANNED:
            return key in self.owed
        return key in self.again

    def why_not(self, rule: Rule) -> tuple[Reason, ...]:
        """Why a notification is not owed."""
        reach = self.reach[rule.channel]
        return why_not(self.state, rule, self.who, reach, now=self.now)


def _of_profile(asked: _Asked, notifications: Sequence[Notification]) -> Iterator[MessageAnswer]:
    """What each notification says now: one message, or one for each basket, or none at all."""
    for notification in notifications:
        rule = rule_of(notification)
        reasons = asked.why_not(rule)
        keys = present_keys(asked.state, rule, asked.who, now=asked.now)
        for key in keys or (None,):
            yield _answer(asked, notification, key, reasons)


def _of_ledger(asked: _Asked, notifications: Sequence[Notification]) -> Iterator[MessageAnswer]:
    """What else the ledger has: earlier dates and occasions, earlier profiles."""
    by_id = {each.id: each for each in notifications}
    present = {
        key
        for each in notifications
        for key in present_keys(asked.state, rule_of(each), asked.who, now=asked.now)
    }
    for entry in sorted(asked.entries, key=lambda each: each.due_at, reverse=True):
        if entry.key not in present:
            found = _answer(asked, by_id.get(entry.rule_id or ""), entry.key, ())
            yield replace(found, is_of_the_past=True)


def _answer(
    asked: _Asked,
    notification: Notification | None,
    key: Key | None,
    reasons: tuple[Reason, ...],
) -> MessageAnswer:
    entry = asked.entry(key) if key else None
    row = asked.rows.get(entry.id) if entry else None
    owed = asked.owed.get(key) if key else None
    facts = MessageFacts(
        zone=asked.state.zone,
        entry=entry,
        owed=owed,
        queued=key is not None and asked.is_queued(key),
        reasons=reasons if owed is None else (),
        outbox=_outbox(asked, row),
    )
    told = explain_message(facts, now=asked.now)
    name = entry.id if entry else (notification.id if notification else "")
    return MessageAnswer(name, key, notification, row, told)


def _outbox(asked: _Asked, row: MessageRow | None) -> OutboxFacts:
    written = row.outgoing if row else None
    if row is None or row.message is None or written is None:
        return asked.holds
    zone, now = asked.state.zone, asked.now
    return replace(
        asked.holds,
        attempts=written.attempts,
        is_written=True,
        reply=written.reply,
        decision=_decision(row.message, written.expires_at, zone=zone, now=now),
    )


def _holds() -> OutboxFacts:
    """What holds up everything that is written to many."""
    held, clock = outbox_held(), clock_hold()
    return OutboxFacts(
        held_since=held.at if held else None, clock_held_since=clock.held_at if clock else None
    )


def _decision(message: Message, expires_at: datetime, *, zone: str, now: datetime) -> Decision:
    """What the last look before an attempt would say at this moment (C6)."""
    if message.state != State.SENDING:
        return Decision(Now.WAIT)
    ledger = ledgers([message.id], now=now).get(message.id)
    return decide("notification", ledger, zone=zone, expires_at=expires_at, now=now)


def _notifications(job: Job) -> Sequence[Notification]:
    return db.session.scalars(
        select(Notification)
        .where(Notification.profile_id == job.communication_profile_id)
        .order_by(Notification.position, Notification.id)
    ).all()


def _reach(job: Job, customer: Customer) -> dict[Channel, ReachFacts]:
    """What is stored of the customer's addresses and consent, by channel."""
    consented_at = db.session.scalar(
        select(Registration.consented_at).where(
            Registration.job_id == job.id, Registration.customer_id == customer.id
        )
    )
    found = {}
    for channel in Channel:
        is_mail = channel is Channel.EMAIL
        address = customer.email if is_mail else customer.phone
        found[channel] = ReachFacts(
            has_address=address is not None,
            confirmed_at=customer.email_confirmed_at if is_mail else customer.phone_confirmed_at,
            refused_at=customer.email_refused_at if is_mail else None,
            unsubscribed_at=customer.unsubscribed_at,
            consented_at=consented_at,
            forgotten_at=customer.forgotten_at,
        )
    return found
