"""Works through the timetable, again and again, until asked to stop; one failure stops nothing."""

import os
from collections.abc import Sequence
from enum import Enum, auto
from threading import Thread

import structlog
from flask import Flask

from webapp import clock
from webapp.photos.store import PhotoStore
from webapp.use_cases.deliver_messages import Post
from webapp.worker.schedule import Task, Workplace, timetable
from webapp.worker.stopping import Stop

PROCESSES = os.cpu_count() or 1
SECONDS_TO_FINISH = 5
_SECONDS_AFTER_FAILURE = 10

_log = structlog.get_logger("webapp.worker")


class Outcome(Enum):
    """How one task went."""

    NOTHING_TO_DO = auto()
    DID_SOMETHING = auto()
    FAILED = auto()


def work(app: Flask, store: PhotoStore, post: Post) -> None:
    """Do what the timetable says until SIGTERM or SIGINT; then end within ten seconds."""
    stop = Stop(leave_after=SECONDS_TO_FINISH)
    stop.listen()
    place = Workplace(store, PROCESSES, lambda: stop.requested, post)
    _log.info("worker started")
    run_until_asked(app, timetable(), place, stop)
    stop.ended_in_time()
    _log.info("worker stopped")


def work_once(app: Flask, store: PhotoStore, post: Post) -> bool:
    """Do everything that is due now; whether all of it went well."""
    place = Workplace(store, PROCESSES, lambda: False, post)
    return all([_finish(app, task, place) for task in timetable()])


def _finish(app: Flask, task: Task, place: Workplace) -> bool:
    """Do one task until it finds nothing more to do."""
    while (outcome := perform(app, task, place)) is Outcome.DID_SOMETHING:
        pass
    return outcome is Outcome.NOTHING_TO_DO


def run_until_asked(app: Flask, tasks: Sequence[Task], place: Workplace, stop: Stop) -> None:
    """Each task at its own pace, each long one in a thread of its own."""
    beside = [
        Thread(target=_go_round, args=(app, [task], place, stop), name=task.name, daemon=True)
        for task in tasks
        if task.is_long
    ]
    for thread in beside:
        thread.start()
    _go_round(app, [task for task in tasks if not task.is_long], place, stop)
    for thread in beside:
        thread.join()


def _go_round(app: Flask, tasks: Sequence[Task], place: Workplace, stop: Stop) -> None:
    """One task after the other; rests while nothing is due."""
    due = dict.fromkeys(range(len(tasks)), clock.monotonic())
    while not stop.requested:
        for number, task in enumerate(tasks):
            if stop.requested:
                return
            if due[number] <= clock.monotonic():
                due[number] = _next_time(task, perform(app, task, place))
        stop.wait(min(due.values()) - clock.monotonic())


def perform(app: Flask, task: Task, place: Workplace) -> Outcome:
    """Do one task, apart from all others; a failure is logged in full and stops nothing."""
    started = clock.monotonic()
    try:
        with app.app_context():
            counts = task.do(place)
    except Exception:
        _log.exception("task failed", task=task.name, seconds=_since(started))
        return Outcome.FAILED
    done = {name: number for name, number in counts.items() if number}
    if not done:
        return Outcome.NOTHING_TO_DO
    _log.info("task done", task=task.name, seconds=_since(started), **done)
    return Outcome.DID_SOMETHING


def _next_time(task: Task, outcome: Outcome) -> float:
    """The second of the machine's steady clock at which the task is due again."""
    patience = _SECONDS_AFTER_FAILURE if outcome is Outcome.FAILED else 0
    return clock.monotonic() + max(task.every_seconds, patience)


def _since(started: float) -> float:
    return round(clock.monotonic() - started, 3)
