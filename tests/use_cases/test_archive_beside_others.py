"""Several workers archive at once: each takes what no other holds (A5)."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy import text

from tests.support.builders import a_job
from webapp.models.base import db
from webapp.use_cases import archive_jobs
from webapp.use_cases.archive_jobs import archive_due_jobs

STOP = datetime(2026, 12, 14, 23, tzinfo=UTC)


@contextmanager
def held_by_another_worker(job):
    """On SQLite nobody else writes meanwhile: there is nothing to hold."""
    is_held = db.engine.dialect.name == "postgresql"
    with db.engine.connect() as connection:
        if is_held:
            held = text("SELECT id FROM job WHERE id = :id FOR UPDATE")
            connection.execute(held, {"id": job.id})
        yield int(is_held)
        connection.rollback()


def test_what_another_worker_holds_keeps_this_one_from_no_other_job(app, stored, monkeypatch):
    for name, pace in archive_jobs.PACES.items():
        monkeypatch.setitem(archive_jobs.PACES, name, replace(pace, first=1, largest=1))
    jobs = [a_job(status="selling", archive_on=date(2026, 12, 14)) for _ in range(3)]
    first = min(jobs, key=lambda job: job.id)
    with held_by_another_worker(first) as held:
        assert archive_due_jobs(now=STOP) == 3 - held
    assert archive_due_jobs(now=STOP) == held
    assert {stored(job).status for job in jobs} == {"archived"}
