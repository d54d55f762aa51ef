"""Works through the timetable, again and again, until asked to stop; one failure stops nothing."""

import os
from collections.abc import Sequence

import structlog
from flask import Flask

from webapp import clock
from webapp.photos.store import PhotoStore
from webapp.worker.schedule import Task, Workplace, timetable
from webapp.worker.stopping import Stop

PROCESSES = os.cpu_count() or 1
SECONDS_TO_FINISH = 8
_SECONDS_AFTER_FAILURE = 10

_log = structlog.get_logger("webapp.worker")


def work(app: Flask, store: PhotoStore) -> None:
    """Do what the timetable says until SIGTERM or SIGINT; then end within ten seconds."""
    stop = Stop(leave_after=SECONDS_TO_FINISH)
    stop.listen()
    place = Workplace(store, PROCESSES, lambda: stop.requested)
    _log.info("worker started")
    run_until_asked(app, timetable(), place, stop)
    _log.info("worker stopped")


def work_once(app: Flask, store: PhotoStore) -> bool:
    """Do everything that is due now; whether all of it went well."""
    stop = Stop()
    place = Workplace(store, PROCESSES, lambda: stop.requested)
    return all([perform(app, task, place) for task in timetable()])


def run_until_asked(app: Flask, tasks: Sequence[Task], place: Workplace, stop: Stop) -> None:
    """Each task at its own pace; rests while nothing is due."""
    due = dict.fromkeys(range(len(tasks)), clock.monotonic())
    while not stop.requested:
        for number, task in enumerate(tasks):
            if stop.requested:
                return
            if due[number] <= clock.monotonic():
                went_well = perform(app, task, place)
                pause = task.every_seconds
                if not went_well:
                    pause = max(pause, _SECONDS_AFTER_FAILURE)
                due[number] = clock.monotonic() + pause
        stop.wait(min(due.values()) - clock.monotonic())


def perform(app: Flask, task: Task, place: Workplace) -> bool:
    """Do one task, apart from all others; whether it went well. A failure is logged in full."""
    started = clock.monotonic()
    try:
        with app.app_context():
            counts = task.do(place)
    except Exception:
        _log.exception("task failed", task=task.name, seconds=_since(started))
        return False
    done = {name: number for name, number in counts.items() if number}
    if done:
        _log.info("task done", task=task.name, seconds=_since(started), **done)
    return True


def _since(started: float) -> float:
    return round(clock.monotonic() - started, 3)
