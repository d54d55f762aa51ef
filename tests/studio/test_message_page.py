"""One message: why it is sent, how it reads, what became of it, and calling it off (C9)."""

from datetime import timedelta

import pytest

from tests.support.builders import (
    NOW,
    TODAY,
    a_code,
    a_customer,
    a_job,
    a_message,
    a_person,
    a_profile,
    a_registration,
    a_studio,
    an_outgoing,
)
from tests.support.pages import page, words
from tests.support.records import history_of, messages_of
from webapp.models.base import transaction
from webapp.models.customer import Registration
from webapp.models.message import Notification
from webapp.use_cases.plan_messages import replan_job

DAY = timedelta(days=1)
FORM = ".dialog form"


@pytest.fixture
def job(studio):
    profile = a_profile(studio, "School standard", triggers=[("before-archiving", 3)])
    with transaction() as session:
        row = session.query(Notification).filter_by(profile_id=profile.id).one()
        row.subject, row.message = "Soon: [[Job.name]]", "Hello [[Customer.firstname]],\n\n{{7*7}}"
    return a_job(
        studio,
        "selling",
        archive_on=TODAY + 6 * DAY,
        communication_profile_id=profile.id,
        public_name="Oak Lane Primary",
    )


@pytest.fixture
def message(studio, job):
    """Planned for Anna, who came through Mia's code and agreed."""
    code = a_code(job, person=a_person(job, "Mia Berger"))
    registration = a_registration(job, created_at=NOW - 5 * DAY)
    with transaction() as session:
        row = session.get_one(Registration, registration.id)
        row.access_code_id, row.consent, row.consented_at = code.id, "Write to me.", NOW - 5 * DAY
    replan_job(job.id, now=NOW)
    return messages_of(job.id)[0]


def address(message):
    return f"/studio/messages/{message.id}"


def test_the_page_says_who_what_when_and_why(client, studio, message):
    said = words(client.get(address(message)))
    assert "3 days before archiving Oak Lane Primary · Anna Berger" in said
    assert "Planned for Thu 26 Nov, 09:00" in said
    assert "The archiving date is Sunday, 29 November 2026. That is 3 days after" in said
    assert "The profile ‘School standard’ tells this to all customers." in said
    assert "Registered on Wednesday, 18 November 2026, 10:00, through the code of ‘Mia" in said
    assert "Agreed on Wednesday, 18 November 2026, 10:00 to: ‘Write to me.’" in said


def test_the_preview_is_what_would_be_sent_on_that_day(client, studio, message):
    response = client.get(address(message))
    assert "Subject Soon: Oak Lane Primary" in words(response)
    assert "Hello Anna" in words(page(response).select_one(".msg-text"))
    frame = page(response).select_one("iframe")
    assert frame.has_attr("sandbox")
    mail = client.get(frame["src"])
    assert "3 days left: order until the end of Sunday, 29 November 2026" in mail.text
    assert "{{7*7}}" in mail.text
    assert "sandbox" in mail.headers["Content-Security-Policy"]


def test_what_was_written_is_shown_from_its_own_bytes(client, studio, message):
    become(message, "sent")
    an_outgoing(studio, kind="notification", message=message, state="sent", attempts=1)
    response = client.get(address(message))
    assert "Word for word, as it was written." in words(response)
    assert "Thank you for your order." in words(page(response).select_one(".msg-text"))
    assert "Thank you for your order." in client.get(f"{address(message)}/mail").text
    assert "Cancel this message" not in words(response)


def test_an_sms_is_text_alone(client, studio, job):
    customer = a_customer(studio, phone="+491701234567")
    message = a_message(job, customer, state="sent", channel="sms", changed_at=NOW)
    an_outgoing(
        studio,
        kind="notification",
        message=message,
        channel="sms",
        state="sent",
        recipient="+491701234567",
        content="Grüße & bis bald".encode(),
    )
    response = client.get(address(message))
    assert words(page(response).select_one(".msg-text")) == "Grüße & bis bald"
    assert page(response).select_one("iframe") is None
    assert client.get(f"{address(message)}/mail").status_code == 404


def test_a_message_whose_notification_is_gone_says_so(client, studio, job):
    message = a_message(job, a_customer(studio), state="cancelled", changed_at=NOW)
    said = words(client.get(address(message)))
    assert "It cannot be shown" in said
    assert "The notification it came from was deleted." in said


@pytest.mark.parametrize(
    ("trigger", "occasion"),
    [
        ("available", ""),
        ("registered", ""),
        ("archived", NOW.isoformat()),
        ("after-archiving", NOW.isoformat()),
        ("abandoned", "a-basket"),
    ],
)
def test_every_trigger_has_its_reason(client, studio, job, trigger, occasion):
    message = a_message(job, a_customer(studio), trigger, occasion=occasion, offset_hours=1)
    assert words(page(client.get(address(message))).select_one(".todo li"))


def test_attempts_are_told_with_the_servers_words(client, studio, message):
    become(message, "sending")
    an_outgoing(
        studio,
        kind="notification",
        message=message,
        attempts=2,
        phase="rcpt",
        reply="450 busy",
    )
    said = words(client.get(address(message)))
    assert "2 attempts · The server refused the address: 450 busy · tried again in a moment" in said


