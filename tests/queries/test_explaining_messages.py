"""What support is told about messages is what the planner does to the ledger (H1, C5, C6)."""

from datetime import timedelta
from itertools import count, cycle

import pytest

from tests.support.builders import (
    LONG_AGO,
    NOW,
    TODAY,
    a_code,
    a_customer,
    a_filled_basket,
    a_job,
    a_message,
    a_person,
    a_photo,
    a_profile,
    a_registration,
    a_studio,
    a_visitor,
    an_album,
    an_outgoing,
)
from tests.support.records import messages_of
from webapp.domain.explaining_ledger import Verdict
from webapp.domain.notifications import Channel, Condition, Group, Trigger
from webapp.models.base import db, new_id, transaction
from webapp.models.customer import Customer, Registration
from webapp.models.job import Job
from webapp.models.message import Message, Notification
from webapp.models.outgoing import OutboxGate
from webapp.queries.explaining_messages import customer_messages
from webapp.queries.message_facts import entries_of
from webapp.use_cases.hand_over import hand_over_due
from webapp.use_cases.hold_clock import hold_clock
from webapp.use_cases.plan_messages import replan_job

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
JOBS = {
    "planned": {"status": "planning"},
    "on sale": {"status": "selling", "selling_since": NOW - 9 * DAY},
    "on sale again": {"status": "selling", "selling_since": NOW - HOUR},
    "stopped": {"status": "selling", "archive_on": TODAY - 2 * DAY},
    "ending": {"status": "selling", "archive_on": TODAY + 3 * DAY},
    "archived": {"status": "archived", "archived_at": NOW - 2 * HOUR, "archive_on": TODAY},
    "archived long ago": {"status": "archived", "archived_at": NOW - 20 * DAY},
}
CUSTOMERS = (
    {},
    {"email_confirmed_at": None},
    {"unsubscribed_at": NOW},
    {"email_refused_at": NOW},
    {"phone_confirmed_at": LONG_AGO},
)
_numbers = count(1)
STATES = ("planned", "sent", "failed", "cancelled", "unknown")


def notifications_of_every_kind(studio):
    """Every trigger, for every group and condition in turn, by both channels."""
    profile = a_profile(studio, triggers=())
    groups, conditions = cycle(Group), cycle(Condition)
    rows = [
        Notification(
            id=new_id(),
            profile_id=profile.id,
            position=place,
            trigger=trigger.value,
            offset_days=0 if trigger.counts_hours else trigger.offsets[-1 if place % 2 else 0] % 9,
            offset_hours=trigger.offsets[place % 3] if trigger.counts_hours else 0,
            target_group=next(groups).value,
            condition=next(conditions).value,
            channel=channel.value,
            subject="S",
            message="M",
            since=LONG_AGO,
        )
        for place, (trigger, channel) in enumerate(
            (trigger, channel) for trigger in Trigger for channel in (*Channel, Channel.EMAIL)
        )
    ]
    with transaction() as session:
        session.add_all(rows)
    return profile


def a_full_job(studio, profile, **facts):
    """A job with customers of all kinds, baskets, and a ledger that knows something already."""
    job = a_job(studio, access_type="person", communication_profile_id=profile.id, **facts)
    album = an_album(job)
    for number, reach in enumerate(CUSTOMERS):
        customer = a_customer(studio, phone=f"+49151{next(_numbers):08d}", **reach)
        mia = a_person(job, f"Mia {number}", album)
        code = a_code(job, f"{job.id[:4].upper()}{number:08d}", person=mia)
        at = NOW - (10 * DAY if number % 2 else 2 * HOUR)
        a_registration(job, customer, created_at=at, access_code_id=code.id)
        if number % 2 == 0:
            a_photo(job, album, persons=[mia])
        if number == 0:
            line = a_filled_basket(job, visitor=a_visitor(studio, customer=customer))
            with transaction() as session:
                session.merge(line.basket).touched_at = NOW - 2 * HOUR
        state = STATES[number]
        a_message(job, customer, state=state, reason="by-hand" if number == 3 else "")
        a_message(
            job, customer, "before-archiving", state, offset_days=7, occasion=str(TODAY - DAY)
        )
    return job


def told(job, now):
    """The answers for every customer of the job, by customer."""
    db.session.rollback()
    stored = db.session.get_one(Job, job.id)
    ids = [row.customer_id for row in db.session.query(Registration).filter_by(job_id=job.id)]
    people = [db.session.get_one(Customer, each) for each in ids]
    return {each.id: customer_messages(stored, each, now=now) for each in people}


def with_verdict(found, *verdicts):
    return {
        answer.key
        for each in found.values()
        for answer in each.answers
        if answer.told.verdict in verdicts
    }


@pytest.fixture
def studio(app):
    return a_studio()


