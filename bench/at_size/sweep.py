"""The worker's deeds in a house of this size: archiving in several processes, and looks that find
nothing to do."""

import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import insert, select, update

from bench.at_size.places import plain
from bench.measuring import counted, seconds_of
from bench.outcome import percentile
from bench.places import application
from webapp import clock
from webapp.commands.run import outside_of
from webapp.models.base import transaction
from webapp.models.job import Job
from webapp.models.message import Unplanned
from webapp.models.outgoing import Outgoing
from webapp.photos.opening import open_store
from webapp.use_cases.archive_jobs import archive_due_jobs
from webapp.use_cases.claim_messages import Scope, claim
from webapp.use_cases.deliver_messages import Post
from webapp.use_cases.hold_outbox import gate_of
from webapp.use_cases.plan_messages import plan_stale_jobs
from webapp.worker.schedule import Task, Workplace, timetable

# It reads every record and every file by its nature, once a night.
BY_NATURE = "compare records and files"
_LOOKS = 7
_processes = multiprocessing.get_context("spawn")
# In the order of ids, which is none: a third of them has a basket, in either house.
_DUE = """
UPDATE job SET stop_at = now() - interval '1 hour' WHERE id IN (
  SELECT id FROM job WHERE status = 'selling' AND stop_at > now() ORDER BY id LIMIT %s - (
    SELECT count(*) FROM job WHERE status = 'selling' AND stop_at <= now()))
"""
_TWICE = """
SELECT count(*), count(DISTINCT job_id) FROM history_entry WHERE deed = 'archived' AND at >= %s
"""


def swept(address: str, folder: Path, *, due: int, processes: int) -> float:
    """Seconds in which so many workers archive so many due jobs; each of them once."""
    with plain(address) as connection:
        connection.execute(_DUE, [due])
        # What a vacuum in the night has done: here it is switched off.
        connection.execute("VACUUM ANALYZE job")
    now = clock.machine_now()
    ready, ended = _processes.Barrier(processes + 1), _processes.Queue()
    workers = [
        _processes.Process(target=_work, args=(address, str(folder), now, ready, ended))
        for _ in range(processes)
    ]
    for worker in workers:
        worker.start()
    ready.wait(120)
    begin = time.monotonic()
    done = sum(ended.get(timeout=300) for _worker in workers)
    seconds = time.monotonic() - begin
    for worker in workers:
        worker.join()
    with plain(address) as connection:
        records, jobs = connection.execute(_TWICE, [now]).fetchone() or (0, 0)
    assert done == records == jobs == due, f"{done} done, {records} records of {jobs} jobs"
    return seconds


def _work(address: str, folder: str, now: Any, ready: Any, ended: Any) -> None:
    with application(address, Path(folder)):
        archive_due_jobs(now=now.replace(year=2000))  # a connection is open, nothing was due
        ready.wait(120)
        ended.put(archive_due_jobs(now=now))


def nothing_due(app: Flask) -> tuple[int, float]:
    """Statements of a tick with nothing due, and its seconds."""
    with app.app_context():
        now = clock.machine_now()
        archive_due_jobs(now=now)
        with counted() as statements:
            archive_due_jobs(now=now)
        looks = [seconds_of(lambda: archive_due_jobs(now=now)) for _ in range(20)]
    return statements.number, percentile(looks, 50)


def looks(app: Flask) -> Iterator[tuple[Task, Callable[[], object]]]:
    """Every line of the timetable with what it does when nothing is to do.

    Needs an app context.
    """
    config = app.config["SHELFLIFE"]
    place = Workplace(open_store(config.photos), 1, lambda: False, Post(outside_of(config)))
    for task in timetable():
        if task.name != BY_NATURE:
            yield task, lambda task=task: task.do(place)  # type: ignore[misc]


def seconds_of_looks(app: Flask) -> dict[str, float]:
    """How long each of them takes, the middle of some."""
    found = {}
    for task, look in looks(app):
        with app.app_context():
            look()
            found[task.name] = percentile((seconds_of(look) for _ in range(_LOOKS)), 50)
    return found


def planned(app: Flask, jobs: int) -> float:
    """Seconds for planning the messages of so many jobs of the big studio, all of them stale."""
    with app.app_context():
        with transaction() as session:
            ids = session.scalars(
                select(Job.id).where(Job.status == "selling").order_by(Job.id).limit(jobs)
            ).all()
            session.execute(insert(Unplanned), [{"job_id": job_id} for job_id in ids])
        return seconds_of(lambda: plan_stale_jobs(now=clock.now(), jobs=jobs))


@contextmanager
def waiting(app: Flask, messages: int) -> Iterator[None]:
    """So many sent messages wait again while the block runs."""
    with app.app_context():
        with transaction() as session:
            ids = session.scalars(
                select(Outgoing.id).where(Outgoing.content != b"").limit(messages)
            ).all()
            session.execute(update(Outgoing).where(Outgoing.id.in_(ids)).values(state="waiting"))
        yield
        with transaction() as session:
            session.execute(update(Outgoing).where(Outgoing.id.in_(ids)).values(state="sent"))


def claimed(app: Flask, times: int) -> float:
    """The middle of so many claims of a hundred messages, in seconds."""
    now = clock.machine_now()
    with app.app_context():
        gate = gate_of(app.config["SHELFLIFE"].data)

        def claim_some() -> None:
            assert claim(Scope("email"), gate, now=now, machine_now=now), "nothing was claimed"

        return percentile([seconds_of(claim_some) for _ in range(times)], 50)
