"""The last look before a message goes out: nothing untrue, nothing late, nothing at night (C6)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support.builders import NOW, a_job, a_message, a_profile, a_studio
from tests.support.delivering import Office, a_job_with_reminders, a_mail, ledger_of
from tests.support.records import all_rows
from webapp.models.base import transaction
from webapp.models.customer import Customer, Registration
from webapp.models.job import Job
from webapp.models.message import Message, Notification
from webapp.use_cases import outbox

NIGHT = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)


@pytest.fixture
def office(app, config):
    return Office(app, config)


def change(table, row_id, **facts):
    with transaction() as session:
        row = session.get_one(table, row_id)
        for name, value in facts.items():
            setattr(row, name, value)


def files(config):
    folder = config.data / "mail"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


UNTRUE = {
    "unsubscribed": (Customer, {"unsubscribed_at": NOW}, "unsubscribed"),
    "unknown to its server": (Customer, {"email_refused_at": NOW}, "unreachable"),
    "archived": (Job, {"status": "archived", "archived_at": NOW}, "archived"),
    "paused": (Job, {"status": "planning"}, "paused"),
    "past its stop": (Job, {"stop_at": NOW - timedelta(seconds=1)}, "archived"),
    "without a profile": (Job, {"communication_profile_id": None}, "no-profile"),
    "of another date": (Job, {"archiving_date": date(2026, 12, 23)}, "date-moved"),
    "without a date": (Job, {"archiving": False}, "date-moved"),
    "of a deleted notification": (Message, {"notification_id": None}, "profile-changed"),
    "for buyers only": (Notification, {"target_group": "buyers"}, "other-group"),
    "not agreed to": (Registration, {"consented_at": None}, "other-group"),
}


@pytest.mark.parametrize("case", UNTRUE)
def test_what_is_no_longer_true_is_cancelled_and_both_records_say_so(office, config, case, stored):
    table, facts, reason = UNTRUE[case]
    row = a_mail(a_studio())
    (registration,) = all_rows(Registration, job_id=row.job_id)
    ids = {
        Customer: row.customer_id,
        Job: row.job_id,
        Message: row.message_id,
        Notification: ledger_of(row).notification_id,
        Registration: registration.id,
    }
    change(table, ids[table], **facts)

    office.work()

    assert (stored(row).state, files(config)) == ("cancelled", [])
    assert (ledger_of(row).state, ledger_of(row).reason) == ("cancelled", reason)
    assert ledger_of(row).changed_at == NOW


def test_nobody_is_told_of_pictures_that_were_deleted_meanwhile(office, config, stored):
    row = a_mail(a_studio())
    change(Job, row.job_id, trash_count=2)

    office.work()

    assert (stored(row).state, files(config)) == ("cancelled", [])
    assert (ledger_of(row).state, ledger_of(row).reason) == ("cancelled", "no-photos")


@pytest.mark.parametrize(
    ("trigger", "status", "state"),
    [
        ("archived", "archived", "sent"),
        ("after-archiving", "archived", "sent"),
        ("archived", "selling", "cancelled"),
        ("registered", "planning", "sent"),
        ("registered", "selling", "sent"),
        ("registered", "archived", "cancelled"),
        ("abandoned", "archived", "cancelled"),
        ("available", "selling", "sent"),
    ],
)
def test_each_trigger_has_jobs_for_which_it_is_true(office, trigger, status, state, stored):
    studio = a_studio()
    job = a_job(studio, status=status, communication_profile_id=a_profile(studio).id)
    row = a_mail(studio, job=job)
    change(Message, row.message_id, trigger=trigger)

    office.work()

    assert (stored(row).state, ledger_of(row).state) == (state, state)


def test_what_was_called_off_by_hand_while_it_was_claimed_is_not_sent(office, config, stored):
    row = a_mail(a_studio())
    change(Message, row.message_id, state="cancelled", reason="by-hand")

    office.work()

    assert (stored(row).state, files(config)) == ("cancelled", [])
    assert ledger_of(row).reason == "by-hand"


def test_a_reminder_that_has_expired_is_cancelled_as_late(office, config, stored):
    row = a_mail(a_studio(), expires_at=NOW)

    office.work()

    assert (stored(row).state, ledger_of(row).reason) == ("cancelled", "late")
    assert files(config) == []


def test_reminders_wait_for_the_morning_and_orders_do_not(office, stored):
    studio = a_studio()
    kinds = ("notification", "digest", "order", "confirmation", "test")
    rows = {kind: a_mail(studio, kind) for kind in kinds}
    elsewhere = a_mail(a_studio(time_zone="America/New_York"))
    office.now = NIGHT  # 23:00 in Berlin, 17:00 in New York

    office.work()

    states = {kind: stored(row).state for kind, row in rows.items()}
    assert states == dict.fromkeys(kinds, "sent") | {
        "notification": "waiting",
        "digest": "waiting",
    }
    assert stored(elsewhere).state == "sent"
    assert stored(rows["notification"]).attempts == 0

    office.now = NIGHT + timedelta(hours=10)
    office.work()

    assert {stored(row).state for row in rows.values()} == {"sent"}


def test_orders_are_sent_whatever_their_customer_unsubscribed_from(office, stored):
    row = a_mail(a_studio(), "order")
    change(Customer, row.customer_id, unsubscribed_at=NOW)

    office.work()

    assert stored(row).state == "sent"


def test_what_somebody_waits_for_goes_before_what_is_written_to_many(office, config):
    studio = a_studio()
    job = a_job_with_reminders(studio, archive_on=date(2026, 12, 14))
    many = [a_mail(studio, job=job, place=number) for number in range(3)]
    for row in many:
        change(type(row), row.id, priority=1)
    urgent = a_mail(studio, "order", place=9, priority=0)
    written = []

    def watch(moment, _phase):
        if moment == "after":
            written.append(set(files(config)) - set().union(*written))

    office.outside = type(office.outside)(**{**vars(office.outside), "watch": watch})
    office.work()

    (first,) = written[0]
    assert urgent.mail_id.partition("@")[0] in first


def test_a_message_of_another_job_says_nothing_about_this_one(office, stored):
    studio = a_studio()
    row = a_mail(studio)
    other = a_mail(studio)
    a_message(a_job(studio), stored(row).customer, state="cancelled")
    change(Job, other.job_id, status="planning")

    office.work()

    assert (stored(row).state, stored(other).state) == ("sent", "cancelled")


def test_what_may_have_gone_out_is_never_called_off_and_sent_again(office, config, stored):
    """A worker died after the dot; the next one finds it among others and no time for them."""
    studio = a_studio()
    row = a_mail(studio, in_doubt=True, attempts=1)
    with transaction() as session:
        assert outbox.cancel_waiting(session, [row.message_id], now=NOW) == set()
    office.work()
    assert (stored(row).state, ledger_of(row).state) == ("unknown", "unknown")
    assert files(config) == []
