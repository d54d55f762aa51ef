"""Planned and sent messages, of a job and of the whole studio: who, what, when, why (C9)."""

from datetime import timedelta

import pytest

from tests.support.builders import (
    NOW,
    TODAY,
    a_customer,
    a_job,
    a_message,
    a_profile,
    a_registration,
    a_studio,
    an_outgoing,
)
from tests.support.pages import page, words
from tests.support.records import statements
from webapp.models.base import transaction
from webapp.models.outgoing import OutboxGate
from webapp.use_cases.plan_messages import replan_job

ALL = "/studio/messages"
DAY = timedelta(days=1)


@pytest.fixture
def profile(studio):
    return a_profile(
        studio, "School standard", triggers=[("before-archiving", 3), ("before-archiving", 1)]
    )


@pytest.fixture
def job(studio, profile):
    return planned_job(studio, profile, customers=3)


def planned_job(studio, profile, customers, name="Oak Lane Primary"):
    job = a_job(
        studio,
        "selling",
        archive_on=TODAY + 6 * DAY,
        communication_profile_id=profile.id,
        public_name=name,
    )
    for _each in range(customers):
        a_registration(job, created_at=NOW - 5 * DAY)
    replan_job(job.id, now=NOW)
    return job


def of(job):
    return f"/studio/jobs/{job.id}/messages"


def rows(client, address, **asked):
    found = page(client.get(address, query_string=asked))
    return [words(row) for row in found.select(".msg-tbl tbody tr")]


def counts(client, address, **asked):
    found = page(client.get(address, query_string=asked))
    return [words(link) for link in found.select("#message-parts a")]


def test_what_is_planned_is_one_line_for_each_kind_and_time(client, studio, job):
    assert rows(client, of(job)) == [
        "Thu 26 Nov, 09:00 3 customers E-mail: 3 days before archiving"
        " ‘School standard’ tells all customers",
        "Sat 28 Nov, 09:00 3 customers E-mail: 1 day before archiving"
        " ‘School standard’ tells all customers",
    ]
    assert counts(client, of(job)) == ["Planned 6", "Sent 0", "Failed 0", "Cancelled 0"]


def test_behind_a_line_stands_every_single_message(client, studio, job):
    first = page(client.get(of(job))).select_one(".msg-tbl .jobname")
    response = client.get(first["href"])
    assert len(page(response).select(".msg-tbl tbody tr")) == 3
    head = page(response).select_one(".msg-group")
    assert "3 customers · 3 days before archiving · Thu 26 Nov, 09:00" in words(head)
    assert "Cancel all 3" in words(head)


def test_every_message_can_be_listed_by_itself(client, studio, job):
    assert len(rows(client, of(job), each="1")) == 6


def test_the_studio_sees_the_messages_of_all_its_jobs_with_their_names(client, studio, job):
    planned_job(studio, a_profile(studio, "Clubs", [("before-archiving", 3)]), 1, "Ash FC")
    found = rows(client, ALL)
    assert len(found) == 3
    assert any("Ash FC" in row and "Anna Berger" in row and "‘Clubs’" in row for row in found)


def test_target_group_and_condition_stand_behind_the_profile(client, studio, profile):
    with transaction() as session:
        for each in session.get_one(type(profile), profile.id).notifications:
            each.target_group, each.condition = "potential", "without-photos"
    job = planned_job(studio, profile, customers=1)
    assert rows(client, of(job))[0].endswith(
        "‘School standard’ tells: Potential buyers, Without photos"
    )


@pytest.mark.parametrize(
    ("state", "facts", "said"),
    [
        ("sent", {}, "Sent"),
        ("failed", {}, "Not sent: its text cannot be filled in."),
        ("unknown", {}, "Perhaps sent: it was handed over, and the answer was lost."),
        ("cancelled", {"reason": "date-moved"}, "The archiving date has moved."),
        ("cancelled", {"reason": "by-hand"}, "Cancelled by hand."),
        ("cancelled", {"reason": "from-the-future"}, "It is no longer true."),
    ],
)
def test_what_is_over_says_how_it_ended(client, studio, state, facts, said):
    job = a_job(studio, "selling")
    a_message(job, a_customer(studio), state=state, changed_at=NOW, **facts)
    part = "failed" if state == "unknown" else state
    (row,) = rows(client, of(job), state=part)
    assert row.startswith("Mon 23 Nov, 10:00 Anna Berger")
    assert said in row
    assert rows(client, of(job), state="planned") == []