def test_who_will_get_a_message_is_whom_the_planner_plans_it_for(studio):
    profile, met = notifications_of_every_kind(studio), set()
    for facts in JOBS.values():
        job = a_full_job(studio, profile, **facts)
        before = told(job, NOW)
        replan_job(job.id, now=NOW)
        db.session.rollback()
        planned = {each.key for each in entries_of(db.session(), job.id) if each.state == "planned"}
        assert with_verdict(before, Verdict.WILL) == planned, facts
        for each in before.values():
            for answer in each.answers:
                met |= {reason.why.value for reason in answer.told.reasons}
                is_explained = any(reason.decides for reason in answer.told.reasons)
                assert answer.told.verdict is not Verdict.NOT or is_explained, (facts, answer)
        assert with_verdict(told(job, NOW), Verdict.WILL) == planned, "planning changes no answer"
    assert len(met) >= 18, met


def test_what_is_due_and_not_held_up_is_handed_over(studio):
    job = a_full_job(studio, a_profile(studio), **JOBS["on sale"])
    replan_job(job.id, now=NOW)
    at_once = {
        answer.key
        for each in told(job, NOW).values()
        for answer in each.answers
        if answer.told.verdict is Verdict.WILL and not answer.told.reasons
    }
    hand_over_due(now=NOW)
    assert at_once
    assert with_verdict(told(job, NOW), Verdict.ON_ITS_WAY) == at_once


@pytest.fixture
def anna(studio):
    """A customer who was told, or will be, that photos are there."""
    job = a_job(studio, "selling", communication_profile_id=a_profile(studio).id)
    a_photo(job)
    customer = a_customer(studio)
    a_registration(job, customer)
    return job, customer


def answer_for(anna, now=NOW):
    (each,) = told(anna[0], now)[anna[1].id].answers
    return each.told.verdict.value, [reason.why.value for reason in each.told.reasons]


def test_a_message_that_came_to_nothing_says_what_the_server_said(anna, studio):
    row = a_message(*anna, state="failed", changed_at=NOW)
    an_outgoing(
        studio, "notification", "failed", message=row, attempts=1, reply="550 5.1.1 unknown"
    )
    (each,) = told(anna[0], NOW)[anna[1].id].answers
    (reason,) = each.told.reasons
    assert (reason.why.value, reason.number, reason.name) == (
        "refused-by-server", 1, "550 5.1.1 unknown",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("state", "facts", "expected"),
    [
        ("sent", {"changed_at": NOW}, ("got", [])),
        ("unknown", {"changed_at": NOW}, ("perhaps", ["answer-lost"])),
        ("cancelled", {"reason": "by-hand", "changed_at": NOW + DAY}, ("not", ["by-hand"])),
        ("cancelled", {"reason": "paused", "changed_at": NOW}, ("will", ["not-planned-yet"])),
        ("planned", {}, ("will", [])),
        ("failed", {"changed_at": NOW + HOUR}, ("failed", ["cannot-be-written"])),
    ],
)
def test_the_ledger_says_what_became_of_it(anna, state, facts, expected):
    a_message(*anna, state=state, **facts)
    assert answer_for(anna) == expected


def test_what_waits_says_for_what(anna):
    assert answer_for(anna) == ("will", ["not-planned-yet"])
    a_message(*anna, state="planned")
    assert answer_for(anna, NOW + 13 * HOUR) == ("will", ["quiet"])
    with transaction() as session:
        session.add(OutboxGate(id=1, place="x", rounds=1, held_since=NOW, reason="older"))
    assert answer_for(anna) == ("will", ["held"])
    hold_clock(9 * HOUR, worker="w", now=NOW)
    assert answer_for(anna) == ("will", ["held", "clock-held"])


def test_what_is_written_is_looked_at_once_more(anna, studio):
    replan_job(anna[0].id, now=NOW)
    (row,) = messages_of(anna[0].id)
    with transaction() as session:
        session.get_one(Message, row.id).state = "sending"
    an_outgoing(studio, "notification", message=row, attempts=2, reply="451 later")
    assert answer_for(anna) == ("on-its-way", ["retrying"])
    with transaction() as session:
        session.get_one(Customer, anna[1].id).unsubscribed_at = NOW
    assert answer_for(anna) == ("not", ["unsubscribed", "no-longer-true"])


def test_a_row_of_an_earlier_profile_is_told_too(anna):
    a_message(*anna, trigger="before-archiving", state="sent", offset_days=7, occasion="2026-11-01",
              changed_at=NOW - 20 * DAY)  # fmt: skip
    answers = told(anna[0], NOW)[anna[1].id].answers
    assert [(each.told.verdict.value, each.is_of_the_past) for each in answers] == [
        ("will", False), ("got", True),
    ]  # fmt: skip
