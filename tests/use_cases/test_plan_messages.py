"""The ledger follows what is true, whatever deed changed it (C5–C8)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.support.builders import (
    NOW,
    TODAY,
    a_customer,
    a_filled_basket,
    a_job,
    a_message,
    a_photo,
    a_profile,
    a_registration,
    a_studio,
    a_visitor,
)
from tests.support.records import all_rows, history_of, is_stale, messages_of, statements
from tests.support.saving import JONAS, press_twice
from webapp.domain.status import Status
from webapp.models.base import transaction
from webapp.models.customer import Customer, Registration
from webapp.models.job import Job
from webapp.models.message import Message, Notification
from webapp.use_cases.archive_jobs import archive_due_jobs
from webapp.use_cases.assign_photos import EVERYONE, assign_photos
from webapp.use_cases.change_studio import change_time_zone
from webapp.use_cases.marking import mark_stale, mark_stale_by_profile
from webapp.use_cases.plan_messages import (
    notice_left_baskets,
    plan_stale_jobs,
    replan_job,
)

PLANNING, SELLING, ARCHIVED = Status
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FRIDAY = date(2026, 12, 4)


def berlin(day, hour, month=12):
    return datetime(2026, month, day, hour, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.fixture
def studio(app):
    return a_studio()


@pytest.fixture
def profile(studio):
    return a_profile(studio, "Reminding", triggers=[("before-archiving", 3)])


@pytest.fixture
def job(studio, profile):
    job = a_job(studio, "selling", archive_on=FRIDAY, communication_profile_id=profile.id)
    a_registration(job)
    replan_job(job.id, now=NOW)
    return job


def planned(job):
    rows = messages_of(job.id)
    return sorted((row.trigger, row.occasion, row.state, row.reason) for row in rows)


REMINDER = ("before-archiving", "2026-12-04")


def test_a_reminder_stands_in_the_ledger_before_it_is_due(job):
    (message,) = messages_of(job.id)
    assert (message.trigger, message.occasion, message.state) == (*REMINDER, "planned")
    assert (message.due_at, message.notification.trigger) == (berlin(1, 9), "before-archiving")


def test_planning_again_changes_nothing(job):
    assert replan_job(job.id, now=NOW).counts == {}


def test_when_the_date_moves_the_reminder_moves_and_the_history_says_so(job):
    press_twice(job.id, now=NOW, archiving_date=date(2026, 12, 11))
    assert planned(job) == [
        (*REMINDER, "cancelled", "date-moved"),
        ("before-archiving", "2026-12-11", "planned", ""),
    ]
    assert history_of(job.id)[-1].counts == {"messages_queued": 1, "messages_cancelled": 1}


def test_a_date_that_comes_back_is_the_same_message(job):
    press_twice(job.id, now=NOW, archiving_date=date(2026, 12, 11))
    press_twice(job.id, now=NOW + HOUR, archiving_date=FRIDAY)
    assert (*REMINDER, "planned", "") in planned(job)
    assert len(planned(job)) == 2


def test_without_a_profile_nothing_stays_planned(job):
    press_twice(job.id, now=NOW, communication_profile_id=None)
    assert planned(job) == [(*REMINDER, "cancelled", "no-profile")]
    assert history_of(job.id)[-1].counts == {"messages_cancelled": 1}


def test_a_pause_cancels_and_the_sale_plans_again(job):
    press_twice(job.id, now=NOW, status=PLANNING)
    assert planned(job) == [(*REMINDER, "cancelled", "paused")]
    press_twice(job.id, now=NOW + HOUR, status=SELLING)
    assert planned(job) == [(*REMINDER, "planned", "")]


def test_archiving_cancels_by_itself_and_by_hand_alike(job, studio, profile):
    by_hand = a_job(studio, "selling", archive_on=FRIDAY, communication_profile_id=profile.id)
    a_registration(by_hand)
    replan_job(by_hand.id, now=NOW)
    press_twice(by_hand.id, now=NOW, status=ARCHIVED)
    archive_due_jobs(now=berlin(5, 0))
    assert planned(job) == planned(by_hand) == [(*REMINDER, "cancelled", "archived")]


def test_a_message_about_archiving_waits_for_the_morning(studio, stored):
    profile = a_profile(studio, triggers=[("archived", 0), ("after-archiving", 7)])
    job = a_job(studio, "selling", archive_on=FRIDAY, communication_profile_id=profile.id)
    a_registration(job)
    archive_due_jobs(now=berlin(5, 0))
    assert is_stale(job)
    plan_stale_jobs(now=berlin(5, 0))
    planned = sorted((row.due_at, row.trigger, row.state) for row in messages_of(job.id))
    assert planned == [
        (berlin(5, 9), "archived", "planned"),
        (berlin(12, 9), "after-archiving", "planned"),
    ]
    assert not is_stale(job)


def test_an_unsubscribed_customer_is_not_written_to(job):
    with transaction() as session:
        session.query(Customer).update({"unsubscribed_at": NOW})
    replan_job(job.id, now=NOW)
    assert planned(job) == [(*REMINDER, "cancelled", "unreachable")]
    (entry,) = history_of(job.id)
    assert (entry.deed, entry.actor_kind) == ("messages-replanned", "worker")
    assert entry.counts == {"messages_cancelled": 1}


def test_an_address_that_is_not_confirmed_is_not_written_to(studio, profile):
    job = a_job(studio, "selling", archive_on=FRIDAY, communication_profile_id=profile.id)
    a_registration(job, a_customer(studio, email_confirmed_at=None))
    replan_job(job.id, now=NOW)
    assert messages_of(job.id) == []


def test_a_changed_notification_moves_what_is_planned_in_all_jobs_that_use_it(job, profile):
    with transaction() as session:
        session.query(Notification).update({"time_window": "evening"})
        mark_stale_by_profile(session, profile.id)
    plan_stale_jobs(now=NOW)
    assert [row.due_at for row in messages_of(job.id)] == [berlin(1, 18)]


def test_a_deleted_notification_cancels_what_came_from_it(job, profile):
    with transaction() as session:
        session.query(Notification).delete()
        mark_stale_by_profile(session, profile.id)
    plan_stale_jobs(now=NOW)
    assert planned(job) == [(*REMINDER, "cancelled", "profile-changed")]


def test_when_the_studio_moves_to_another_zone_nine_o_clock_moves_along(job, studio):
    change_time_zone(studio.id, "Pacific/Auckland", by=JONAS, now=NOW)
    plan_stale_jobs(now=NOW)
    nine = datetime(2026, 12, 1, 9, tzinfo=ZoneInfo("Pacific/Auckland"))
    assert [row.due_at for row in messages_of(job.id)] == [nine]


def test_jobs_that_are_not_stale_cost_one_statement(job):
    with statements() as seen:
        assert plan_stale_jobs(now=NOW) == {}
    assert len(seen) == 1


def test_adding_a_profile_to_a_job_on_sale_sends_nothing_for_the_past(studio):
    job = a_job(studio, "selling", archive_on=TODAY + 3 * DAY)
    a_registration(job)
    standard = a_profile(
        studio, triggers=[("available", 0), ("before-archiving", 3), ("before-archiving", 1)]
    )
    press_twice(job.id, now=NOW + HOUR, communication_profile_id=standard.id)
    assert [(row.trigger, row.offset_days) for row in messages_of(job.id)] == [
        ("before-archiving", 1)
    ]


def test_one_failure_does_not_hold_up_the_other_jobs(job, studio, profile, stored):
    other = a_job(studio, "selling", archive_on=FRIDAY, communication_profile_id=profile.id)
    registration = a_registration(other)
    with transaction() as session:
        mark_stale(session, job.id, other.id)
        session.get(Job, job.id).archiving_date = date.max  # seven days after it there is no day
        session.get(Notification, profile.notifications[0].id).offset_days = 3
    plan_stale_jobs(now=NOW)
    assert [row.customer_id for row in messages_of(other.id)] == [registration.customer_id]


class TestPicturesTheCustomerSees:
    @pytest.fixture
    def job(self, studio):
        profile = a_profile(studio, triggers=[("available", 0)])
        with transaction() as session:
            session.query(Notification).update({"condition": "with-photos"})
        return a_job(studio, "selling", communication_profile_id=profile.id, access_type="person")

    def test_a_job_waits_until_there_are_pictures(self, job):
        a_registration(job)
        replan_job(job.id, now=NOW)
        assert messages_of(job.id) == []
        photo = a_photo(job)
        assign_photos(job.id, [photo.id], who=EVERYONE)
        plan_stale_jobs(now=NOW)
        assert len(messages_of(job.id)) == 1


class TestBasketsLeftBehind:
    @pytest.fixture
    def job(self, studio):
        profile = a_profile(studio, triggers=[("abandoned", 0)])
        with transaction() as session:
            session.query(Notification).update({"offset_hours": 3})
        return a_job(studio, "selling", communication_profile_id=profile.id)

    @pytest.fixture
    def basket(self, job, studio):
        customer = a_customer(studio)
        a_registration(job, customer, created_at=NOW - DAY)
        basket = a_filled_basket(job, visitor=a_visitor(studio, customer=customer)).basket
        with transaction() as session:
            session.merge(basket).touched_at = NOW
        return basket

    def notice(self, now):
        notice_left_baskets(now=now)
        plan_stale_jobs(now=now)

    def test_is_noticed_after_an_hour_and_due_after_three(self, job, basket):
        self.notice(NOW + 0.9 * HOUR)
        assert messages_of(job.id) == []
        self.notice(NOW + HOUR)
        (message,) = messages_of(job.id)
        assert (message.occasion, message.offset_hours) == (basket.id, 3)
        assert message.due_at == NOW + 3 * HOUR

    def test_is_noticed_once(self, job, basket):
        self.notice(NOW + HOUR)
        assert notice_left_baskets(now=NOW + 1.1 * HOUR) == {}

    def test_is_noticed_once_also_when_nobody_is_told_of_it(self, job):
        basket = a_filled_basket(job).basket
        with transaction() as session:
            session.merge(basket).touched_at = NOW
        assert notice_left_baskets(now=NOW + HOUR) == {"left_baskets": 1}
        assert notice_left_baskets(now=NOW + 2 * HOUR) == {}

    def test_who_comes_back_is_reminded_later(self, job, basket):
        self.notice(NOW + HOUR)
        with transaction() as session:
            session.merge(basket).touched_at = NOW + 2 * HOUR
        self.notice(NOW + 3 * HOUR)
        assert [row.due_at for row in messages_of(job.id)] == [NOW + 5 * HOUR]

    def test_who_orders_is_not_reminded(self, job, basket):
        self.notice(NOW + HOUR)
        with transaction() as session:
            session.merge(basket).state = "ordered"
        replan_job(job.id, now=NOW + 2 * HOUR)
        assert [row.state for row in messages_of(job.id)] == ["cancelled"]


def test_two_notifications_of_one_key_are_one_row(studio):
    twice = a_profile(studio, triggers=[("available", 0), ("available", 0)])
    job = a_job(studio, "selling", communication_profile_id=twice.id)
    a_registration(job)
    replan_job(job.id, now=NOW)
    assert len(all_rows(Message)) == 1


def test_whoever_was_sent_a_message_keeps_it_through_every_planning(job):
    customer = all_rows(Registration)[0].customer
    sent = a_message(job, customer, "available", "sent")
    replan_job(job.id, now=NOW)
    assert [row.state for row in messages_of(job.id, id=sent.id)] == ["sent"]
