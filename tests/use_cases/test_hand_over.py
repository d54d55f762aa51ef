"""What is due goes into the outbox as it will be sent; what is not true does not (C3, C6, C8)."""

from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup

from tests.support.builders import (
    NOW,
    TODAY,
    a_code,
    a_customer,
    a_job,
    a_photo,
    a_profile,
    a_registration,
    a_studio,
)
from tests.support.races import race
from tests.support.records import all_rows, messages_of
from tests.support.verdicts import RUNS
from webapp.delivery.mail import Mail, Mailbox, build
from webapp.models import sealing
from webapp.models.base import transaction
from webapp.models.customer import Registration
from webapp.models.message import Notification
from webapp.models.outgoing import Outgoing
from webapp.use_cases import links
from webapp.use_cases.archive_jobs import archive_due_jobs
from webapp.use_cases.hand_over import CANNOT_BE_WRITTEN, hand_over_due
from webapp.use_cases.plan_messages import replan_job

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LAST_DAY = TODAY + 3 * DAY
TEXT = """Hello [[Customer.firstname]],

<b>[[Job.name]]</b> & more: [[Customer.photos]] pictures wait for you here:

[[Customer.loginurl]]

Order until [[Job.date_archiving]]. Shot on [[Job.date_shot]].

[[Photographer.company]]"""


@pytest.fixture
def studio(app):
    return a_studio("Studio Süd")


def a_due_job(studio, channel="email", text=TEXT, subject="Look – [[Job.name]]", **facts):
    """A job on sale with one customer, who is owed the message that photos are available."""
    profile = a_profile(studio, f"Profile {len(all_rows(Notification))}")
    with transaction() as session:
        notification = session.get(Notification, profile.notifications[0].id)
        notification.channel, notification.message, notification.subject = channel, text, subject
    facts = {"archive_on": LAST_DAY, "public_name": "Oak Lane"} | facts
    job = a_job(studio, "selling", communication_profile_id=profile.id, **facts)
    a_registration(
        job,
        a_customer(studio, "anna@example.org", phone="+4915112345678", phone_confirmed_at=NOW),
    )
    replan_job(job.id, now=NOW)
    return job


def the_mail():
    (row,) = all_rows(Outgoing)
    return message_from_bytes(row.content, policy=default)


def part(mail, kind):
    return mail.get_body([kind]).get_content()


def test_what_is_due_is_written_out_once(studio):
    job = a_due_job(studio)
    assert hand_over_due(now=NOW) == {"handed_over": 1, "failed": 0}
    assert hand_over_due(now=NOW) == {}
    (row,) = all_rows(Outgoing)
    (message,) = messages_of(job.id)
    assert (row.message_id, row.kind, row.state) == (message.id, "notification", "waiting")
    assert (row.recipient, row.host, row.job_id) == ("anna@example.org", "example.org", job.id)
    assert (message.state, message.changed_at) == ("sending", NOW)


def test_it_says_what_is_and_to_whom(studio):
    a_photo(a_due_job(studio))
    hand_over_due(now=NOW)
    mail = the_mail()
    text = part(mail, "plain")
    assert mail["subject"] == "Look – Oak Lane"
    assert str(mail["to"]) == "Anna Berger <anna@example.org>"
    assert (mail["from"].addresses[0].display_name, mail["reply-to"]) == (
        "Studio Süd",
        studio.email,
    )
    assert "Hello Anna," in text
    assert "<b>Oak Lane</b> & more: 1 pictures wait for you here:" in text
    assert "Order until Thursday, 26 November 2026. Shot on Monday, 12 October 2026." in text
    assert "3 days left: order until the end of Thursday, 26 November 2026" in text


def test_html_and_text_say_the_same_and_nothing_in_it_is_run(studio):
    a_due_job(studio, text=TEXT + "\n\n<script>alert(1)</script> 100 %")
    hand_over_due(now=NOW)
    mail = the_mail()
    page = BeautifulSoup(part(mail, "html"), "html.parser")
    assert page.find("script") is None
    shown = page.body.get_text(" ", strip=True)
    assert "<b>Oak Lane</b> & more" in shown
    assert "<script>alert(1)</script> 100 %" in shown
    links_in_text = {word for word in part(mail, "plain").split() if word.startswith("http")}
    assert {tag["href"] for tag in page.select("a[href]")} == links_in_text


