"""Photos are given to the people whose reference, code or name their files begin with."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.domain.actors import Actor
from webapp.domain.file_names import NamePlan, plan_names
from webapp.models.base import db, transaction
from webapp.models.job import Job
from webapp.models.photo import Photo
from webapp.queries.assigning import named_people, named_photos
from webapp.use_cases.owners import give_to_people
from webapp.use_cases.recording import record


class FilesHaveChanged(Exception):
    """Photos or people are not as the page showed them."""


def what_names_say(job_id: str, *, replaces: bool) -> NamePlan:
    """The plan that the page shows; the deed carries out the same one."""
    return _plan(db.session(), job_id, replaces)


def sort_by_names(
    job_id: str, *, confirmed: str, replaces: bool, by: Actor, now: datetime
) -> NamePlan:
    """Carry out what the page showed, with one record in the history (S8).

    The plan is made again under the locks of the photos; FilesHaveChanged when it is not the one of
    the page (`confirmed`).
    """
    with transaction() as session:
        session.scalars(
            select(Photo.id).where(Photo.job_id == job_id).order_by(Photo.id).with_for_update()
        ).all()
        plan = _plan(session, job_id, replaces)
        if plan.fingerprint != confirmed:
            raise FilesHaveChanged
        given = give_to_people(session, plan.of_people)
        if given:
            counts = {"photos_of_people": given, "people": len(plan.of_people)}
            job = session.get_one(Job, job_id)
            record(session, job, by=by, now=now, deed="photos-sorted-by-names", counts=counts)
        return plan


def _plan(session: Session, job_id: str, replaces: bool) -> NamePlan:
    photos, people = named_photos(session, job_id), named_people(session, job_id)
    return plan_names(photos, people, replaces=replaces)
