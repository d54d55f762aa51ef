"""Import a list of people from a file: looked at first, then stored whole, or nothing of it."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from webapp.domain.actors import Actor
from webapp.domain.people_file import PeopleFile
from webapp.domain.people_plan import ImportPlan, codes_in, plan_import
from webapp.models.base import transaction
from webapp.models.job import Job
from webapp.queries.known_people import known_people, known_to
from webapp.use_cases.recording import record
from webapp.use_cases.store_people import store_people


class PreviewOutdated(Exception):
    """What would be stored is not what the preview said: it has to be shown again."""


def preview_people(job_id: str, file: PeopleFile) -> ImportPlan:
    """What the import would do at this moment; nothing is stored."""
    return plan_import(file, known_people(job_id, codes_in(file)))


def import_people(
    job_id: str, file: PeopleFile, *, shown: str, by: Actor, now: datetime
) -> ImportPlan:
    """Store whoever is new, in one transaction with one record (S8); faulty lines are left out.

    `shown` is the fingerprint of the plan that was confirmed. Raises PreviewOutdated when the
    facts have changed meanwhile.
    """
    try:
        with transaction() as session:
            job = session.get_one(Job, job_id, with_for_update={"of": Job})
            plan = plan_import(file, known_to(session, job_id, codes_in(file)))
            if plan.fingerprint != shown:
                raise PreviewOutdated
            if not plan.new:
                return plan
            counts = store_people(session, job, plan.new, now=now)
            if plan.faulty_lines:
                counts["lines_left_out"] = plan.faulty_lines
            record(session, job, by=by, now=now, deed="people-imported", counts=counts)
            return plan
    except IntegrityError as taken:
        # Somebody was given one of these codes between the look and the deed.
        raise PreviewOutdated from taken
