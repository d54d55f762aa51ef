"""A visitor meets the note that a job is archived: counted once a local day, as missed demand.

Reading a page never writes: what counts is typing the code, and the word that the note itself
sends when it is shown. Without JavaScript only the code counts.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.domain.archiving import local_day
from webapp.models.base import transaction
from webapp.models.expressions import insert_or_update
from webapp.models.job import Job
from webapp.models.late import LateVisit
from webapp.queries.loading import job_of_studio
from webapp.queries.visitors import access_to, opened_keys


def note_visit(studio_id: str, job_id: str, *, visitor_id: str | None, now: datetime) -> None:
    """Count the visitor, if the job is greyed out for them at `now` (A7).

    A browser that nobody knows is not counted: it would have to be given a cookie for that alone.
    """
    if visitor_id is None:
        return
    with transaction() as session:
        job = job_of_studio(studio_id, job_id)
        if job is not None:
            count_if_late(session, job, visitor_id, now=now)


def count_if_late(session: Session, job: Job, visitor_id: str, *, now: datetime) -> None:
    """The same in the transaction of what was done, such as typing a code."""
    access = access_to(job, opened_keys(visitor_id), now=now)
    if not access.keys or not access.standing.is_greyed_out:
        return
    day = local_day(now, job.studio.time_zone)
    row = insert_or_update(session, LateVisit).values(job_id=job.id, day=day, visitor_id=visitor_id)
    session.execute(row.on_conflict_do_nothing())
