"""A worker is killed with -9 at every step of sending: nothing is lost, nothing comes twice (C10).

Four messages wait; the worker dies at the third. After its lease another worker goes on.
"""

import signal
from datetime import timedelta

import pytest

from tests.delivery.mortal_worker import exit_code_of_a_worker
from tests.support.builders import a_studio
from tests.support.delivering import Office, a_mail, ledger_of
from tests.support.live import environment
from tests.support.mail_server import MailServer
from webapp.clock import machine_now
from webapp.domain.delivery import Phase
from webapp.models.base import transaction
from webapp.models.outgoing import Outgoing

SENT, UNKNOWN = ("sent", "sent"), ("unknown", "unknown")
# After one step is before the next.
STEPS = [
    *(("before", phase) for phase in (Phase.MAIL, Phase.RCPT, Phase.DATA, Phase.BODY, Phase.DOT)),
    ("after", Phase.DOT),
]


def a_worker_that_dies(config, server, when, phase, number=3):
    settings = environment(config) | {"SHELFLIFE_SMTP_URL": server.url}
    assert exit_code_of_a_worker(settings, when, phase, number) == -signal.SIGKILL


def the_lease_runs_out():
    with transaction() as session:
        for row in session.query(Outgoing).filter_by(state="waiting"):
            row.available_at -= timedelta(minutes=11)


@pytest.fixture
def survivor(app, config):
    """The worker that comes after."""

    def work(server):
        office = Office(app, config, smtp_url=server.url)
        office.machine = machine_now()
        the_lease_runs_out()
        office.work()

    return work


@pytest.mark.parametrize(("when", "phase"), STEPS)
def test_a_reminder_is_never_doubled_and_lost_only_in_the_blink_before_its_dot(
    app, config, survivor, when, phase, stored
):
    studio = a_studio()
    rows = [a_mail(studio, place=place) for place in range(4)]

    with MailServer() as server:
        a_worker_that_dies(config, server, when, phase)
        survivor(server)

    copies = [len(server.copies(row.recipient)) for row in rows]
    states = [(stored(row).state, ledger_of(row).state) for row in rows]
    assert states[0] == states[3] == SENT
    if phase is not Phase.DOT:
        # That the second has arrived is on record from the third's doubt on.
        assert copies == [1, 1, 1, 1]
        assert states[1] in (SENT, UNKNOWN)
        assert states[2] == SENT
    else:
        assert copies == [1, 1, when == "after", 1]
        assert states[1:3] == [SENT, UNKNOWN]


@pytest.mark.parametrize(("when", "phase"), STEPS)
def test_of_all_orders_at_most_one_comes_twice_and_none_is_lost(
    app, config, survivor, when, phase, stored
):
    studio = a_studio()
    rows = [a_mail(studio, "order", place=place) for place in range(4)]

    with MailServer() as server:
        a_worker_that_dies(config, server, when, phase)
        survivor(server)

    copies = [server.copies(row.recipient) for row in rows]
    assert {stored(row).state for row in rows} == {"sent"}
    assert all(copies)
    assert len(server.taken) <= len(rows) + 1
    assert all(len(set(each)) == 1 for each in copies), "the bytes were not the same"


def test_a_mail_as_a_file_is_written_once_however_the_worker_ends(app, config, survivor, stored):
    studio = a_studio()
    rows = [a_mail(studio, place=place) for place in range(3)]
    killed = exit_code_of_a_worker(environment(config), "after", Phase.FILE, 2)
    assert killed == -signal.SIGKILL
    the_lease_runs_out()
    office = Office(app, config)
    office.machine = machine_now()
    office.work()

    assert len(list((config.data / "mail").iterdir())) == 3
    assert {stored(row).state for row in rows} == {"sent"}