def test_an_order_mail_is_read_on_a_page_of_its_own(client, studio):
    row = an_outgoing(studio, "order", "sent", finished_at=NOW)
    response = client.get(f"/studio/outbox/{row.id}")
    assert "Order confirmation" in words(response)
    assert "Thank you for your order." in words(response)
    assert client.get(f"/studio/outbox/{row.id}/mail").status_code == 200


def test_another_studios_messages_are_unknown(client, studio):
    other = a_studio()
    message = a_message(a_job(other, "selling"), a_customer(other), state="planned")
    row = an_outgoing(other, "order", "sent")
    own = an_outgoing(studio, "notification", message=a_message(a_job(studio), a_customer(studio)))
    for path in (
        address(message),
        f"{address(message)}/mail",
        f"{address(message)}/cancellation",
        f"/studio/outbox/{row.id}",
        f"/studio/outbox/{row.id}/mail",
        f"/studio/outbox/{own.id}",
    ):
        assert client.get(path).status_code == 404
    token = client.token("/studio/messages")
    data = {"csrf_token": token}
    answer = client.post(f"{address(message)}/cancellation", data=data)
    assert answer.status_code == 404
    assert messages_of(message.job_id)[0].state == "planned"


def test_one_message_is_cancelled_after_the_window(client, studio, message, stored):
    window = client.get(f"{address(message)}/cancellation")
    assert "Cancel the message to Anna Berger?" in words(window)
    assert stored(message).state == "planned"
    answer = client.submit(window, FORM, button="Cancel this message", follow=True)
    assert "1 message cancelled." in words(answer)
    assert (stored(message).state, stored(message).reason) == ("cancelled", "by-hand")
    assert history_of(message.job_id)[-1].actor_name == "Jonas Weber"
    shown = words(client.get(f"/studio/jobs/{message.job_id}/history"))
    assert "Messages cancelled by hand 1 message cancelled" in shown


def test_all_of_a_group_are_cancelled_after_the_window(client, studio, job, message):
    for _each in range(2):
        a_registration(job, created_at=NOW - 5 * DAY)
    replan_job(job.id, now=NOW)
    window = client.get(f"{address(message)}/cancellation?all=1")
    assert "Cancel all 3 messages?" in words(window)
    answer = client.submit(window, FORM, button="Cancel all 3", follow=True)
    assert "3 messages cancelled." in words(answer)
    assert {each.state for each in messages_of(job.id)} == {"cancelled"}


def test_when_one_more_has_come_the_window_asks_again(client, studio, job, message):
    window = client.get(f"{address(message)}/cancellation?all=1")
    a_registration(job, created_at=NOW - 5 * DAY)
    replan_job(job.id, now=NOW)
    answer = client.submit(window, FORM)
    assert answer.status_code == 409
    assert "The number has changed meanwhile. Nothing was cancelled yet." in words(answer)
    assert {each.state for each in messages_of(job.id)} == {"planned"}
    client.submit(answer, FORM)
    assert {each.state for each in messages_of(job.id)} == {"cancelled"}


def test_what_was_sent_meanwhile_is_answered_calmly(client, studio, message, stored):
    window = client.get(f"{address(message)}/cancellation")
    become(message, "sent")
    answer = client.submit(window, FORM)
    assert answer.status_code == 409
    assert "It went out or was cancelled meanwhile. Nothing was changed." in words(answer)
    assert stored(message).state == "sent"


def test_what_is_being_sent_at_this_moment_is_answered_calmly(client, studio, message, stored):
    become(message, "sending")
    an_outgoing(studio, kind="notification", message=message, phase="claimed", attempts=1)
    answer = client.submit(f"{address(message)}/cancellation", FORM)
    assert answer.status_code == 409
    assert "It is being sent at this moment" in words(answer)
    assert stored(message).state == "sending"


def become(message, state):
    with transaction() as session:
        session.get_one(type(message), message.id).state = state


def test_what_the_server_said_to_a_good_message_is_no_refusal(client, studio, message):
    become(message, "sent")
    an_outgoing(
        studio,
        kind="notification",
        message=message,
        state="sent",
        attempts=1,
        phase="dot",
        reply="250 2.0.0 queued as 4711",
    )
    said = words(client.get(address(message)))
    assert "Attempts 1 attempt · 250 2.0.0 queued as 4711" in said
    assert "refused" not in said


@pytest.mark.parametrize("kind", ["notification", "order"])
def test_what_an_old_message_said_is_deleted_and_the_page_says_so(client, studio, message, kind):
    become(message, "sent")
    of_ledger = message if kind == "notification" else None
    row = an_outgoing(studio, kind, "sent", message=of_ledger, content=b"", finished_at=NOW)
    path = address(message) if of_ledger else f"/studio/outbox/{row.id}"
    response = client.get(path)
    assert "What it said was deleted after 90 days." in words(response)
    assert page(response).select_one(".msg-text, iframe") is None
    assert client.get(f"{path}/mail").status_code == 404
