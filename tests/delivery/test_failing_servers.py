"""Servers that fail, in every way they can: nothing is lost, nothing comes twice (C10).

Three messages wait, and the server fails at the second. The first and the third always get through.
"""

import pytest

from tests.support import mail_server as at
from tests.support.builders import a_studio
from tests.support.delivering import Office, a_mail, ledger_of
from tests.support.mail_server import MailServer

SENT, FAILED, UNKNOWN = "sent", "failed", "unknown"

# What the server does with the second message, and what becomes of a reminder and of an order:
# its state, and how many copies the server has taken.
FAILURES = {
    "421 before it begins": ({at.MAIL: ["", "421 too busy"]}, (SENT, 1), (SENT, 1)),
    "421 to the address": ({at.RCPT: ["", "421 too busy"]}, (SENT, 1), (SENT, 1)),
    "450 for now": ({at.RCPT: ["", "450 4.2.1 later"]}, (SENT, 1), (SENT, 1)),
    "451 to the text": ({at.DOT: ["", "451 4.3.0 disk"]}, (SENT, 1), (SENT, 1)),
    "550 nobody here": ({at.RCPT: ["", "550 5.1.1 unknown"]}, (FAILED, 0), (FAILED, 0)),
    "554 to the text": ({at.DOT: ["", "554 5.7.1 spam"]}, (FAILED, 0), (FAILED, 0)),
    "drops at MAIL": ({at.MAIL: ["", at.DROP]}, (SENT, 1), (SENT, 1)),
    "drops at RCPT": ({at.RCPT: ["", at.DROP]}, (SENT, 1), (SENT, 1)),
    "drops at DATA": ({at.DATA: ["", at.DROP]}, (SENT, 1), (SENT, 1)),
    "hangs at RCPT": ({at.RCPT: ["", at.HANG]}, (SENT, 1), (SENT, 1)),
    "drops at the dot": ({at.DOT: ["", at.DROP]}, (UNKNOWN, 0), (SENT, 1)),
    "takes it and drops": ({at.DOT: ["", at.TAKE_AND_DROP]}, (UNKNOWN, 1), (SENT, 2)),
    "takes it and hangs": ({at.DOT: ["", at.TAKE_AND_HANG]}, (UNKNOWN, 1), (SENT, 2)),
    "slow": ({step: ["", at.SLOW] for step in (at.MAIL, at.RCPT, at.DOT)}, (SENT, 1), (SENT, 1)),
}
# What the server does when it is connected to for the first time.
AT_THE_DOOR = {
    "drops at once": {at.GREETING: [at.DROP]},
    "hangs at once": {at.GREETING: [at.HANG]},
    "421 at the door": {at.GREETING: ["421 too many of you"]},
    "554 at the door": {at.GREETING: ["554 no service"]},
    "drops at EHLO": {at.EHLO: [at.DROP]},
    "drops in the text": {at.BODY: [at.DROP]},
}


@pytest.mark.parametrize("kind", ["notification", "order"])
@pytest.mark.parametrize("failure", FAILURES)
def test_what_becomes_of_the_message_at_which_a_server_fails(app, config, failure, kind, stored):
    script, *expected = FAILURES[failure]
    studio = a_studio()
    first, bad, last = [a_mail(studio, kind, place=place) for place in range(3)]

    with MailServer(script) as server:
        Office(app, config, smtp_url=server.url).work_for_hours()

    state, copies = expected[kind == "order"]
    assert (stored(bad).state, len(server.copies(bad.recipient))) == (state, copies)
    for good in (first, last):
        assert (stored(good).state, len(server.copies(good.recipient))) == (SENT, 1)
    if kind == "notification":
        assert [ledger_of(row).state for row in (first, bad, last)] == [SENT, state, SENT]
    assert len(set(server.copies(bad.recipient))) == min(copies, 1), "the bytes were not the same"


@pytest.mark.parametrize("failure", AT_THE_DOOR)
def test_a_server_that_fails_at_the_door_is_no_message_s_fault(app, config, failure, stored):
    studio = a_studio()
    rows = [a_mail(studio, place=place) for place in range(3)]

    with MailServer(AT_THE_DOOR[failure]) as server:
        Office(app, config, smtp_url=server.url).work_for_hours()

    assert [(stored(row).state, len(server.copies(row.recipient))) for row in rows] == [
        (SENT, 1)
    ] * 3
    assert [ledger_of(row).state for row in rows] == [SENT] * 3


def test_a_server_that_refuses_connections_is_tried_until_it_is_there(app, config, stored):
    studio = a_studio()
    rows = [a_mail(studio), a_mail(studio, "order")]
    with MailServer() as server:
        pass
    office = Office(app, config, smtp_url=server.url)

    assert office.work() == {"waiting": 1}
    assert [(stored(row).state, stored(row).phase) for row in rows] == [("waiting", "connect")] * 2
    assert "refused" in stored(rows[0]).reply

    with MailServer(port=server.port) as server:
        office.later(minutes=2)
        office.work()
    assert sorted(mail.recipient for mail in server.taken) == sorted(row.recipient for row in rows)


def test_a_message_that_is_put_off_waits_one_five_and_fifteen_minutes_then_an_hour(
    app, config, stored
):
    row = a_mail(a_studio(), "order")
    with MailServer({at.RCPT: ["450 later"] * 9}) as server:
        office = Office(app, config, smtp_url=server.url)
        pauses = []
        for _ in range(6):
            office.work()
            pauses.append((stored(row).available_at - office.machine).total_seconds() / 60)
            office.machine = stored(row).available_at

    assert pauses == [1, 5, 15, 60, 60, 60]


def test_an_order_that_cannot_be_delivered_for_five_days_fails_with_the_last_answer(
    app, config, stored
):
    row = a_mail(a_studio(), "order", expires_at=Office(app, config).now.replace(day=28))
    with MailServer({at.RCPT: ["450 later"] * 9}) as server:
        office = Office(app, config, smtp_url=server.url)
        office.work()
        office.later(days=5)
        office.work()

    assert (stored(row).state, stored(row).phase, server.taken) == ("failed", "expired", [])
    assert stored(row).reply == "450 later"


def test_one_connection_is_kept_over_many_mails(app, config):
    studio = a_studio()
    job_mails = [a_mail(studio, "order", place=place) for place in range(20)]
    with MailServer() as server:
        Office(app, config, smtp_url=server.url).work()

    assert (len(server.taken), server.connections) == (len(job_mails), 1)


def test_a_refused_address_needs_no_new_connection(app, config):
    studio = a_studio()
    for place in range(3):
        a_mail(studio, place=place)
    with MailServer({at.RCPT: ["", "550 5.1.1 unknown"]}) as server:
        Office(app, config, smtp_url=server.url).work()

    assert (len(server.taken), server.connections) == (2, 1)


def test_a_server_that_hangs_up_each_time_is_left_alone_after_three_mails(app, config, stored):
    studio = a_studio()
    rows = [a_mail(studio, place=place) for place in range(6)]
    with MailServer({at.MAIL: [at.DROP] * 20}) as server:
        Office(app, config, smtp_url=server.url).work()

    assert server.connections == 3
    assert {stored(row).state for row in rows} == {"waiting"}
