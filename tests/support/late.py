"""Rows for what comes after archiving: who asked for more time, for whom a job is open again."""

from tests.support.builders import NOW, TODAY, a_visitor
from webapp.domain.archiving import ArchivePlan, Delay
from webapp.models.base import new_id, transaction
from webapp.models.late import MoreTimeRequest, Reopening


def a_reopening(code, until=TODAY, opened_at=NOW, **facts):
    """An archived job that is open again for this code, to the end of `until`."""
    zone = code.job.studio.time_zone
    facts = {"studio_id": code.studio_id, "job_id": code.job_id, "opened_at": opened_at} | facts
    return _store(
        Reopening(
            id=new_id(),
            access_code_id=code.id,
            until=until,
            stop_at=ArchivePlan(until, Delay.SAME_DAY, zone).stop_at,
            **facts,
        )
    )


def a_more_time_request(job, code=None, email=None, visitor=None, **facts):
    """Somebody who asked the studio for more time."""
    visitor = visitor or a_visitor(job.studio, codes=[code] if code else [])
    defaults = {"name": "Anna Berger", "language": "en", "words": "", "created_at": NOW}
    return _store(
        MoreTimeRequest(
            id=new_id(),
            studio_id=job.studio_id,
            job_id=job.id,
            access_code_id=code.id if code else None,
            visitor_id=visitor.id,
            email=email or f"{visitor.id}@example.org",
            **(defaults | facts),
        )
    )


def _store(row):
    with transaction() as session:
        session.add(row)
    return row