def test_it_carries_what_a_program_needs_to_end_such_mails(studio):
    job = a_due_job(studio)
    hand_over_due(now=NOW)
    mail = the_mail()
    customer = messages_of(job.id)[0].customer
    assert mail["list-unsubscribe"] == f"<{links.unsubscribe_link(studio, customer)}>"
    assert mail["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    assert mail["auto-submitted"] == "auto-generated"
    assert mail.get_content_type() == "multipart/alternative"
    raw = all_rows(Outgoing)[0].content
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert len(raw) < 60_000
    assert max(len(line) for line in raw.split(b"\r\n")) < 998


def test_the_same_mail_has_the_same_bytes_whenever_it_is_built(studio):
    mail = Mail(
        sender=Mailbox("a@example.org", "Ä"), recipient=Mailbox("b@example.org"), subject="Ö",
        text="ü", html="<p>ü</p>", message_id="1@example.org", written_at=NOW,
    )  # fmt: skip
    assert build(mail) == build(mail)


def test_the_login_link_is_signed_for_this_registration(studio):
    job = a_due_job(studio)
    hand_over_due(now=NOW)
    (registration,) = all_rows(Registration, job_id=job.id)
    link = links.open_link(studio, registration)
    assert link in part(the_mail(), "plain")
    assert sealing.is_signed(link.rpartition("/")[2], purpose=links.OPEN)
    assert not sealing.is_signed(link.rpartition("/")[2], purpose=links.UNSUBSCRIBE)


def test_pictures_are_counted_as_the_customers_code_opens_them(studio):
    job = a_due_job(studio)
    code = a_code(job)
    with transaction() as session:
        session.query(Registration).update({"access_code_id": code.id})
    a_photo(job), a_photo(job)
    hand_over_due(now=NOW)
    assert "2 pictures" in part(the_mail(), "plain")


def test_an_sms_is_text_and_says_how_to_end_it(studio):
    a_due_job(studio, channel="sms", text="[[Job.name]]: [[Customer.loginurl]]")
    hand_over_due(now=NOW)
    (row,) = all_rows(Outgoing)
    assert (row.channel, row.recipient) == ("sms", "+4915112345678")
    assert row.content.decode().startswith("Oak Lane: http://127.0.0.1:8000/shop/")
    assert "\nUnsubscribe: http" in row.content.decode()


def test_nothing_is_written_out_at_night(studio):
    a_due_job(studio)
    night = datetime(2026, 11, 23, 21, tzinfo=ZoneInfo("Europe/Berlin"))
    assert hand_over_due(now=night) == {}
    assert hand_over_due(now=night + 12 * HOUR) == {"handed_over": 1, "failed": 0}


def test_what_is_not_due_stays_planned(studio):
    profile = a_profile(studio, triggers=[("before-archiving", 1)])
    job = a_job(studio, "selling", archive_on=LAST_DAY, communication_profile_id=profile.id)
    a_registration(job)
    replan_job(job.id, now=NOW)
    assert hand_over_due(now=NOW) == {}


def test_a_reminder_that_is_a_day_late_is_dropped_and_not_sent(studio):
    profile = a_profile(studio, triggers=[("before-archiving", 1)])
    job = a_job(
        studio, "selling", archive_on=LAST_DAY, delay="3", communication_profile_id=profile.id
    )
    a_registration(job)
    replan_job(job.id, now=NOW)
    hand_over_due(now=NOW + 3 * DAY + HOUR)
    (message,) = messages_of(job.id)
    assert (message.state, message.reason) == ("cancelled", "late")
    assert all_rows(Outgoing) == []


def test_what_became_untrue_unnoticed_is_not_sent(studio):
    job = a_due_job(studio, archive_on=date(2026, 11, 23))
    hand_over_due(now=datetime(2026, 11, 24, 9, tzinfo=ZoneInfo("Europe/Berlin")))
    (message,) = messages_of(job.id)
    assert message.state == "cancelled"
    assert all_rows(Outgoing) == []


def test_one_that_cannot_be_written_fails_alone(studio):
    job = a_due_job(studio)
    a_registration(job, a_customer(studio, "not an address"))
    replan_job(job.id, now=NOW)
    hand_over_due(now=NOW)
    states = {row.customer.email: (row.state, row.reason) for row in messages_of(job.id)}
    assert states == {
        "anna@example.org": ("sending", ""),
        "not an address": ("failed", CANNOT_BE_WRITTEN),
    }


def test_a_subject_can_add_no_header(studio):
    job = a_due_job(studio, subject="Hello\r\nBcc: all@example.org")
    hand_over_due(now=NOW)
    assert [row.state for row in messages_of(job.id)] == ["failed"]
    assert all_rows(Outgoing) == []


def test_several_workers_at_once_write_each_message_out_once(app):
    for _run in range(RUNS // 4 or 1):
        job = a_due_job(a_studio())
        race(app, *[lambda: hand_over_due(now=NOW)] * 3)
        (message,) = messages_of(job.id)
        assert len(all_rows(Outgoing, message_id=message.id)) == 1


def test_archiving_at_the_same_moment_leaves_no_copy_of_what_it_cancelled(app):
    midnight = datetime(2026, 11, 24, tzinfo=ZoneInfo("Europe/Berlin"))
    for _run in range(RUNS // 4 or 1):
        job = a_due_job(a_studio(), archive_on=TODAY)
        race(app, lambda: hand_over_due(now=NOW), lambda: archive_due_jobs(now=midnight))
        (message,) = messages_of(job.id)
        waiting = all_rows(Outgoing, message_id=message.id, state="waiting")
        assert bool(waiting) is (message.state == "sending")
