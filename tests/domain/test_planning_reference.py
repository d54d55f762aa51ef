"""Planning against a second opinion, written from C1–C8 alone, over chance facts.

The reference knows no window arithmetic: it walks the clock in quarters of an hour until a time is
found that the rule allows.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.domain.archiving import ArchivePlan, Delay
from webapp.domain.messages import JobState, LeftBasket, Recipient, plan_messages
from webapp.domain.notifications import Channel, Condition, Group, Rule, Trigger, Window
from webapp.domain.status import Status

QUARTER, DAY = timedelta(minutes=15), timedelta(days=1)
ZONES = [
    "Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago",
    "Asia/Kathmandu", "Pacific/Chatham", "America/Santiago",
]  # fmt: skip
_FIRST, _LAST = datetime(2026, 10, 1), datetime(2026, 12, 31)  # noqa: DTZ001 - zone added below
INSTANTS = st.datetimes(_FIRST, _LAST, timezones=st.just(UTC))
HOURS = {Window.AT_ONCE: 9, Window.MORNING: 9, Window.EVENING: 18}


# ---------------------------------------------------------------- the second opinion


def local(at, zone):
    return at.astimezone(ZoneInfo(zone))


def walk(at, is_right):
    """The first instant from `at` on that is right: `at` itself, or a full quarter of an hour."""
    if is_right(at):
        return at
    at = datetime.fromtimestamp(at.timestamp() // 900 * 900, UTC)
    while not is_right(at := at + QUARTER):
        pass
    return at


def awake(at, zone):
    return walk(at, lambda each: 9 <= local(each, zone).hour < 21)


def clock_strikes(day, hour, zone):
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - 2 * DAY
    return walk(start, lambda at: (local(at, zone).date(), local(at, zone).hour,
                                   local(at, zone).minute) == (day, hour, 0))  # fmt: skip


def after(event, days, window, zone):
    if window is not Window.AT_ONCE:
        day = local(event, zone).date() + days * DAY
        due = clock_strikes(day, HOURS[window], zone)
        return due if due >= event else clock_strikes(day + DAY, HOURS[window], zone)
    if not days:
        return awake(event, zone)
    there = local(event, zone).replace(tzinfo=None) + days * DAY
    return awake(there.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC), zone)


def stops(job, now):
    plan = job.archive_plan
    if plan is None or plan.delay is Delay.NEVER:
        return False
    last = plan.archiving_date + int(plan.delay.value) * DAY
    return local(now, job.zone).date() > last


def moments(job, rule, who, reached, now):  # noqa: C901 - the rules read as one list here
    """Occasion, event and time of everything this notification could mean for this customer."""
    zone, sells = job.zone, job.status is Status.SELLING and not stops(job, now)
    hour = HOURS[rule.window]
    if rule.trigger is Trigger.AVAILABLE and sells and job.selling_since:
        told_before = who.told_at is not None and who.told_at < job.selling_since
        for event in {job.selling_since, job.announced_at} - {None}:
            if who.registered_at <= event and not told_before:
                yield "", event, after(max(event, reached), rule.offset, rule.window, zone)
    if rule.trigger is Trigger.REGISTERED and (sells or job.status is Status.PLANNING):
        event = max(reached, who.registered_at)
        yield "", event, after(event, rule.offset, rule.window, zone)
    if rule.trigger is Trigger.BEFORE_ARCHIVING and sells and job.archive_plan:
        last = job.archive_plan.archiving_date
        due = clock_strikes(last - rule.offset * DAY, hour, zone)
        if due - who.registered_at >= timedelta(hours=6):
            yield str(last), due, due
    if job.status is Status.ARCHIVED and job.archived_at:
        occasion = job.archived_at.isoformat()
        if rule.trigger is Trigger.ARCHIVED and who.registered_at <= job.archived_at:
            yield occasion, job.archived_at, after(job.archived_at, 0, rule.window, zone)
        if rule.trigger is Trigger.AFTER_ARCHIVING:
            day = local(job.archived_at, zone).date() + rule.offset * DAY
            due = clock_strikes(day, hour, zone)
            if due - who.registered_at >= timedelta(hours=6):
                yield occasion, due, due
    if rule.trigger is Trigger.ABANDONED and sells:
        for basket in who.baskets:
            left = basket.touched_at + timedelta(hours=rule.offset)
            left = max(left, who.registered_at + timedelta(hours=6))
            yield basket.id, left, awake(left, zone)


def is_too_late(job, rule, due, now):
    return rule.trigger.is_of_its_time and now >= due + DAY


def second_opinion(job, rules, people, now):  # noqa: C901 - one question after the other
    found = {}
    for rule in rules:
        for who in people:
            if rule.channel not in who.reached_since:
                continue
            if rule.group is not Group.ALL and (rule.group is Group.BUYERS) != who.has_bought:
                continue
            wants = {Condition.WITH_PHOTOS: True, Condition.WITHOUT_PHOTOS: False}
            if wants.get(rule.condition, who.has_photos) != who.has_photos:
                continue
            reached = who.reached_since[rule.channel]
            for occasion, event, due in moments(job, rule, who, reached, now):
                if event < rule.since or (job.profile_since and event < job.profile_since):
                    continue
                if is_too_late(job, rule, due, now):
                    continue
                hours = rule.trigger is Trigger.ABANDONED
                key = (who.customer_id, rule.trigger, 0 if hours else rule.offset,
                       rule.offset if hours else 0, rule.channel, occasion)  # fmt: skip
                found[key] = min(due, found.get(key, due))
    return found


# ---------------------------------------------------------------- chance facts

DAYS = st.dates(date(2026, 10, 20), date(2026, 12, 15))


@st.composite
def rules(draw, number):
    trigger = draw(st.sampled_from(Trigger))
    windows = [Window.MORNING, Window.EVENING] if trigger.is_of_a_day else list(Window)
    return Rule(
        id=f"rule-{number}",
        trigger=trigger,
        offset=draw(st.sampled_from(trigger.offsets[:8])),
        window=draw(st.sampled_from(windows)),
        group=draw(st.sampled_from(Group)),
        condition=draw(st.sampled_from(Condition)),
        channel=draw(st.sampled_from(Channel)),
        since=draw(st.sampled_from([_FIRST.replace(tzinfo=UTC), draw(INSTANTS)])),
    )


@st.composite
def people(draw, number):
    registered = draw(INSTANTS)
    reached = {channel: max(registered, draw(INSTANTS)) if draw(st.booleans()) else registered
               for channel in Channel if draw(st.integers(0, 3))}  # fmt: skip
    return Recipient(
        customer_id=f"customer-{number}",
        registered_at=registered,
        reached_since=reached,
        has_bought=draw(st.booleans()),
        has_photos=draw(st.booleans()),
        baskets=tuple(LeftBasket(f"basket-{each}", draw(INSTANTS))
                      for each in range(draw(st.integers(0, 2)))),
        told_at=draw(st.none() | INSTANTS),
    )  # fmt: skip


@st.composite
def jobs(draw):
    zone = draw(st.sampled_from(ZONES))
    status = draw(st.sampled_from(Status))
    has_date = draw(st.integers(0, 4))
    plan = ArchivePlan(draw(DAYS), draw(st.sampled_from(Delay)), zone) if has_date else None
    since = draw(INSTANTS)
    return JobState(
        status=status,
        zone=zone,
        archive_plan=plan,
        selling_since=None if status is Status.PLANNING else since,
        announced_at=None if status is Status.PLANNING else max(since, draw(INSTANTS)),
        archived_at=draw(INSTANTS) if status is Status.ARCHIVED else None,
        profile_since=draw(st.none() | INSTANTS),
    )


@st.composite
def worlds(draw):
    return (
        draw(jobs()),
        [draw(rules(number)) for number in range(draw(st.integers(1, 4)))],
        [draw(people(number)) for number in range(draw(st.integers(1, 3)))],
        draw(INSTANTS),
    )


@given(worlds())
@settings(max_examples=400)
def test_the_plan_is_what_the_second_opinion_says(world):
    job, its_rules, its_people, now = world
    planned = plan_messages(job, its_rules, its_people, now=now)
    said = {
        (key.customer_id, key.trigger, key.offset_days, key.offset_hours, key.channel,
         key.occasion): owed.due_at
        for key, owed in planned.items()
    }  # fmt: skip
    assert said == second_opinion(job, its_rules, its_people, now)
