"""Photos go by themselves when their time is over: told fourteen days ahead, never otherwise."""

from datetime import date, timedelta

import pytest

from tests.support.builders import (
    NOW,
    a_code,
    a_customer,
    a_job,
    a_message,
    a_photo,
    a_registration,
    a_studio,
    an_outgoing,
)
from tests.support.failing import database_fails
from tests.support.orders import a_line, an_order
from tests.support.records import all_rows, history_of
from tests.support.retention import (
    ARCHIVED,
    DAY,
    OVER,
    TOLD,
    again,
    archived,
    ends,
    letters,
    on_sale,
    tell,
    text_of,
)
from webapp.domain.actors import Actor, ActorKind
from webapp.models.base import transaction
from webapp.models.customer import Customer
from webapp.models.deletion import Deletion, Trash
from webapp.models.job import Job
from webapp.models.outgoing import Outgoing
from webapp.models.photo import Photo
from webapp.use_cases import delete_in_steps
from webapp.use_cases.apply_retention import apply_retention
from webapp.use_cases.notice_retention import notice_retention
from webapp.use_cases.reopen_for_one import open_for
from webapp.use_cases.retention_settings import JobKeeping, change_keeping, change_retention

ADA = Actor(ActorKind.PERSON, "Ada")


@pytest.fixture
def studio(app):
    return a_studio(retention_months=3)


def test_nothing_goes_as_long_as_nobody_says_so(app):
    archived(a_studio())
    assert notice_retention(now=OVER + 999 * DAY) == {}
    assert apply_retention(now=OVER + 9999 * DAY) == {}
    assert len(all_rows(Photo)) == 2


def test_the_photographer_is_told_once_and_the_photos_go_when_the_day_is_over(studio, stored):
    job, other = archived(studio, public_name="Oak Lane"), archived(studio, public_name="Elm")
    assert notice_retention(now=TOLD - timedelta(seconds=1)) == {}
    assert notice_retention(now=TOLD) == {"retention_told": 2}
    assert notice_retention(now=TOLD + DAY) == {}

    (letter,) = letters()
    subject, text = text_of(letter)
    assert letter.recipient == studio.email
    assert subject == "Photos of 2 jobs will be deleted: Monday, 1 March 2027"
    assert "At the end of Monday, 1 March 2027 these photos are deleted for good:" in text
    assert "Oak Lane\n2 photos · 2 kB\nhttp://127.0.0.1:8000/studio/jobs/" in text
    assert f"{job.id}/keeping" in text

    assert apply_retention(now=OVER) == {}, "it is not sent yet"
    ends(TOLD)
    assert apply_retention(now=OVER - timedelta(seconds=1)) == {}
    assert apply_retention(now=OVER) == {"retention_jobs": 2}
    assert apply_retention(now=OVER) == {}

    assert all_rows(Photo) == []
    row = stored(job)
    assert (row.photo_count, row.original_bytes, row.retention_noticed_at) == (0, 0, None)
    assert row.status == "archived"
    (proof,) = all_rows(Deletion, job_id=other.id)
    assert (proof.kind, proof.reason, proof.photo_count) == ("photos", "retention", 2)
    assert (proof.actor_kind, proof.original_bytes) == ("worker", 2000)
    told, applied, emptied = history_of(job.id)
    assert (told.deed, applied.deed, emptied.deed) == (
        "retention-told",
        "retention-applied",
        "trash-emptied",
    )
    assert applied.counts == {"photos_deleted": 2}


def test_fourteen_days_after_the_notice_also_when_the_worker_was_down(studio):
    archived(studio)
    late = OVER + timedelta(days=40, hours=12)
    assert apply_retention(now=late) == {}
    assert tell(late) == {"retention_told": 1}
    assert apply_retention(now=late + 14 * DAY) == {}
    assert apply_retention(now=late + 14 * DAY + timedelta(hours=12)) == {"retention_jobs": 1}


def test_what_is_on_sale_again_is_told_anew_after_the_next_archiving(studio, stored):
    job = archived(studio)
    tell(TOLD)
    on_sale(job)
    assert notice_retention(now=OVER) == {"notices_void": 1}
    assert apply_retention(now=OVER) == {}
    assert stored(job).retention_noticed_at is None
    again(job, OVER)
    assert notice_retention(now=OVER + 30 * DAY) == {}
    assert apply_retention(now=OVER + 60 * DAY) == {}
    assert len(all_rows(Photo)) == 2


def test_a_notice_from_before_the_last_archiving_counts_for_nothing(studio):
    job = archived(studio)
    tell(TOLD)
    on_sale(job)
    again(job, TOLD + DAY)
    assert apply_retention(now=OVER + 200 * DAY) == {}
    assert len(all_rows(Photo)) == 2


@pytest.mark.parametrize(
    "keeping", [JobKeeping(hold=True, reason="the school asks"), JobKeeping(months=4)]
)
def test_a_hold_or_other_months_make_the_notice_void(studio, stored, keeping):
    job = archived(studio)
    tell(TOLD)
    assert change_keeping(job.id, keeping, by=ADA, now=TOLD)
    assert not change_keeping(job.id, keeping, by=ADA, now=TOLD)
    assert stored(job).retention_noticed_at is None
    assert apply_retention(now=OVER) == {}
    assert notice_retention(now=OVER) == {}
    assert len(all_rows(Photo)) == 2
    assert history_of(job.id)[-1].deed == "retention-changed"


