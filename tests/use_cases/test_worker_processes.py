"""Two and eight worker processes at the same rows: k ticks are one tick (invariants 2, 10).

Each is a process of its own that looks at everything round after round, all at the same moment;
beside `test_worker_races.py`, where they are threads of one.
"""

from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from multiprocessing import get_context
from threading import BrokenBarrierError

import pytest

from tests.support import warm
from tests.support.builders import (
    NOW,
    TODAY,
    a_filled_basket,
    a_job,
    a_profile,
    a_registration,
    a_studio,
)
from tests.support.live import environment
from tests.support.mail_server import MailServer
from tests.support.races import slow_looks
from tests.support.records import all_rows, history_of, lines_of, messages_of, removed_of
from tests.support.verdicts import (
    RUNS,
    UNTIL_IT_GOES_WRONG,
    goes_wrong,
    judged,
    never_goes_wrong,
)
from webapp import create_app
from webapp.commands.run import outside_of
from webapp.config import Config
from webapp.models.base import db, transaction
from webapp.models.outgoing import Outgoing
from webapp.use_cases.archive_jobs import archive_due_jobs
from webapp.use_cases.deliver_messages import Post, deliver
from webapp.use_cases.hand_over import hand_over_due
from webapp.use_cases.marking import mark_stale
from webapp.use_cases.plan_messages import plan_stale_jobs

pytestmark = pytest.mark.soaked

PATIENCE = 60
ROUNDS, WITHOUT = (RUNS, [2, 8]) if RUNS > 10 else (2, [2])
DAY = timedelta(days=1)
DUE, TOLD = 2, 2  # jobs of a round whose stop has passed, and those that somebody is told of
RACE = "{} worker processes archive, plan, write out and send the same"
_processes = get_context("forkserver")


class Crew:
    """Worker processes that wait for each other before each round."""

    def __init__(self, ending, config, number, *, locks, url):
        self.barrier = _processes.Barrier(number + 1)
        settings = environment(config) | {"SHELFLIFE_SMTP_URL": url}
        self.logs = [config.data / f"worker-{place}.log" for place in range(number)]
        for log in self.logs:
            log.touch()
            process = warm.begin(_work, self.barrier, locks, environ=settings, log=log)
            ending.callback(process.join, PATIENCE)
        ending.callback(self.barrier.abort)

    def do_a_round(self):
        """All of them at once; when all have finished."""
        db.session.rollback()
        self.barrier.wait(PATIENCE)
        self.barrier.wait(PATIENCE)

    def failures(self):
        """What they had to say of it: failures are told in the log, and refused statements."""
        return [line for log in self.logs for line in log.read_text().splitlines()
                if "Traceback" in line or line.startswith("refused")]  # fmt: skip


def _work(barrier, locks):
    config = Config.from_environment()
    app, post = create_app(config), Post(outside_of(config))
    tasks = [
        partial(archive_due_jobs, now=NOW),
        partial(plan_stale_jobs, now=NOW),
        partial(hand_over_due, now=NOW),
        partial(deliver, post, now=lambda: NOW, machine_now=lambda: NOW),
    ]
    with app.app_context():
        with slow_looks(locks=locks) as refused:
            while _is_begun(barrier):
                for task in tasks:
                    _do(task)
                for said in refused:
                    print("refused", said.splitlines()[0], flush=True)
                refused.clear()
                barrier.wait(PATIENCE)
        db.engine.dispose()


def _do(task):
    """As the loop does it: a failure is told, and stops nothing."""
    try:
        task()
    except Exception as failure:  # noqa: BLE001 - whatever it is, the parent hears of it
        print("refused", str(failure).splitlines()[0], flush=True)
    db.session.remove()


def _is_begun(barrier):
    try:
        barrier.wait(PATIENCE)
    except BrokenBarrierError:
        return False
    return True


def a_round(crew, server):
    """Stage jobs that are due, and jobs that somebody is to hear of; whether each was done once."""
    studio = a_studio()
    profile = a_profile(studio)
    due = [a_job(studio, "selling", archive_on=TODAY - DAY) for _each in range(DUE)]
    facts = {"access_type": "public", "communication_profile_id": profile.id}
    told = [a_job(studio, "selling", **facts) for _each in range(TOLD)]
    customers = [a_registration(job).customer_id for job in told]
    a_filled_basket(due[0])
    with transaction() as session:
        mark_stale(session, *sorted(job.id for job in told))
    due_ids, told_ids, before = [j.id for j in due], [j.id for j in told], len(crew.failures())
    crew.do_a_round()
    crew.do_a_round()  # what one held, another has passed over: the next tick takes it
    rows = [each for job_id in told_ids for each in messages_of(job_id)]
    sent = [all_rows(Outgoing, message_id=row.id) for row in rows]
    addresses = [row.recipient for found in sent for row in found]
    refused = crew.failures()[before:]
    fine = (
        [[entry.deed for entry in history_of(job_id)] for job_id in due_ids] == [["archived"]] * DUE
        and [row.customer_id for row in rows] == customers
        and [row.state for row in rows] == ["sent"] * TOLD
        and [len(server.copies(address)) for address in addresses] == [1] * TOLD
        and (len(removed_of(due_ids[0])), lines_of(due_ids[0])) == (1, [])
    )
    answers = [[row.state for row in rows], addresses, refused]
    return judged(lambda _answers: fine, answers, refused), answers


@pytest.fixture
def crew_of(app, config):
    """Begins so many worker processes, with or without locks; with the server that takes mails."""
    with ExitStack() as ending, MailServer() as server:
        yield lambda number, locks: (
            Crew(ending, config, number, locks=locks, url=server.url),
            server,
        )


@pytest.mark.parametrize("number", [2, 8])
def test_what_one_process_does_no_other_does_again(crew_of, number):
    play = partial(a_round, *crew_of(number, locks=True))
    never_goes_wrong(play, runs=ROUNDS, race=RACE.format(number))


@pytest.mark.parametrize("number", WITHOUT)
def test_without_the_locks_processes_get_in_each_others_way(crew_of, number):
    play = partial(a_round, *crew_of(number, locks=False))
    goes_wrong(play, runs=UNTIL_IT_GOES_WRONG, race=RACE.format(number))
