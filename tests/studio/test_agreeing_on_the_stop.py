"""Counter, settings sentence, messages and worker say the same of one (date, delay, zone, now):
they use the same function (A2, A3, A10; invariant 4)."""

from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from tests.support.builders import a_job, a_photo
from tests.support.pages import words
from tests.support.planning import a_recipient, a_rule, a_state
from webapp.domain.archiving import ArchivePlan, CounterKind, Delay, local_day
from webapp.domain.messages import plan_messages
from webapp.domain.sending_hours import time_on_day
from webapp.domain.time_zones import known_time_zones
from webapp.models.base import db, transaction
from webapp.models.job import Job
from webapp.models.studio import Studio
from webapp.queries.due_jobs import count_due
from webapp.shop.shoots import counter_of
from webapp.studio import archiving_sentence
from webapp.web import words as web_words

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
EVER = datetime(2000, 1, 1, tzinfo=UTC)
REMINDED = 3  # days before the archiving date
CASES = {
    "day": st.dates(date(2013, 1, 1), date(2099, 12, 25)),
    "zone": st.sampled_from(known_time_zones()),
    "seconds": st.integers(-20 * 86400, 6 * 86400),
}
NIGHTS = [
    ("Europe/Berlin", date(2027, 3, 28)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("Africa/Cairo", date(2027, 4, 30)),
    ("Asia/Beirut", date(2027, 3, 28)),
    ("America/Santiago", date(2027, 9, 5)),
    ("America/Havana", date(2026, 11, 1)),
    ("Atlantic/Azores", date(2026, 10, 25)),
    ("Pacific/Kiritimati", date(2026, 12, 14)),
    ("Pacific/Pago_Pago", date(2026, 12, 14)),
]


def at(day, seconds):
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=seconds)


@cache
def in_words(day):
    return web_words.day(day)


def check(plan, now):
    """What each of them says, held against the one function: the stop of the plan."""
    today, stopped = local_day(now, plan.zone), plan.has_stopped(now)
    counter = counter_of(plan, now=now)
    sentence = str(archiving_sentence.sentence(plan, today=today, reminded=0).words)
    last = plan.last_selling_day
    if last is not None:
        assert in_words(last) in sentence
        assert ("has passed" in sentence) is stopped
    assert not (stopped and counter)
    if counter and counter.kind != CounterKind.LAST_CHANCE:
        assert counter.days == (plan.archiving_date - today).days
        assert ("has been running" in sentence) or last is None
    check_message(plan, now, stopped=stopped)


def check_message(plan, now, *, stopped):
    """A reminder is owed for its own day, while the job is on sale, and never after the stop."""
    job = a_state(
        "selling", plan.archiving_date, plan.delay.value, plan.zone,
        selling_since=EVER, announced_at=EVER, profile_since=EVER,
    )  # fmt: skip
    rule, anna = a_rule("before-archiving", REMINDED, since=EVER), a_recipient(registered_at=EVER)
    for owed in plan_messages(job, [rule], [anna], now=now).values():
        assert not stopped
        assert owed.due_at == time_on_day(
            plan.archiving_date - REMINDED * DAY, rule.window, plan.zone
        )
        assert owed.until is None or plan.stop_at is None or owed.until <= plan.stop_at


@pytest.mark.one_database("no row is looked at")
def test_counter_sentence_and_messages_agree_on_ten_thousand_cases(app):
    @settings(max_examples=2000, suppress_health_check=[HealthCheck.too_slow])
    @example(day=date(2027, 4, 29), zone="Africa/Cairo", seconds=22 * 3600)
    @example(day=date(2026, 10, 24), zone="Atlantic/Azores", seconds=24 * 3600)
    @given(**CASES)
    def agree(day, zone, seconds):
        for delay in Delay:
            check(ArchivePlan(day, delay, zone), at(day, seconds))

    with app.test_request_context("/"):
        agree()


def move(studio, job, plan):
    """The studio lives there, and the job was saved with this plan."""
    with transaction() as session:
        session.execute(update(Studio).values(time_zone=plan.zone))
        session.execute(
            update(Job).values(
                archiving=True,
                archiving_date=plan.archiving_date,
                archiving_delay=plan.delay.value,
                stop_at=plan.stop_at,
            )
        )
    db.session.expire_all()


def test_shop_page_settings_page_and_worker_turn_at_the_same_second(client, visitor, studio, clock):
    job = a_job(studio, "selling", access_type="public")
    a_photo(job)
    shop, settings_page = f"/shop/{studio.slug}/jobs/{job.id}", f"/studio/jobs/{job.id}/settings"
    for number, (zone, day) in enumerate(NIGHTS):
        plan = ArchivePlan(day - DAY * (1 + number % 3), list(Delay)[1 + number % 3], zone)
        move(studio, job, plan)
        title = "Last chance" if number % 3 else "Last day"
        for now, is_over in ((plan.stop_at - SECOND, False), (plan.stop_at, True)):
            clock.set(now)
            assert count_due(now=now) == is_over, (zone, now)
            shown = words(visitor().get(shop))
            assert (title in shown) is not is_over, (zone, now, shown)
            said = words(client.get(settings_page))
            assert ("has passed" in said) is is_over, (zone, now)
