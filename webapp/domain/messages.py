"""Who is owed which message, and when: planned from the present state, never from a queue (C2–C8).

`plan_messages` is pure: facts in, owed messages out. What has been sent already is not its affair:
the key of an owed message can exist only once in the ledger (C5).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from webapp.domain.archiving import ArchivePlan, local_day
from webapp.domain.notifications import Channel, Rule, Trigger
from webapp.domain.sending_hours import allowed_from, from_event, time_on_day
from webapp.domain.status import Status

LATE_AFTER = timedelta(hours=24)
LEFT_ALONE_FOR = timedelta(hours=6)


@dataclass(frozen=True)
class LeftBasket:
    """A pending basket with products of the job, and when it was last changed (aware UTC)."""

    id: str
    touched_at: datetime


@dataclass(frozen=True)
class Recipient:
    """A registered customer. `reached_since`: by channel, since when it may be written to (C9).

    A channel is missing while the address is not confirmed, was refused by its server, or the
    customer has unsubscribed. `has_lost_photos`: the studio deleted all they could see, so that no
    message is true. `told_at`: when they were first told that photos are there (R4).
    """

    customer_id: str
    registered_at: datetime
    reached_since: dict[Channel, datetime] = field(hash=False)
    has_bought: bool = False
    has_photos: bool = True
    has_lost_photos: bool = False
    baskets: tuple[LeftBasket, ...] = ()
    told_at: datetime | None = None


@dataclass(frozen=True)
class JobState:
    """What planning asks about a job: status, dates (aware UTC), and since when its profile is.

    `announced_at`: when a person last pressed 'Send now', else when it went on sale (C7).
    """

    status: Status
    zone: str
    archive_plan: ArchivePlan | None = None
    selling_since: datetime | None = None
    announced_at: datetime | None = None
    archived_at: datetime | None = None
    profile_since: datetime | None = None

    def is_on_sale(self, now: datetime) -> bool:
        """Selling, and the stop has not passed (S1)."""
        has_stopped = self.archive_plan is not None and self.archive_plan.has_stopped(now)
        return self.status is Status.SELLING and not has_stopped


@dataclass(frozen=True)
class Key:
    """What makes a message one and the same, whatever profile it comes from (C5)."""

    customer_id: str
    trigger: Trigger
    offset_days: int
    offset_hours: int
    channel: Channel
    occasion: str


@dataclass(frozen=True)
class Owed:
    """A message that is owed: its key, the notification it comes from, and when it is due.

    `event_at` is what set it off; `until` is the instant from which it is too late (None: never).
    """

    key: Key
    rule_id: str
    due_at: datetime
    event_at: datetime
    until: datetime | None = None


def plan_messages(
    job: JobState, rules: Sequence[Rule], recipients: Sequence[Recipient], *, now: datetime
) -> dict[Key, Owed]:
    """Every message that is owed at `now`, by its key (C2–C8); of two with one key the earlier.

    Messages of the past are among them as long as they are true: the ledger knows which were sent.
    """
    owed: dict[Key, Owed] = {}
    for rule in rules:
        for each in recipients:
            for message in _owed(job, rule, each, now):
                known = owed.get(message.key)
                if known is None or message.due_at < known.due_at:
                    owed[message.key] = message
    return owed


def occasions(
    job: JobState, rule: Rule, who: Recipient, reached: datetime, *, now: datetime
) -> Iterator["Occasion"]:
    """What sets the notification off for somebody who may be written to since `reached` (C2).

    Whether it comes too early or too late (`since`, `too_late_from`) is not asked here.
    """
    return _OCCASIONS[rule.trigger](job, rule, who, reached, now)


def since(job: JobState, rule: Rule) -> datetime:
    """Nothing is sent for what was before the profile or the notification was there (C7)."""
    return max(rule.since, job.profile_since or rule.since)


def too_late_from(job: JobState, rule: Rule, due: datetime) -> datetime | None:
    """A reminder that is more than 24 hours late is dropped, and one after the stop is untrue."""
    late = due + LATE_AFTER if rule.trigger.is_of_its_time else None
    if rule.trigger is not Trigger.BEFORE_ARCHIVING or job.archive_plan is None:
        return late
    stop = job.archive_plan.stop_at
    return late if stop is None or late is None else min(late, stop)


def key_of(rule: Rule, who: Recipient, occasion: str) -> Key:
    """The key of what a notification says to somebody on this occasion (C5)."""
    return Key(
        who.customer_id,
        rule.trigger,
        rule.offset_days,
        rule.offset_hours,
        rule.channel,
        occasion,
    )


def _owed(job: JobState, rule: Rule, who: Recipient, now: datetime) -> Iterator[Owed]:
    reached = who.reached_since.get(rule.channel)
    if reached is None or not rule.group.takes(has_bought=who.has_bought):
        return
    if who.has_lost_photos or not rule.condition.holds(has_photos=who.has_photos):
        return
    for occasion, event, due in occasions(job, rule, who, reached, now=now):
        if event < since(job, rule):
            continue
        until = too_late_from(job, rule, due)
        if until is None or now < until:
            yield Owed(key_of(rule, who, occasion), rule.id, due, event, until)


Occasion = tuple[str, datetime, datetime]
"""The occasion of the key (C5), the event that the rule waited for, and when it is due."""


def _available(
    job: JobState, rule: Rule, who: Recipient, reached: datetime, now: datetime
) -> Iterator[Occasion]:
    """Once, ever: for those who were registered when it went on sale, or at 'Send now' (C2, R4)."""
    sold_since = job.selling_since
    if not job.is_on_sale(now) or sold_since is None:
        return
    if who.told_at is not None and who.told_at < sold_since:
        return
    for event in (sold_since, job.announced_at):
        if event is not None and who.registered_at <= event:
            begun = max(event, reached)
            yield "", event, from_event(begun, rule.offset, rule.window, job.zone)


def _registered(
    job: JobState, rule: Rule, who: Recipient, reached: datetime, now: datetime
) -> Iterator[Occasion]:
    """Once, ever: when the address is confirmed, as long as the pictures are to come or there."""
    if job.status is not Status.PLANNING and not job.is_on_sale(now):
        return
    event = max(who.registered_at, reached)
    yield "", event, from_event(event, rule.offset, rule.window, job.zone)


def _before_archiving(
    job: JobState, rule: Rule, who: Recipient, _reached: datetime, now: datetime
) -> Iterator[Occasion]:
    """So many days before the date, each date anew; not within six hours of registering (C6)."""
    plan = job.archive_plan
    if plan is None or not job.is_on_sale(now):
        return
    day = plan.archiving_date - timedelta(days=rule.offset)
    due = time_on_day(day, rule.window, job.zone)
    if due >= who.registered_at + LEFT_ALONE_FOR:
        yield plan.archiving_date.isoformat(), due, due


def _archived(
    job: JobState, rule: Rule, who: Recipient, _reached: datetime, _now: datetime
) -> Iterator[Occasion]:
    at = job.archived_at
    if job.status is Status.ARCHIVED and at is not None and who.registered_at <= at:
        yield moment(at), at, from_event(at, 0, rule.window, job.zone)


def _after_archiving(
    job: JobState, rule: Rule, who: Recipient, _reached: datetime, _now: datetime
) -> Iterator[Occasion]:
    at = job.archived_at
    if job.status is not Status.ARCHIVED or at is None:
        return
    day = local_day(at, job.zone) + timedelta(days=rule.offset)
    due = time_on_day(day, rule.window, job.zone)
    if due >= who.registered_at + LEFT_ALONE_FOR:
        yield moment(at), due, due


def moment(at: datetime) -> str:
    """The occasion of what follows an archiving: its instant, the same whatever zone says it."""
    return at.astimezone(UTC).isoformat()


def _abandoned(
    job: JobState, rule: Rule, who: Recipient, _reached: datetime, now: datetime
) -> Iterator[Occasion]:
    """One for each basket, so many hours after it was last changed (C2)."""
    if not job.is_on_sale(now):
        return
    for basket in who.baskets:
        left = basket.touched_at + timedelta(hours=rule.offset)
        left = max(left, who.registered_at + LEFT_ALONE_FOR)
        yield basket.id, left, allowed_from(left, job.zone)


_OCCASIONS = {
    Trigger.AVAILABLE: _available,
    Trigger.REGISTERED: _registered,
    Trigger.BEFORE_ARCHIVING: _before_archiving,
    Trigger.ARCHIVED: _archived,
    Trigger.AFTER_ARCHIVING: _after_archiving,
    Trigger.ABANDONED: _abandoned,
}
