"""A new job: in Planning, with the studio's first price list and its standard profile."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import count

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.domain.actors import Actor
from webapp.domain.job_kinds import JobKind, proposed_name
from webapp.domain.settings import AccessType
from webapp.domain.status import Status
from webapp.models.base import new_id, transaction
from webapp.models.job import Job
from webapp.models.message import CommunicationProfile
from webapp.models.price_list import PriceList
from webapp.models.studio import Studio
from webapp.use_cases.issue_codes import ensure_codes
from webapp.use_cases.recording import Change, record


class InternalNameTakenError(Exception):
    """The studio has a job of this internal name."""


@dataclass(frozen=True)
class NewJob:
    """What is said of a job at the beginning; an empty internal name is made of the public one."""

    public_name: str
    internal_name: str
    kind: JobKind
    shot_on: date | None
    access_type: AccessType


def create_job(studio_id: str, new: NewJob, *, by: Actor, now: datetime) -> str:
    """Store the job, its codes and the first record of its history (S8); answers its id.

    InternalNameTakenError when the name was typed and another job has it. Internal names of a
    studio are given one after the other, under the lock of the studio.
    """
    with transaction() as session:
        session.get_one(Studio, studio_id, with_for_update=True)
        job = Job(
            id=new_id(),
            studio_id=studio_id,
            public_name=new.public_name,
            internal_name=_internal_name(session, studio_id, new),
            kind=new.kind.value,
            shot_on=new.shot_on,
            status=Status.PLANNING.value,
            access_type=new.access_type.value,
            price_list_id=_first_price_list(session, studio_id),
            communication_profile_id=_standard_profile(session, studio_id),
            profile_since=now,
            created_at=now,
        )
        session.add(job)
        session.flush()
        ensure_codes(session, job, now=now)
        created = [Change("status", None, Status.PLANNING.value)]
        record(session, job, by=by, now=now, deed="created", changes=created)
        return job.id


def _internal_name(session: Session, studio_id: str, new: NewJob) -> str:
    if not new.internal_name:
        names = (proposed_name(new.public_name, attempt) for attempt in count(1))
        return next(name for name in names if not _is_taken(session, studio_id, name))
    if _is_taken(session, studio_id, new.internal_name):
        raise InternalNameTakenError(new.internal_name)
    return new.internal_name


def _is_taken(session: Session, studio_id: str, name: str) -> bool:
    same = select(func.count()).where(Job.studio_id == studio_id, Job.internal_name == name)
    return bool(session.scalar(same))


def _first_price_list(session: Session, studio_id: str) -> str | None:
    return session.scalar(
        select(PriceList.id)
        .where(PriceList.studio_id == studio_id, PriceList.archived_at.is_(None))
        .order_by(PriceList.created_at, PriceList.id)
        .limit(1)
        .with_for_update(read=True, key_share=True)
    )


def _standard_profile(session: Session, studio_id: str) -> str | None:
    return session.scalar(
        select(CommunicationProfile.id)
        .where(CommunicationProfile.studio_id == studio_id, CommunicationProfile.is_standard)
        .order_by(CommunicationProfile.created_at, CommunicationProfile.id)
        .limit(1)
    )