def test_other_months_of_the_studio_are_told_anew_too(studio, stored):
    job, own = archived(studio), archived(studio, retention_months=3)
    tell(TOLD)
    confirm = {"by": ADA, "now": TOLD}
    plan = change_retention(studio.id, 4, customers=False, confirmed="", **confirm)
    assert [each.job_id for each in plan.jobs] == [job.id]
    assert plan.first_day == date(2027, 4, 1)
    assert stored(studio).retention_months == 3
    assert (
        change_retention(studio.id, 4, customers=False, confirmed=plan.fingerprint, **confirm)
        is None
    )
    assert (stored(job).retention_noticed_at, stored(own).retention_noticed_at) == (None, TOLD)
    assert apply_retention(now=OVER) == {"retention_jobs": 1}
    assert stored(job).photo_count == 2


def test_an_order_that_needs_a_picture_keeps_the_whole_job_and_the_next_letter_says_so(studio):
    job = archived(studio, public_name="Oak Lane")
    order = an_order(job, placed_at=NOW)
    tell(TOLD)
    assert apply_retention(now=OVER) == {"retention_kept": 1}
    assert len(all_rows(Photo)) == 3

    a_photo(a_job(studio, "archived", archived_at=ARCHIVED + 20 * DAY))
    assert notice_retention(now=OVER + timedelta(days=10, hours=12)) == {"retention_told": 1}
    letter = letters()[-1]
    assert "because orders still need photos of them: Oak Lane" in text_of(letter)[1]

    with transaction() as session:
        held = session.get_one(type(order), order.id)
        held.state, held.delivered_at = "delivered", OVER
    assert apply_retention(now=OVER + DAY) == {"retention_jobs": 1}


def test_a_job_that_is_open_again_for_somebody_stays(studio):
    job = archived(studio)
    code = a_code(job)
    tell(TOLD)
    with transaction() as session:
        held = session.get_one(Job, job.id)
        open_for(session, held, session.get_one(type(code), code.id), date(2027, 3, 9), now=TOLD)
    assert apply_retention(now=OVER) == {"retention_kept": 1}


def test_a_large_job_goes_in_several_steps_and_the_trash_goes_with_it(studio, stored, monkeypatch):
    monkeypatch.setattr(delete_in_steps, "PHOTOS_AT_ONCE", 2)
    job = archived(studio, photos=4)
    thrown = a_photo(job)
    with transaction() as session:
        piece = Trash(
            studio_id=studio.id, job_id=job.id, photo_count=1, original_bytes=1000,
            actor_kind="person", actor_name="Ada", thrown_at=NOW, ends_at=OVER + 9 * DAY,
        )  # fmt: skip
        session.add(piece)
        session.flush()
        session.get_one(Photo, thrown.id).trash_id = piece.id
        held = session.get_one(Job, job.id)
        held.photo_count, held.original_bytes = 4, 4000
        held.trash_count, held.trash_bytes = 1, 1000
    tell(TOLD)

    assert apply_retention(now=OVER) == {"retention_jobs": 1}

    (proof,) = all_rows(Deletion)
    assert (proof.photo_count, proof.original_bytes) == (5, 5000)
    row = stored(job)
    figures = (row.photo_count, row.original_bytes, row.trash_count, row.trash_bytes)
    assert figures == (0, 0, 0, 0)
    assert all_rows(Trash) == []


def test_one_that_fails_holds_up_no_other(studio, stored):
    bad, good = archived(studio), archived(studio)
    tell(TOLD)
    with database_fails("INSERT INTO trash", bad.id):
        assert apply_retention(now=OVER) == {"retention_jobs": 1}
    assert (stored(bad).photo_count, stored(good).photo_count) == (2, 0)


def test_customers_without_orders_go_with_their_last_photos(app, stored):
    studio = a_studio(retention_months=3, retention_customers=True)
    job, live = archived(studio), a_job(studio, "selling")
    gone = a_registration(job, a_customer(studio, email="gone@example.org")).customer
    buyer, waiting = a_customer(studio), a_customer(studio)
    a_registration(job, buyer)
    a_registration(job, waiting)
    a_registration(live, waiting)
    an_order(job, a_line(live), customer=buyer, delivered_at=NOW)
    message = a_message(job, gone, state="sent")
    an_outgoing(studio, "notification", "sent", message, recipient="gone@example.org")
    tell(TOLD)

    assert apply_retention(now=OVER) == {"retention_jobs": 1, "customers_forgotten": 1}
    assert apply_retention(now=OVER) == {}

    row = stored(gone)
    assert (row.name, row.email, row.forgotten_at) == ("", None, OVER)
    assert stored(message).state == "sent"
    assert "gone@example.org" not in {each.recipient for each in all_rows(Outgoing)}
    assert stored(buyer).email and stored(waiting).email
    (proof,) = all_rows(Deletion, kind="customer")
    assert (proof.reason, proof.subjects) == ("retention", {"customers": [gone.id]})
    assert len(all_rows(Customer)) == 3
