"""Two workers at one outbox: each message belongs to one of them, and who overslept it to none."""

import threading

import pytest

from tests.support.builders import a_studio
from tests.support.delivering import Office, a_mail, ledger_of
from tests.support.mail_server import MailServer
from tests.support.races import race
from tests.support.records import all_rows
from webapp.models.base import single_statements
from webapp.models.outgoing import Outgoing
from webapp.use_cases import claim_messages, delivery_results
from webapp.use_cases.delivery_results import Result
from webapp.use_cases.hold_outbox import gate_of


def claim(office):
    scope = claim_messages.Scope("email")
    gate = gate_of(office.outside.data)
    return claim_messages.claim(scope, gate, now=office.now, machine_now=office.machine)


def doubt(lent, arrived=None):
    with single_statements() as connection:
        return delivery_results.write_doubt(connection, lent, arrived)


@pytest.fixture
def office(app, config):
    return Office(app, config)


def test_a_claimed_message_is_nobody_else_s_until_its_lease_ends(office):
    row = a_mail(a_studio())

    assert [each.id for each in claim(office)] == [row.id]
    assert claim(office) == []
    office.later(minutes=9)
    assert claim(office) == []
    office.later(minutes=1)
    assert [each.attempts for each in claim(office)] == [2]


def test_who_overslept_the_lease_may_not_send_and_changes_nothing(office, stored):
    row = a_mail(a_studio())
    (sleeper,) = claim(office)
    office.later(minutes=11)
    (other,) = claim(office)

    assert not doubt(sleeper)
    delivery_results.write([Result(sleeper, "failed", finished_at=office.now, reason="asleep")])

    assert (stored(row).state, stored(row).in_doubt) == ("waiting", False)
    assert ledger_of(row).state == "sending"
    assert doubt(other)


def test_a_doubt_says_that_the_one_before_has_arrived_and_touches_no_other(office, stored):
    studio = a_studio()
    rows = [a_mail(studio, place=place) for place in range(3)]
    first, second, _third = claim(office)
    assert doubt(first)

    assert doubt(second, arrived=first)

    assert [(stored(row).phase, stored(row).in_doubt) for row in rows] == [
        ("arrived", False),
        ("claimed", True),
        ("claimed", False),
    ]


def test_what_was_given_back_and_taken_again_is_not_the_first_one_s_any_more(office, stored):
    row = a_mail(a_studio())
    (first,) = claim(office)
    office.later(minutes=11)
    (second,) = claim(office)
    claim_messages.put_back([second], available_at=office.machine)

    assert stored(row).attempts == first.attempts
    assert not doubt(first)


def test_a_worker_that_sleeps_before_the_dot_past_its_lease_sends_nothing(app, config, stored):
    row = a_mail(a_studio(), "order")
    with MailServer() as server:
        office = Office(app, config, smtp_url=server.url)
        asleep, awake = threading.Event(), threading.Event()

        def sleep(moment, phase):
            if (moment, phase) == ("after", "body") and not asleep.is_set():
                asleep.set()
                awake.wait(20)

        sleeper = Office(app, config, smtp_url=server.url, watch=sleep)

        def oversleep():
            with app.app_context():
                sleeper.work()

        thread = threading.Thread(target=oversleep)
        thread.start()
        asleep.wait(20)
        sleeper.machine = office.machine  # its clock stood still
        office.later(minutes=11)
        office.work()
        awake.set()
        thread.join(30)

    assert len(server.copies(row.recipient)) == 1
    assert (stored(row).state, stored(row).attempts) == ("sent", 2)


def test_two_workers_at_once_send_everything_once(app, config):
    studio = a_studio()
    rows = [a_mail(studio, "order", place=place) for place in range(40)]
    with MailServer() as server:
        offices = [Office(app, config, smtp_url=server.url) for _ in range(2)]
        answers = race(app, *(office.work for office in offices))
        offices[0].work()

    assert all(isinstance(answer, dict) for answer in answers), answers
    assert sorted(mail.recipient for mail in server.taken) == sorted(row.recipient for row in rows)
    assert {row.state for row in all_rows(Outgoing)} == {"sent"}
