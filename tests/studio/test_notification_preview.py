"""How a message reads before it is saved, with real data; and a test of it to oneself."""

from datetime import date, timedelta
from email import message_from_bytes, policy

import pytest

from tests.support.builders import (
    NOW,
    TODAY,
    a_customer,
    a_job,
    a_profile,
    a_registration,
    a_studio,
)
from tests.support.pages import page, words
from webapp.models.base import db
from webapp.models.message import Message, Notification
from webapp.models.outgoing import Outgoing
from webapp.use_cases.send_test import OFTEN

LIST = "/studio/communication-profiles"
FORM = "#notification"
MESSAGE = "Hello [[Customer.firstname]],\n\nuntil [[Job.date_archiving]]\n\n[[Customer.loginurl]]"


@pytest.fixture
def profile(studio):
    return a_profile(studio, "Schools", triggers=(("available", 0),))


@pytest.fixture
def job(studio):
    facts = {"public_name": "Oak Lane Primary", "archive_on": TODAY + timedelta(days=5)}
    return a_job(studio, status="selling", **facts)


@pytest.fixture
def registration(studio, job):
    return a_registration(job, a_customer(studio, "anna@example.org", "Anna Berger"))


def new(profile):
    return f"{LIST}/{profile.id}/notifications/new"


def ask(client, profile, button="Show preview", **fields):
    typed = {"subject": "Until [[Job.date_archiving]]", "message": MESSAGE} | fields
    return client.submit(new(profile), FORM, button=button, tampered=True, **typed)


def mail_in(response):
    """The mail inside of the first frame."""
    frame = page(response).select_one("iframe")
    assert frame.has_attr("sandbox")
    assert not frame["sandbox"]
    return frame["srcdoc"]


def outgoing():
    db.session.rollback()
    return db.session.query(Outgoing).all()


@pytest.mark.usefixtures("registration")
def test_a_preview_has_a_real_customers_data_and_stores_nothing(client, profile):
    answer = ask(client, profile)
    assert answer.status_code == 200
    shown = words(answer)
    assert "As it reaches Anna Berger, about Oak Lane Primary" in shown
    assert "Until Saturday, 28 November 2026" in words(page(answer).select_one(".n-list"))
    assert "Hello Anna," in mail_in(answer)
    assert "Hello Anna, until Saturday, 28 November 2026" in words(page(answer).select_one("pre"))
    assert len(page(answer).select("iframe")) == 2
    db.session.rollback()
    assert db.session.query(Notification).filter_by(profile_id=profile.id).count() == 1
    assert outgoing() == []


@pytest.mark.usefixtures("registration")
def test_what_was_typed_stays_in_the_form(client, profile):
    document = page(ask(client, profile, offset="9", group="buyers"))
    assert document.select_one("#offset")["value"] == "9"
    assert document.select_one("#group [selected]")["value"] == "buyers"
    assert document.select_one("#message").text.strip() == MESSAGE


@pytest.mark.usefixtures("registration")
def test_a_reminder_reads_as_on_the_day_on_which_it_is_due(client, profile):
    assert "3 days left" in mail_in(ask(client, profile, offset="3")).replace("\xa0", " ")
    assert "1 day left" in mail_in(ask(client, profile, offset="1")).replace("\xa0", " ")


def test_the_newest_registration_is_shown_unless_another_is_chosen(client, studio, profile, job):
    older = a_registration(job, a_customer(studio, name="Ben"), NOW - timedelta(days=3))
    a_registration(job, a_customer(studio, name="Cleo"), NOW)
    assert "As it reaches Cleo" in words(ask(client, profile))
    assert "As it reaches Ben" in words(ask(client, profile, reader=older.id))


def test_without_a_customer_sample_data_are_shown_and_called_so(client, profile):
    answer = ask(client, profile)
    assert "These are sample data" in words(answer)
    assert "As it reaches Anna Berger, about Oak Lane Primary – Autumn portraits" in words(answer)
    assert "7 days left" in mail_in(ask(client, profile, offset="7")).replace("\xa0", " ")


def test_sample_data_are_of_an_archived_shoot_where_the_message_is(client, profile):
    archived = mail_in(ask(client, profile, trigger="archived", time="at-once"))
    assert "days left" not in archived.replace("\xa0", " ")
    assert "Open the page" in archived


@pytest.mark.usefixtures("registration")
def test_another_studios_customer_is_never_shown(client, profile):
    theirs = a_registration(a_job(a_studio()), a_customer(a_studio(), name="Not Yours"))
    answer = ask(client, profile, reader=theirs.id)
    assert "Not Yours" not in answer.text
    assert "These are sample data" in words(answer)


