"""The wall clock jumps under a worker that is a process of its own: the real loop holds, and alerts
(invariant 5). The steady clock goes on as ever: only the time source of `webapp.clock` is moved."""

import signal
import time
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from tests.support import warm
from tests.support.builders import a_filled_basket, a_job, a_studio, an_outgoing
from tests.support.live import environment
from tests.support.records import all_rows, history_of, lines_of
from webapp import clock, create_app
from webapp.commands.run import outside_of
from webapp.config import Config
from webapp.domain.actors import Actor, ActorKind
from webapp.models.operation import ClockHold
from webapp.models.outgoing import Outgoing
from webapp.photos.opening import open_store
from webapp.use_cases.deliver_messages import Post
from webapp.use_cases.outbox import FIRST
from webapp.use_cases.release_clock import release_clock
from webapp.worker.loop import run_until_asked
from webapp.worker.schedule import Workplace, timetable
from webapp.worker.stopping import Stop

SAMIRA = Actor(ActorKind.SUPPORT, "Samira Haddad")
PATIENCE = 60
HELD = "the clock has jumped far ahead"


class Wall(datetime):
    """The machine's time, moved by as many seconds as the file says."""

    file: Path

    @classmethod
    def now(cls, tz=None):
        return datetime.now(tz) + timedelta(seconds=float(cls.file.read_text()))


def _work(file):
    """`shelflife worker` as it is, on a moved wall clock, with a timetable that is in a hurry."""
    Wall.file = Path(file)
    clock.datetime = Wall
    config = Config.from_environment()
    stop = Stop()
    stop.listen()
    place = Workplace(
        open_store(config.photos), 1, lambda: stop.requested, Post(outside_of(config))
    )
    tasks = [replace(task, every_seconds=0.1) for task in timetable()]
    run_until_asked(create_app(config), tasks, place, stop)


class Beside:
    """The worker beside the test, and the hands on its wall clock."""

    def __init__(self, config):
        self.file, self.log = config.data / "moved-by", config.data / "worker.log"
        self.move(0)
        settings = environment(config)
        del settings["SHELFLIFE_CLOCK_FILE"]  # the business goes by the machine's clock
        self.process = warm.begin(_work, str(self.file), environ=settings, log=self.log)

    def move(self, days):
        draft = self.file.with_suffix(".draft")
        draft.write_text(str(days * 86400))
        draft.replace(self.file)

    def until(self, happened):
        end = time.monotonic() + PATIENCE
        while not happened():
            assert time.monotonic() < end, self.log.read_text()[-3000:]
            time.sleep(0.05)

    def goes_round(self):
        """Everything in the timetable has had its turn: a mail that is put in now is sent, and
        then one more."""
        for _round in range(2):
            mail = an_outgoing(a_studio(), kind="order", priority=FIRST)
            self.until(partial(is_sent, mail.id))


def is_sent(row_id):
    return all_rows(Outgoing, id=row_id)[0].state == "sent"


@pytest.fixture
def beside(app, config):
    worker = Beside(config)
    yield worker
    worker.process.terminate()
    worker.process.join(PATIENCE)
    assert worker.process.exitcode in (0, -signal.SIGKILL), worker.log.read_text()[-3000:]


def a_job_until(days):
    """On sale until so many days from today, the machine's, in somebody's basket."""
    day = clock.machine_now().date() + timedelta(days=days)
    job = a_job(status="selling", archive_on=day)
    a_filled_basket(job)
    return job


def is_archived(job, stored):
    return stored(job).status == "archived"


def test_a_jump_holds_archiving_in_the_running_worker_until_somebody_releases_it(beside, stored):
    due, later = a_job_until(-1), a_job_until(9)
    beside.until(partial(is_archived, due, stored))
    beside.goes_round()

    beside.move(days=30)
    beside.until(lambda: all_rows(ClockHold))
    beside.goes_round()

    (hold,) = all_rows(ClockHold)
    assert 29.9 < hold.jumped_seconds / 86400 < 30.1
    assert HELD in beside.log.read_text()
    assert (stored(later).status, len(lines_of(later.id)), history_of(later.id)) == (
        "selling", 1, [],
    )  # fmt: skip

    assert release_clock(hold.id, by=SAMIRA, now=clock.machine_now())
    beside.until(partial(is_archived, later, stored))
    assert [entry.deed for entry in history_of(later.id)] == ["archived"]
    assert (lines_of(later.id), len(all_rows(ClockHold))) == ([], 1)


def test_a_clock_that_goes_back_changes_nothing_and_what_comes_back_is_a_jump(beside, stored):
    due, later = a_job_until(-1), a_job_until(9)
    beside.until(partial(is_archived, due, stored))
    archived_at = stored(due).archived_at

    beside.move(days=-40)
    beside.goes_round()

    assert (stored(due).status, stored(due).archived_at) == ("archived", archived_at)
    assert [entry.deed for entry in history_of(due.id)] == ["archived"]
    assert (stored(later).status, all_rows(ClockHold)) == ("selling", [])

    beside.move(days=0)
    beside.until(lambda: all_rows(ClockHold))
    assert stored(later).status == "selling"