def test_a_failure_shows_the_servers_own_words(client, studio):
    job = a_job(studio, "selling")
    message = a_message(job, a_customer(studio), state="failed")
    reply = "550 5.1.1 <b>unknown</b>"
    an_outgoing(
        studio, kind="notification", message=message, state="failed", phase="rcpt", reply=reply
    )
    (row,) = rows(client, of(job), state="failed")
    assert "Not sent. The server refused the address: 550 5.1.1 <b>unknown</b>" in row


def test_what_is_tried_again_says_so_among_the_planned(client, studio):
    job = a_job(studio, "selling")
    message = a_message(job, a_customer(studio), state="sending")
    an_outgoing(
        studio, kind="notification", message=message, attempts=2, phase="dot", reply="451 later"
    )
    (row,) = rows(client, of(job))
    assert "Not sent yet, it is tried again. The server refused the message: 451 later" in row


def test_what_goes_out_without_the_ledger_is_there_too(client, studio):
    job = a_job(studio, "selling")
    an_outgoing(studio, "order", "sent", job_id=job.id, finished_at=NOW)
    an_outgoing(studio, "digest", "failed", recipient="me@example.org", finished_at=NOW)
    an_outgoing(studio, "test", "waiting", recipient="me@example.org")
    assert counts(client, ALL) == ["Planned 1", "Sent 1", "Failed 1", "Cancelled 0"]
    assert "Order confirmation" in rows(client, ALL, state="sent")[0]
    assert "Weekly letter to you" in rows(client, ALL, state="failed")[0]
    assert rows(client, of(job), state="sent")[0].startswith("Mon 23 Nov, 10:00 parent@example.org")
    assert counts(client, of(job)) == ["Planned 0", "Sent 1", "Failed 0", "Cancelled 0"]


def test_the_copy_of_a_message_is_not_counted_besides_it(client, studio):
    job = a_job(studio, "selling")
    message = a_message(job, a_customer(studio), state="sent", changed_at=NOW)
    an_outgoing(studio, kind="notification", message=message, state="sent", finished_at=NOW)
    assert counts(client, of(job)) == ["Planned 0", "Sent 1", "Failed 0", "Cancelled 0"]


@pytest.mark.parametrize("q", ["yıld", "BEN@example", "+49 170", "ben yıldız"])
def test_a_customer_is_found_by_name_address_or_number(client, studio, q):
    job = a_job(studio, "selling")
    ben = a_customer(studio, "ben@example.org", "Ben Yıldız", phone="+491701234567")
    if q == "+49 170":
        q = "+49170"
    a_message(job, ben, state="sent", changed_at=NOW)
    a_message(job, a_customer(studio, "anna@example.org"), state="sent", changed_at=NOW)
    (row,) = rows(client, of(job), state="sent", q=q)
    assert "Ben Yıldız ben@example.org" in row
    assert counts(client, of(job), state="sent", q=q)[1] == "Sent 1"


def test_an_order_mail_is_found_by_its_address(client, studio):
    an_outgoing(studio, "order", "sent", recipient="cleo@example.org", finished_at=NOW)
    assert len(rows(client, ALL, state="sent", q="cleo")) == 1
    assert rows(client, ALL, state="sent", q="nobody") == []


def test_nothing_planned_and_nothing_found_are_not_the_same(client, studio):
    with_profile = a_job(studio, communication_profile_id=a_profile(studio).id)
    without = a_job(studio)
    assert "Nothing is planned." in words(client.get(of(with_profile)))
    said = words(client.get(of(without)))
    assert "‘No marketing emails/SMS’ is chosen" in said
    assert "Choose a profile" in said
    found = words(client.get(of(without), query_string={"q": "zoe"}))
    assert "No message in this list matches ‘zoe’." in found
    assert "Clear filters" in found


