"""Why a customer is owed a notification or not: the planner is asked, and its facts told (H1).

Whether it is owed `plan_messages` alone decides; here stands which of its conditions do not hold. A
test proves that one of them is named whenever it says no, and none when it says yes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from webapp.domain.explaining import Reason, weighed
from webapp.domain.messages import (
    LEFT_ALONE_FOR,
    JobState,
    Key,
    Recipient,
    key_of,
    occasions,
    since,
    too_late_from,
)
from webapp.domain.notifications import Channel, Condition, Group, Rule, Trigger
from webapp.domain.sending_hours import time_on_day
from webapp.domain.status import Status


class MessageWhy(StrEnum):
    """Why somebody is not written to."""

    FORGOTTEN = "forgotten"
    UNSUBSCRIBED = "unsubscribed"
    NO_CONSENT = "no-consent"
    NO_ADDRESS = "no-address"
    REFUSED = "refused"
    UNCONFIRMED = "unconfirmed"
    HAS_BOUGHT = "has-bought"
    NOT_BOUGHT = "not-bought"
    PHOTOS_DELETED = "photos-deleted"
    SEES_NO_PHOTOS = "sees-no-photos"
    SEES_PHOTOS = "sees-photos"
    NO_PROFILE = "no-profile"
    PLANNED = "planned"
    PAUSED = "paused"
    STOPPED = "stopped"
    ARCHIVED = "archived"
    NOT_ARCHIVED = "not-archived"
    NO_DATE = "no-date"
    REGISTERED_LATER = "registered-later"
    REGISTERED_AFTERWARDS = "registered-afterwards"
    TOLD_BEFORE = "told-before"
    TOO_SOON = "too-soon"
    TOO_SOON_AFTERWARDS = "too-soon-afterwards"
    BEFORE_PROFILE = "before-profile"
    TOO_LATE = "too-late"
    NO_BASKET = "no-basket"


@dataclass(frozen=True)
class ReachFacts:
    """What decides whether a customer may be written to about a job by one channel (C9)."""

    has_address: bool = True
    confirmed_at: datetime | None = None
    refused_at: datetime | None = None
    unsubscribed_at: datetime | None = None
    consented_at: datetime | None = None
    forgotten_at: datetime | None = None


def why_not(
    job: JobState, rule: Rule, who: Recipient, reach: ReachFacts, *, now: datetime
) -> tuple[Reason, ...]:
    """Every condition that keeps a notification from being owed; none: it is owed (C1–C9)."""
    gates = [[each] for each in (*_reach(rule, who, reach), *_meant(rule, who))]
    return weighed([*gates, *_of_the_job(job, rule, who, now)])


def present_keys(job: JobState, rule: Rule, who: Recipient, *, now: datetime) -> tuple[Key, ...]:
    """The keys that a notification has for somebody as things stand, whether owed or not (C5)."""
    found = [each for each, _event, _due in _occasions(job, rule, who, now)]
    if not found and rule.trigger in (Trigger.AVAILABLE, Trigger.REGISTERED):
        found = [""]
    if not found and rule.trigger is Trigger.BEFORE_ARCHIVING and job.archive_plan:
        found = [job.archive_plan.archiving_date.isoformat()]
    return tuple(dict.fromkeys(key_of(rule, who, each) for each in found))


def _occasions(
    job: JobState, rule: Rule, who: Recipient, now: datetime
) -> list[tuple[str, datetime, datetime]]:
    """The occasions; of somebody who cannot be written to as if that began now."""
    reached = who.reached_since.get(rule.channel) or now
    return list(occasions(job, rule, who, reached, now=now))


def _reach(rule: Rule, who: Recipient, reach: ReachFacts) -> Iterator[Reason]:
    """Why the channel does not lead to the customer (C9)."""
    if rule.channel in who.reached_since:
        return
    if reach.forgotten_at is not None:
        yield Reason(MessageWhy.FORGOTTEN, reach.forgotten_at)
        return
    if reach.unsubscribed_at is not None:
        yield Reason(MessageWhy.UNSUBSCRIBED, reach.unsubscribed_at)
    if reach.consented_at is None:
        yield Reason(MessageWhy.NO_CONSENT)
    if not reach.has_address:
        yield Reason(MessageWhy.NO_ADDRESS)
    elif reach.confirmed_at is None:
        yield Reason(MessageWhy.UNCONFIRMED)
    if reach.refused_at is not None and rule.channel is Channel.EMAIL:
        yield Reason(MessageWhy.REFUSED, reach.refused_at)


def _meant(rule: Rule, who: Recipient) -> Iterator[Reason]:
    """Why target group or condition leave them out (C1)."""
    if not rule.group.takes(has_bought=who.has_bought):
        is_for_buyers = rule.group is Group.BUYERS
        yield Reason(MessageWhy.NOT_BOUGHT if is_for_buyers else MessageWhy.HAS_BOUGHT)
    if who.has_lost_photos:
        yield Reason(MessageWhy.PHOTOS_DELETED)
    elif not rule.condition.holds(has_photos=who.has_photos):
        wants = rule.condition is Condition.WITH_PHOTOS
        yield Reason(MessageWhy.SEES_NO_PHOTOS if wants else MessageWhy.SEES_PHOTOS)


def _of_the_job(
    job: JobState, rule: Rule, who: Recipient, now: datetime
) -> Iterator[Sequence[Reason]]:
    """Why nothing has set it off, or why what did was too early or is too late."""
    found = _occasions(job, rule, who, now)
    if not found:
        yield from ([each] for each in _NOTHING[rule.trigger](job, rule, who, now))
        return
    reasons = [_in_time(job, rule, event, due, now) for _occasion, event, due in found]
    dropped = [each for each in reasons if each is not None]
    if len(dropped) == len(reasons):
        yield list({each.why: each for each in dropped}.values())


def _in_time(
    job: JobState, rule: Rule, event: datetime, due: datetime, now: datetime
) -> Reason | None:
    if event < since(job, rule):
        return Reason(MessageWhy.BEFORE_PROFILE, since(job, rule))
    until = too_late_from(job, rule, due)
    return None if until is None or now < until else Reason(MessageWhy.TOO_LATE, due)


def _not_on_sale(job: JobState, now: datetime) -> Iterator[Reason]:
    if job.is_on_sale(now):
        return
    if job.status is Status.PLANNING:
        is_paused = job.selling_since is not None
        yield Reason(MessageWhy.PAUSED if is_paused else MessageWhy.PLANNED)
    elif job.status is Status.ARCHIVED:
        yield Reason(MessageWhy.ARCHIVED, job.archived_at)
    else:
        yield Reason(MessageWhy.STOPPED, job.archive_plan.stop_at if job.archive_plan else None)


def _not_available(job: JobState, _rule: Rule, who: Recipient, now: datetime) -> Iterator[Reason]:
    yield from _not_on_sale(job, now)
    sold = job.selling_since
    if who.told_at is not None and (sold is None or who.told_at < sold or not job.is_on_sale(now)):
        yield Reason(MessageWhy.TOLD_BEFORE, who.told_at)
    elif job.is_on_sale(now):
        yield Reason(MessageWhy.REGISTERED_LATER, who.registered_at)


def _not_registered(job: JobState, _rule: Rule, _who: Recipient, now: datetime) -> Iterator[Reason]:
    yield from _not_on_sale(job, now)


def _not_before(job: JobState, rule: Rule, who: Recipient, now: datetime) -> Iterator[Reason]:
    yield from _not_on_sale(job, now)
    if job.archive_plan is None:
        yield Reason(MessageWhy.NO_DATE)
        return
    day = job.archive_plan.archiving_date
    due = time_on_day(day - timedelta(days=rule.offset), rule.window, job.zone)
    if due < who.registered_at + LEFT_ALONE_FOR:
        yield Reason(MessageWhy.TOO_SOON, who.registered_at)
    elif (dropped := _in_time(job, rule, due, due, now)) is not None:
        yield dropped


def _not_after(job: JobState, rule: Rule, who: Recipient, _now: datetime) -> Iterator[Reason]:
    if job.status is not Status.ARCHIVED or job.archived_at is None:
        yield Reason(MessageWhy.NOT_ARCHIVED)
    elif rule.trigger is Trigger.ARCHIVED:
        yield Reason(MessageWhy.REGISTERED_AFTERWARDS, who.registered_at)
    else:
        yield Reason(MessageWhy.TOO_SOON_AFTERWARDS, who.registered_at)


def _not_abandoned(job: JobState, _rule: Rule, who: Recipient, now: datetime) -> Iterator[Reason]:
    yield from _not_on_sale(job, now)
    if not who.baskets:
        yield Reason(MessageWhy.NO_BASKET)


_NOTHING = {
    Trigger.AVAILABLE: _not_available,
    Trigger.REGISTERED: _not_registered,
    Trigger.BEFORE_ARCHIVING: _not_before,
    Trigger.ARCHIVED: _not_after,
    Trigger.AFTER_ARCHIVING: _not_after,
    Trigger.ABANDONED: _not_abandoned,
}
