"""The program itself in words: its workers, its timetable, its versions, its clocks, its store."""

import platform
from dataclasses import dataclass
from datetime import datetime

import PIL
from flask import current_app
from flask_babel import gettext as _

from webapp import clock
from webapp.console.clock_words import instant
from webapp.console.operations_rows import ago
from webapp.console.task_words import TASKS, did_words, task_word
from webapp.domain.store_address import BucketAddress
from webapp.models.operation import TaskRun
from webapp.photos.serving import store_answers
from webapp.queries.machine import database_server, schema_heads, toolkit
from webapp.queries.operations import Operations, schema_is_newest
from webapp.queries.workers import SeenWorker, is_failing


@dataclass(frozen=True)
class WorkerView:
    """A worker, and what is to be said of it; `advice` '' is fine."""

    name: str
    version: str
    seen: str
    iso: str
    state: str
    advice: str = ""


@dataclass(frozen=True)
class TaskView:
    """A line of the timetable: when it ran, what it last did, and how it failed."""

    name: str
    ran: str
    iso: str
    did: str
    failed: str
    is_failing: bool


@dataclass(frozen=True)
class Fact:
    """Something about the program; `advice` '' is fine, and what is not `judged` only tells."""

    id: str
    label: str
    words: str
    advice: str = ""
    judged: bool = True


def worker_views(seen: Operations, *, machine_now: datetime) -> list[WorkerView]:
    """The workers, the last one seen first."""
    return [_worker(each, machine_now) for each in seen.workers]


def task_views(seen: Operations, *, machine_now: datetime) -> list[TaskView]:
    """The timetable in its own order; what has never run is not in it."""
    places = {name: place for place, name in enumerate(TASKS)}
    runs = sorted(seen.runs, key=lambda run: places.get(run.name, len(places)))
    return [_task(run, machine_now) for run in runs]


def program_facts(*, now: datetime, machine_now: datetime) -> list[Fact]:
    """Versions, the store and the clocks; no secrets."""
    newest = schema_is_newest()
    versions = (
        f"Shelflife {current_app.config['VERSION']}",
        f"Python {platform.python_version()}",
        toolkit(),
        f"Pillow {PIL.__version__}",
        database_server(),
    )
    return [
        Fact("versions", _("Versions"), " · ".join(versions), judged=False),
        Fact("schema", _("Schema"), ", ".join(schema_heads()),
             "" if newest else _("Not the newest: run shelflife migrate.")),
        _store(),
        _clock(now, machine_now),
    ]  # fmt: skip


def _worker(worker: SeenWorker, now: datetime) -> WorkerView:
    advice, state = "", _("at work")
    if not worker.is_alive:
        state = _("dead")
        advice = _("It ended without a word, or its machine is gone. Its line goes after a day.")
    elif worker.version != current_app.config["VERSION"]:
        advice = _("Another version than this page: start it anew.")
    return WorkerView(
        worker.name, worker.version or "–", ago(worker.seen_at, now=now),
        worker.seen_at.isoformat(), str(state), str(advice),
    )  # fmt: skip


def _task(run: TaskRun, now: datetime) -> TaskView:
    did = failed = ""
    if run.did_at is not None:
        did = f"{did_words(run.counts)} · {ago(run.did_at, now=now)}"
    if run.failed_at is not None:
        failed = f"{run.failure} · {ago(run.failed_at, now=now)}"
    return TaskView(
        task_word(run.name), ago(run.ran_at, now=now), run.ran_at.isoformat(), did, failed,
        is_failing(run),
    )  # fmt: skip


def _store() -> Fact:
    is_bucket = isinstance(current_app.config["SHELFLIFE"].photos, BucketAddress)
    kind = _("An object store") if is_bucket else _("A folder")
    if store_answers():
        return Fact("store", _("Store of the photos"), _("%(kind)s, which answers", kind=kind))
    return Fact(
        "store", _("Store of the photos"), str(kind),
        _("It does not answer: uploads and pictures are refused meanwhile."),
    )  # fmt: skip


def _clock(now: datetime, machine_now: datetime) -> Fact:
    words = instant(machine_now)
    if clock.is_set_by_hand():
        words = _(
            "%(machine)s; the business lives at %(business)s, set by hand",
            machine=words,
            business=instant(now),
        )
    return Fact("clock", _("Clock"), str(words), judged=False)