@pytest.mark.parametrize("asked", [{"state": "evil"}, {"page": "-1"}, {"of": "x" * 500}])
def test_whatever_else_is_asked_for_is_ignored(client, studio, job, asked):
    assert client.get(of(job), query_string=asked).status_code == 200


def test_fifty_a_page_and_the_filters_go_along(client, studio):
    job = a_job(studio, "selling")
    for _each in range(51):
        a_message(job, a_customer(studio), state="sent", changed_at=NOW)
    response = client.get(of(job), query_string={"state": "sent", "q": "anna"})
    assert len(page(response).select(".msg-tbl tbody tr")) == 50
    following = page(response).select_one("a[rel=next]")["href"]
    assert "state=sent" in following
    assert "q=anna" in following
    assert len(page(client.get(following)).select(".msg-tbl tbody tr")) == 1


def test_another_studios_messages_are_not_there(client, studio):
    other = a_studio()
    theirs = a_job(other, "selling", public_name="Theirs")
    message = a_message(theirs, a_customer(other, name="Zoe"), state="sent", changed_at=NOW)
    an_outgoing(other, "order", "sent", recipient="zoe@example.org", finished_at=NOW)
    assert client.get(of(theirs)).status_code == 404
    assert counts(client, ALL) == ["Planned 0", "Sent 0", "Failed 0", "Cancelled 0"]
    assert rows(client, ALL, of=message.id) == []


def test_the_number_of_statements_does_not_grow_with_the_list(client, studio, profile):
    few = planned_job(studio, profile, customers=2)
    for asked in ({}, {"each": "1"}, {"state": "sent"}):
        client.get(ALL, query_string=asked)
        with statements() as before:
            client.get(ALL, query_string=asked)
        many(few, studio)
        with statements() as after:
            client.get(ALL, query_string=asked)
        assert len(after) <= len(before) + 1


def many(job, studio):
    """Some thirty more messages of several jobs, customers and states."""
    for number in range(10):
        customer = a_customer(studio)
        for state in ("planned", "sending", "sent"):
            message = a_message(
                a_job(studio, "selling"), customer, state=state, due_at=NOW + number * DAY
            )
            if state != "planned":
                an_outgoing(studio, kind="notification", message=message)
    assert isinstance(job.id, str)


def test_htmx_gets_the_list_and_the_counts_alone(client, studio, job):
    response = client.get(of(job), headers={"HX-Request": "true"})
    assert "<html" not in response.text
    assert page(response).select_one("#message-parts")["hx-swap-oob"] == "true"


def test_the_weekly_letter_is_switched_off_and_on(client, studio, stored):
    form = ".msg-digest form"
    answer = client.submit(ALL, form, button="Switch the weekly letter off", follow=True)
    assert "You get no weekly letter any more." in words(answer)
    assert not stored(studio).wants_digest
    client.submit(ALL, form, button="Switch the weekly letter on")
    assert stored(studio).wants_digest


def test_the_tab_stands_between_customers_and_history(client, studio, job):
    tabs = [words(tab).split()[0] for tab in page(client.get(of(job))).select(".tabs a")]
    assert tabs[tabs.index("Messages") - 1] == "Customers"
    assert tabs[tabs.index("Messages") + 1] == "History"


def test_the_overview_of_a_job_says_what_is_written_next(client, studio, job):
    document = page(client.get(f"/studio/jobs/{job.id}"))
    link = document.select_one(f'main a[href="{of(job)}"].next-messages')
    assert words(link) == "3 messages on Thu 26 Nov, 09:00: 3 days before archiving"
    nothing = page(client.get(f"/studio/jobs/{a_job(studio).id}"))
    assert nothing.select_one(".next-messages") is None


def test_a_copied_installation_says_that_nothing_is_sent(client, studio, job):
    said = "This installation was copied or restored on Mon 23 Nov, 10:00"
    assert said not in words(client.get(ALL))
    with transaction() as session:
        session.add(OutboxGate(id=1, place="elsewhere", held_since=NOW, reason="elsewhere"))
    assert said in words(client.get(ALL))
    assert said in words(client.get(of(job)))
