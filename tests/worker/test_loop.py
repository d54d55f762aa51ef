"""The loop: each task at its own pace, one failure stops nothing, and it ends when asked."""

from threading import Event
from time import sleep

import pytest

from webapp.commands.run import outside_of
from webapp.photos.folder_store import FolderStore
from webapp.use_cases.deliver_messages import Post
from webapp.worker.loop import Outcome, perform, run_until_asked
from webapp.worker.schedule import Task, Workplace
from webapp.worker.stopping import Stop

pytestmark = pytest.mark.one_database("the loop only calls what works on both")


@pytest.fixture
def place(config):
    post = Post(outside_of(config))
    return Workplace(FolderStore(config.photos_folder), 1, lambda: False, post)


def a_task(do, name="a task", every_seconds=0.01, is_long=False):
    return Task(name, every_seconds, do, is_long)


def test_a_task_that_fails_stops_no_other(app, place):
    stop, done = Stop(), []

    def fail(_place):
        done.append("failed")
        raise RuntimeError("the disk is on fire")

    def work(_place):
        done.append("worked")
        stop.requested = done.count("worked") == 3
        return {}

    run_until_asked(app, [a_task(fail), a_task(work)], place, stop)

    assert done == ["failed", "worked", "worked", "worked"]


def test_a_task_is_not_done_again_before_its_time(app, place):
    stop, done = Stop(), []

    def often(_place):
        done.append("often")
        stop.requested = done.count("often") == 3
        return {}

    def seldom(_place):
        done.append("seldom")
        return {}

    run_until_asked(app, [a_task(seldom, every_seconds=3600), a_task(often)], place, stop)

    assert done == ["seldom", "often", "often", "often"]


def test_a_long_task_keeps_no_other_waiting(app, place):
    stop, archived, in_time = Stop(), Event(), []

    def derive(_place):
        in_time.append(archived.wait(5))
        stop.requested = True
        return {}

    def archive(_place):
        archived.set()
        return {}

    run_until_asked(app, [a_task(derive, is_long=True), a_task(archive)], place, stop)

    assert in_time == [True]


def test_the_worker_ends_after_its_long_tasks_have_ended(app, place):
    stop, ended = Stop(), []

    def derive(_place):
        stop.requested = True
        sleep(0.2)
        ended.append("derived")
        return {}

    run_until_asked(app, [a_task(derive, is_long=True), a_task(lambda _place: {})], place, stop)

    assert ended == ["derived"]


def test_nothing_new_is_begun_once_the_worker_was_asked_to_stop(app, place):
    stop, done = Stop(), []

    def ask(_place):
        stop.requested = True
        return {}

    run_until_asked(app, [a_task(ask), a_task(lambda _place: done.append("too late"))], place, stop)

    assert done == []


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [({"archived": 0}, Outcome.NOTHING_TO_DO), ({"archived": 2}, Outcome.DID_SOMETHING)],
)
def test_a_task_that_did_something_is_told_from_one_that_found_nothing(app, place, answer, outcome):
    assert perform(app, a_task(lambda _place: answer), place) is outcome


def test_a_failure_is_logged_with_its_task_and_its_reason(app, place, capsys):
    def fail(_place):
        raise RuntimeError("the disk is on fire")

    assert perform(app, a_task(fail, "derive previews"), place) is Outcome.FAILED

    said = capsys.readouterr().out
    assert "derive previews" in said
    assert "the disk is on fire" in said


def test_whoever_waits_for_the_end_hears_that_it_was_asked_for():
    stop = Stop()

    assert stop.wait(0.01) is False
    stop.requested = True
    assert stop.wait(60) is True
