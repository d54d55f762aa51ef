"""The demo shows jobs in every state, with customers, baskets, orders and previews."""

import io
from datetime import date, timedelta

import pytest
from flask_babel import force_locale
from sqlalchemy import func, select

from tests.support.builders import a_job, a_studio
from tests.support.records import (
    all_rows,
    history_of,
    lines_of,
    lines_off_sale,
    messages_of,
    removed_of,
)
from webapp import clock as machine
from webapp.demo import people
from webapp.demo.buyers import parents
from webapp.demo.cast import CHILDREN
from webapp.demo.seed import seed
from webapp.demo.story import HILL, LINDENAU, OAK_LANE
from webapp.domain.reactivation import days_archived
from webapp.models.base import Base, db
from webapp.models.customer import Customer, Registration
from webapp.models.deletion import Trash
from webapp.models.history import HistoryEntry
from webapp.models.job import AccessCode, Job
from webapp.models.late import MoreTimeRequest
from webapp.models.message import Message
from webapp.models.order import Order, OrderLine
from webapp.models.outgoing import Outgoing
from webapp.models.photo import Photo
from webapp.models.studio import SignIn, Studio
from webapp.models.support import CannedAnswer, SupportRequest, SupportSession
from webapp.photos.keys import logo_key
from webapp.queries.history_proof import proven_chains
from webapp.queries.job_facts import facts_for, settings_of
from webapp.use_cases.archive_jobs import archive_due_jobs
from webapp.use_cases.check_storage import check_storage
from webapp.use_cases.remove_demo import remove_demo

pytestmark = pytest.mark.one_database("a demo lives in a folder of its own, on SQLite")
TODAY = date(2026, 11, 23)
OF_THE_PROGRAM = {"heartbeat", "failed_attempt"}


@pytest.fixture
def seeded(app, clock, store):
    """A demo beside a studio of somebody's own; the own studio's job is the answer."""
    own = a_job(a_studio(slug="own"), archive_on=date(2026, 11, 1), status="selling")
    with force_locale("en"):
        seed(store, now=clock.now(), machine_now=machine.machine_now())
    return own


def jobs_of_the_demo():
    db.session.rollback()
    demo = select(Studio.id).where(Studio.is_demo)
    jobs = db.session.scalars(select(Job).where(Job.studio_id.in_(demo))).all()
    return {job.internal_name: job for job in jobs}


def count(table, **equal):
    return db.session.scalar(select(func.count()).select_from(table).filter_by(**equal))


def test_the_demo_keeps_every_promise_and_goes_without_a_trace(seeded, clock, store, stored):
    """One long walk, because setting up the demo takes seconds."""
    jobs = jobs_of_the_demo()
    the_jobs_stand_in_every_state(jobs, clock.now())
    every_photo_can_be_seen()
    annas_shoot_has_people_baskets_and_orders(jobs[OAK_LANE])
    the_job_of_spring_can_be_put_on_sale_again(jobs[HILL], clock.now())
    orders_are_worked_through_and_one_parent_came_too_late()
    nothing_is_due_or_half_done(clock.now())
    an_album_of_an_old_job_lies_in_the_trash(jobs[LINDENAU])
    the_history_was_written_in_the_order_of_the_days(jobs)
    the_support_has_something_to_do(jobs)
    support_has_looked_and_acted_once()
    three_customers_have_a_story_to_tell(jobs[OAK_LANE], clock.now())
    tonight_the_first_one_leaves(jobs, clock, stored)
    removing_it_leaves_the_other_studio_alone(seeded, store, stored)


def the_jobs_stand_in_every_state(jobs, now):
    assert len(jobs) == 12
    planned = [job for job in jobs.values() if job.status == "planning"]
    assert sorted(count(Registration, job_id=job.id) for job in planned) == [0, 18]
    left = {
        job.archive_plan.days_left(TODAY): job.archiving_delay
        for job in jobs.values()
        if job.status == "selling" and job.stop_at
    }
    assert left == {0: "0", 3: "0", 5: "1", 11: "2", 22: "0", 26: "3"}
    assert [job.archiving_delay for job in jobs.values() if job.status == "selling"].count(
        "none"
    ) == 1
    archived = [job for job in jobs.values() if job.status == "archived"]
    days = sorted(days_archived(job.archived_at, now=now, zone="Europe/Berlin") for job in archived)
    assert days == [3, 20, 335]
    assert all(job.communication_profile_id for job in archived)


def every_photo_can_be_seen():
    assert 150 <= count(Photo) <= 200
    assert count(Photo, state="ready") == count(Photo)


def annas_shoot_has_people_baskets_and_orders(job):
    assert count(Registration, job_id=job.id) == 29
    assert len(lines_of(job.id)) > 20
    assert count(OrderLine, job_id=job.id) == 8
    assert [entry.deed for entry in history_of(job.id)][0] == "created"


def the_job_of_spring_can_be_put_on_sale_again(job, now):
    assert len(removed_of(job.id)) == 37
    facts = facts_for(db.session(), job, settings_of(job), now=now)
    assert (facts.told_available, facts.registered_since) == (31, 4)
    assert (facts.returning_products, facts.returning_baskets) == (37, 12)
    told = {message.state for message in messages_of(job.id, trigger="available")}
    assert told == {"sent"}


