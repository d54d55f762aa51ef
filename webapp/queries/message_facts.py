"""What planning the messages of a job asks: its state, rules, customers and ledger (C6)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.domain.archiving import ArchivePlan
from webapp.domain.ledger import Changes, Entry, State, compare, reasons
from webapp.domain.messages import JobState, Key, LeftBasket, Owed, Recipient, plan_messages
from webapp.domain.notifications import Channel, Condition, Group, Rule, Trigger, Window
from webapp.domain.settings import JobSettings
from webapp.domain.status import Move, Status
from webapp.models.basket import Basket, BasketLine
from webapp.models.customer import Customer, Registration, Visitor
from webapp.models.job import Job
from webapp.models.message import Message, Notification
from webapp.queries.owed_messages import told_at
from webapp.queries.recipients import (
    has_bought,
    has_lost_photos,
    has_photos,
    reached_since,
    registrations,
)


@dataclass(frozen=True)
class Planned:
    """What is owed for a job, and how the ledger has to change for it."""

    owed: dict[Key, Owed]
    changes: Changes


def plan_for(
    session: Session, job: Job, *, now: datetime, state: JobState | None = None,
    profile_id: str | None = None,
) -> Planned:  # fmt: skip
    """Plan the job's messages at `now`; with `state` and `profile_id` as if it stood like that."""
    if state is None:
        state, profile_id = state_of(job), job.communication_profile_id
    rules = rules_of(session, profile_id)
    people = recipients_of(session, job.id, with_baskets=_speaks_of_baskets(rules))
    entries = entries_of(session, job.id)
    owed = plan_messages(state, rules, people, now=now)
    lost = [each for each in entries if each.key not in owed]
    return Planned(owed, compare(owed, entries, reasons(state, rules, people, lost)))


def state_of(job: Job) -> JobState:
    """The job as planning sees it."""
    return JobState(
        status=Status(job.status),
        zone=job.studio.time_zone,
        archive_plan=job.archive_plan,
        selling_since=job.selling_since,
        announced_at=job.announced_at,
        archived_at=job.archived_at,
        profile_since=job.profile_since if job.communication_profile_id else None,
    )


def staged_state(job: Job, wanted: JobSettings, *, now: datetime) -> JobState:
    """The job as it would stand if these settings were stored at `now`."""
    move = Move(Status(job.status), wanted.status)
    is_same = wanted.communication_profile_id == job.communication_profile_id
    state = replace(
        state_of(job),
        status=wanted.status,
        archive_plan=_staged_plan(job, wanted),
        profile_since=None if wanted.communication_profile_id is None
        else (job.profile_since if is_same else now),
    )  # fmt: skip
    if move.goes_on_sale:
        return replace(state, selling_since=now, announced_at=now, archived_at=None)
    return replace(state, archived_at=now) if move.archives else state


def rules_of(session: Session, profile_id: str | None) -> list[Rule]:
    """The notifications of a profile as planning reads them; none without a profile."""
    if profile_id is None:
        return []
    rows = session.scalars(
        select(Notification)
        .where(Notification.profile_id == profile_id)
        .order_by(Notification.position)
    )
    return [rule_of(row) for row in rows]


def rule_of(row: Notification) -> Rule:
    """A notification as planning reads it."""
    trigger = Trigger(row.trigger)
    return Rule(
        id=row.id,
        trigger=trigger,
        offset=row.offset_hours if trigger.counts_hours else row.offset_days,
        window=Window(row.time_window),
        group=Group(row.target_group),
        condition=Condition(row.condition),
        channel=Channel(row.channel),
        since=row.since,
    )


def recipients_of(
    session: Session, job_id: str, *, with_baskets: bool = True, customer_id: str | None = None
) -> list[Recipient]:
    """Everybody who registered for the job, or this one alone, with what decides about them."""
    one = () if customer_id is None else (Registration.customer_id == customer_id,)
    rows = session.execute(
        registrations(
            Registration.customer_id,
            Registration.created_at,
            reached_since(Channel.EMAIL),
            reached_since(Channel.SMS),
            has_bought(),
            has_photos(),
            has_lost_photos(),
            told_at(),
        )
        .where(Registration.job_id == job_id, *one)
        .order_by(Registration.id)
    )
    baskets = _baskets(session, job_id) if with_baskets else {}
    return [
        Recipient(
            customer_id=customer_id,
            registered_at=at,
            reached_since=_reached(email, sms),
            has_bought=bought,
            has_photos=photos,
            has_lost_photos=lost,
            baskets=tuple(baskets.get(customer_id, ())),
            told_at=told,
        )
        for customer_id, at, email, sms, bought, photos, lost, told in rows
    ]


def entries_of(session: Session, job_id: str, *, customer_id: str | None = None) -> list[Entry]:
    """The ledger of a job, or what it holds of one customer."""
    one = () if customer_id is None else (Message.customer_id == customer_id,)
    rows = session.execute(select(*_ENTRY).where(Message.job_id == job_id, *one))
    return [_entry(row) for row in rows]


def _staged_plan(job: Job, wanted: JobSettings) -> ArchivePlan | None:
    return wanted.archive_plan(job.studio.time_zone)


def _speaks_of_baskets(rules: Sequence[Rule]) -> bool:
    return any(rule.trigger is Trigger.ABANDONED for rule in rules)


def _reached(email: datetime | None, sms: datetime | None) -> dict[Channel, datetime]:
    found = {Channel.EMAIL: email, Channel.SMS: sms}
    return {channel: since for channel, since in found.items() if since is not None}


def _baskets(session: Session, job_id: str) -> dict[str, list[LeftBasket]]:
    """Pending baskets with products of the job, by the customer whose browser holds them."""
    rows = session.execute(
        select(Customer.id, Basket.id, Basket.touched_at)
        .join(Visitor, Visitor.customer_id == Customer.id)
        .join(Basket, Basket.visitor_id == Visitor.id)
        .where(
            Basket.state == "pending",
            Basket.touched_at.is_not(None),
            Basket.id.in_(select(BasketLine.basket_id).where(BasketLine.job_id == job_id)),
        )
        .order_by(Basket.id)
    )
    found: dict[str, list[LeftBasket]] = defaultdict(list)
    for customer_id, basket_id, touched_at in rows:
        if touched_at is not None:
            found[customer_id].append(LeftBasket(basket_id, touched_at))
    return found


def _entry(row: Any) -> Entry:
    return Entry(
        id=row.id,
        key=Key(
            row.customer_id,
            Trigger(row.trigger),
            row.offset_days,
            row.offset_hours,
            Channel(row.channel),
            row.occasion,
        ),
        state=State(row.state),
        due_at=row.due_at,
        rule_id=row.notification_id,
        reason=row.reason,
        changed_at=row.changed_at,
    )


_ENTRY = (
    Message.id, Message.customer_id, Message.trigger, Message.offset_days, Message.offset_hours,
    Message.channel, Message.occasion, Message.state, Message.due_at, Message.notification_id,
    Message.reason, Message.changed_at,
)  # fmt: skip
