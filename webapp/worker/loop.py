"""Works through the timetable, again and again, until asked to stop; one failure stops nothing."""

import os
from collections.abc import Sequence
from datetime import datetime
from enum import Enum, auto
from threading import Thread

import structlog
from flask import Flask

from webapp import clock
from webapp.photos.store import PhotoStore
from webapp.use_cases.deliver_messages import Post
from webapp.use_cases.note_runs import Run
from webapp.worker.schedule import Counts, Task, Workplace, timetable, worker_name
from webapp.worker.stopping import Stop

PROCESSES = os.cpu_count() or 1
SECONDS_TO_FINISH = 5
_SECONDS_AFTER_FAILURE = 10
_SECONDS_BETWEEN_NOTES = 5

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
    went_well = all([_finish(app, task, place) for task in timetable()])
    _write_down(app, place)
    return went_well


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
    """Do one task, apart from all others; a failure is logged in full and stops nothing.

    What acts by the clock is not done while the clock is held; it counts as nothing to do.
    """
    started, ran_at = clock.monotonic(), place.machine_now()
    try:
        with app.app_context():
            counts = _do(task, place)
    except Exception as error:
        _log.exception("task failed", task=task.name, seconds=_since(started))
        _note(app, place, _run(task, ran_at, started, failure=type(error).__name__))
        return Outcome.FAILED
    if counts is None:
        return Outcome.NOTHING_TO_DO
    done = {name: number for name, number in counts.items() if number}
    run = _run(task, ran_at, started, counts=done)
    if not done:
        place.runs.add(run)
        return Outcome.NOTHING_TO_DO
    _log.info("task done", task=task.name, seconds=_since(started), **done)
    _note(app, place, run)
    return Outcome.DID_SOMETHING


def _do(task: Task, place: Workplace) -> Counts | None:
    """What it did; None: it has to wait.

    The clocks are read before they are looked at: a jump after the look moves them no more.
    """
    if not task.by_the_clock:
        return task.do(place)
    at_once = place.at_this_instant()
    return None if place.watch.is_held() else task.do(at_once)


def _run(
    task: Task,
    ran_at: datetime,
    started: float,
    *,
    counts: Counts | None = None,
    failure: str = "",
) -> Run:
    return Run(
        task.name,
        ran_at,
        round((clock.monotonic() - started) * 1000),
        did_at=ran_at if counts else None,
        counts=counts or {},
        failed_at=ran_at if failure else None,
        failure=failure,
    )


def _note(app: Flask, place: Workplace, run: Run) -> None:
    """Remember a run that is worth telling, and write it down, if none was a moment ago.

    All others are written down with the next heartbeat.
    """
    place.runs.add(run)
    if place.runs.may_write(clock.monotonic(), every_seconds=_SECONDS_BETWEEN_NOTES):
        _write_down(app, place)


def _write_down(app: Flask, place: Workplace) -> None:
    try:
        with app.app_context():
            place.runs.write_down(worker_name())
    except Exception:
        _log.exception("the runs of the timetable cannot be written down")


def _next_time(task: Task, outcome: Outcome) -> float:
    """The second of the machine's steady clock at which the task is due again."""
    patience = _SECONDS_AFTER_FAILURE if outcome is Outcome.FAILED else 0
    return clock.monotonic() + max(task.every_seconds, patience)


def _since(started: float) -> float:
    return round(clock.monotonic() - started, 3)