def orders_are_worked_through_and_one_parent_came_too_late():
    assert {order.state for order in all_rows(Order)} == {"open", "paid", "delivered", "cancelled"}
    assert [asked.state for asked in all_rows(MoreTimeRequest)] == ["open"]


def an_album_of_an_old_job_lies_in_the_trash(job):
    (piece,) = all_rows(Trash)
    assert (piece.job_id, piece.photo_count) == (job.id, job.trash_count)
    assert piece.photo_count > 0


def nothing_is_due_or_half_done(now):
    assert lines_off_sale() == 0
    overdue = [each for each in all_rows(Message, state="planned") if each.due_at <= now]
    assert overdue == []
    demo = select(Studio.id).where(Studio.is_demo)
    due = select(Job.id).where(Job.studio_id.in_(demo), Job.status == "selling", Job.stop_at <= now)
    assert db.session.scalars(due).all() == []


def the_history_was_written_in_the_order_of_the_days(jobs):
    for job in jobs.values():
        moments = [entry.at for entry in all_rows(HistoryEntry, chain=job.id)]
        assert moments == sorted(moments), job.internal_name
    assert [chain for chain in proven_chains() if chain.faults] == []


def the_support_has_something_to_do(jobs):
    asked = {each.name.split()[0]: each for each in all_rows(SupportRequest)}
    assert {name: each.state for name, each in asked.items()} == {
        "Kirsten": "done", "Jonas": "waiting", "Anna": "new", "Murat": "new",
    }  # fmt: skip
    assert [each.kind for each in asked["Kirsten"].messages] == [
        "question", "note", "answer", "question", "answer",
    ]  # fmt: skip
    assert (asked["Jonas"].job_id, asked["Jonas"].note) == (jobs[OAK_LANE].id, "access-codes")
    assert asked["Anna"].job_id == jobs[OAK_LANE].id
    assert asked["Murat"].job_id == jobs[HILL].id
    assert len(asked["Murat"].messages[0].pictures) == 1
    assert [each.state for each in all_rows(Outgoing, kind="request")] == 7 * ["sent"]
    assert sorted(each.language for each in all_rows(CannedAnswer)) == ["de", "de", "en", "en"]


def support_has_looked_and_acted_once():
    (acted,) = all_rows(SupportSession)
    assert (acted.ended_by, acted.raised_at is not None) == ("staff", True)
    assert acted.reason.startswith("Request 1002: a new code for Henry Walsh")
    looks = [each.deed for each in all_rows(HistoryEntry, actor_kind="support")]
    assert (looks.count("looked"), looks.count("acted"), looks.count("code-made")) == (6, 4, 1)
    assert all_rows(SignIn) == []


def three_customers_have_a_story_to_tell(job, now):
    def of(name):
        (customer,) = [each for each in all_rows(Customer) if each.name == name]
        return customer

    refused, unsubscribed = of("Kirsten Petersen"), of("Harpreet Gill")
    got = [message for message in messages_of(job.id) if message.customer_id == refused.id]
    reasons = sorted((each.state, each.reason.split(" ")[0]) for each in got)
    assert reasons == [*3 * [("cancelled", "unreachable")], ("failed", "550")]
    assert refused.email_refused_at < unsubscribed.unsubscribed_at < now
    (registration,) = all_rows(Registration, customer_id=of("Patrick Walsh").id)
    revoked = db.session.get_one(AccessCode, registration.access_code_id).revoked_at
    assert revoked < now


def tonight_the_first_one_leaves(jobs, clock, stored):
    clock.advance(days=1)
    db.session.rollback()
    archive_due_jobs(now=clock.now())
    assert stored(jobs["harbour-summer"]).status == "archived"
    assert stored(jobs[OAK_LANE]).status == "selling"


def removing_it_leaves_the_other_studio_alone(own, store, stored):
    db.session.rollback()
    own_rows = {"studio": 1, "job": 1, "price_list": 1, "history_entry": 1, "history_head": 1}
    demo = db.session.scalars(select(Studio.id).where(Studio.is_demo)).one()
    store.put(logo_key(demo), io.BytesIO(b"a logo"))

    assert remove_demo(store) == 1

    db.session.rollback()
    left = {
        table.name: number
        for table in Base.metadata.sorted_tables
        if (number := db.session.scalar(select(func.count()).select_from(table)))
    }
    assert {name: n for name, n in left.items() if name not in OF_THE_PROGRAM} == own_rows
    assert stored(own) is not None
    assert list(store.keys()) == []
    assert check_storage(store, repair=False, now=machine.machine_now() + timedelta(days=1)) == []


def test_the_names_that_are_printed_are_those_of_the_cast():
    anna = next(parent for parent in parents() if parent.email == people.ANNA_EMAIL)

    assert anna.name == people.ANNA_NAME
    assert people.ANNAS_CHILD in {c.first_name for c in CHILDREN if c.key in anna.children}