@pytest.mark.usefixtures("registration")
def test_the_page_allows_the_style_of_its_mails_and_no_other(client, profile):
    policy_of_page = ask(client, profile).headers["Content-Security-Policy"]
    assert "style-src 'self' 'sha256-" in policy_of_page
    assert "unsafe" not in policy_of_page
    assert client.get(new(profile)).headers["Content-Security-Policy"] == policy_of_page


@pytest.mark.usefixtures("registration")
def test_a_script_gets_the_preview_alone(client, profile):
    typed = {"subject": "S", "message": "M"}
    answer = client.submit(
        new(profile), FORM, button="Show preview", headers={"HX-Request": "true"}, **typed
    )
    assert "<html" not in answer.text
    assert len(page(answer).select("iframe")) == 2
    assert page(answer).select("textarea") == []


def test_what_is_wrong_is_named_instead_of_shown(client, profile):
    answer = ask(client, profile, message="[[Kunde]]")
    assert answer.status_code == 422
    assert "[[Kunde]] is no placeholder." in words(answer)
    assert page(answer).select("iframe") == []


@pytest.mark.usefixtures("registration")
def test_an_sms_is_shown_with_its_length_and_segments(client, profile):
    answer = ask(client, profile, channel="sms", subject="", message="Hello [[Customer.firstname]]")
    shown = words(page(answer).select_one("#preview"))
    assert "Hello Anna" in shown
    assert "1 segment · GSM alphabet" in shown
    answer = ask(client, profile, channel="sms", message="Hello ‘[[Customer.firstname]]’")
    shown = words(page(answer).select_one("#preview"))
    assert "Unicode" in shown
    assert "less than half: ‘ ’" in shown


def test_the_stored_message_is_shown_at_once(client, profile, registration):
    row = db.session.query(Notification).filter_by(profile_id=profile.id).one()
    shown = client.get(f"{LIST}/{profile.id}/notifications/{row.id}")
    assert "As it reaches Anna Berger" in words(shown)


def test_a_test_goes_to_whoever_is_signed_in_and_to_no_customer(client, profile, registration):
    shown = ask(client, profile)
    answer = client.submit(shown, FORM, button="Send a test to me")
    (sent,) = outgoing()
    assert (sent.kind, sent.channel, sent.state) == ("test", "email", "waiting")
    assert sent.recipient in words(answer)
    assert "A test is on its way to" in words(answer)
    assert (sent.message_id, sent.customer_id, sent.job_id) == (None, None, None)
    mail = message_from_bytes(sent.content, policy=policy.default)
    assert mail["Subject"] == "Test: Until Saturday, 28 November 2026"
    assert mail["List-Unsubscribe"] is None
    text = mail.get_body(("plain",)).get_content()
    assert "Hello Jonas," in text
    for secret in (registration.id, registration.customer_id):
        assert secret not in text
    assert db.session.query(Message).count() == 0


def test_a_test_of_a_long_subject_is_stored_on_every_database(client, profile):
    shown = ask(client, profile, subject="[[Job.name]]" * 16)
    client.submit(shown, FORM, button="Send a test to me")
    (sent,) = outgoing()
    assert len(sent.subject) <= 200


def test_a_test_by_sms_needs_a_mobile_number_of_the_studios_country(client, profile):
    shown = ask(client, profile, channel="sms", message="Hello [[Customer.firstname]]")
    for wrong, sentence in (
        ("", "Write the number that the test goes to."),
        ("12", "Check this number"),
        ("+43 664 1234567", "another country"),
    ):
        answer = client.submit(shown, FORM, button="Send a test to me", number=wrong)
        assert answer.status_code == 422
        assert sentence in words(page(answer).select_one("#number-error"))
    assert outgoing() == []
    client.submit(shown, FORM, button="Send a test to me", number="0151 23456789")
    (sent,) = outgoing()
    assert (sent.channel, sent.recipient) == ("sms", "+4915123456789")
    assert sent.content.decode().startswith("Hello Jonas")


def test_the_number_of_a_test_never_stops_anything_else(client, profile):
    shown = ask(client, profile, channel="sms", message="Hello")
    answer = client.submit(shown, FORM, button="Save message", number="12")
    assert answer.status_code == 303


def test_tests_are_slowed_down(client, profile):
    shown = ask(client, profile)
    for _time in range(OFTEN):
        assert client.submit(shown, FORM, button="Send a test to me").status_code == 200
    answer = client.submit(shown, FORM, button="Send a test to me")
    assert answer.status_code == 429
    assert len(outgoing()) == OFTEN


def test_a_job_that_is_gone_from_the_shop_shows_its_data_all_the_same(client, studio, profile):
    job = a_job(studio, status="archived", public_name="Old", archive_on=date(2026, 1, 5))
    a_registration(job, a_customer(studio, name="Ada"))
    assert "As it reaches Ada, about Old" in words(ask(client, profile))
