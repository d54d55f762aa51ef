"""What is true of a job at this moment, counted: the ground of the plan for a save (S5)."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.domain.archiving import Delay
from webapp.domain.saving import JobFacts
from webapp.domain.settings import AccessType, JobSettings
from webapp.domain.status import Status
from webapp.models.customer import OpenedCode, Registration, Visitor
from webapp.models.job import AccessCode, Job
from webapp.models.message import CommunicationProfile, Message
from webapp.models.order import OrderLine
from webapp.queries.basket_counts import Products, in_baskets, returning
from webapp.queries.codes import valid_codes
from webapp.queries.owed_messages import customers_to_tell, customers_told
from webapp.queries.photos import hidden_photos


def settings_of(job: Job) -> JobSettings:
    """The settings as they are stored."""
    return JobSettings(
        status=Status(job.status),
        public_name=job.public_name,
        internal_name=job.internal_name,
        shot_on=job.shot_on,
        access_type=AccessType(job.access_type),
        price_list_id=job.price_list_id,
        archiving=job.archiving,
        archiving_date=job.archiving_date,
        archiving_delay=Delay(job.archiving_delay),
        communication_profile_id=job.communication_profile_id,
    )


def facts_for(session: Session, job: Job, wanted: JobSettings) -> JobFacts:
    """Everything that `plan_save` asks about this job and the staged settings."""
    profile_id = wanted.communication_profile_id
    lying = in_baskets(session, [job.id]).get(job.id, Products())
    back = returning(session, job.id, wanted.price_list_id)
    customers, told = customers_told(session, job.id)
    return JobFacts(
        settings=settings_of(job),
        zone=job.studio.time_zone,
        archived_at=job.archived_at,
        photos=job.photo_count,
        hidden_photos=_hidden(session, job.id, wanted.access_type),
        codes=valid_codes(session, job.id),
        orders=_orders(session, job.id),
        viewers=_viewers(session, job.id),
        products=lying.products,
        baskets=lying.baskets,
        returning_products=back.products,
        returning_baskets=back.baskets,
        told_available=told,
        registered_since=customers - told,
        owed_available=customers_to_tell(session, job.id, "available", profile_id),
        told_when_archived=customers_to_tell(session, job.id, "archived", profile_id),
        planned_messages=_planned_messages(session, job.id),
        profile_name=_profile_name(session, profile_id),
    )


def _hidden(session: Session, job_id: str, access_type: AccessType) -> int:
    return hidden_photos(session, job_id) if access_type is AccessType.PERSON else 0


def _orders(session: Session, job_id: str) -> int:
    return (
        session.scalar(
            select(func.count(func.distinct(OrderLine.order_id))).where(OrderLine.job_id == job_id)
        )
        or 0
    )


def _planned_messages(session: Session, job_id: str) -> int:
    planned = select(func.count()).where(Message.job_id == job_id, Message.state == "planned")
    return session.scalar(planned) or 0


def _viewers(session: Session, job_id: str) -> int:
    """Everybody who may be looking: registered customers, and browsers that opened a code."""
    registered = select(Registration.customer_id).where(Registration.job_id == job_id)
    browsers = (
        select(func.count(func.distinct(OpenedCode.visitor_id)))
        .join(AccessCode, AccessCode.id == OpenedCode.access_code_id)
        .join(Visitor, Visitor.id == OpenedCode.visitor_id)
        .where(
            AccessCode.job_id == job_id,
            AccessCode.revoked_at.is_(None),
            Visitor.customer_id.is_(None) | Visitor.customer_id.not_in(registered),
        )
    )
    customers = session.scalar(select(func.count()).select_from(registered.subquery())) or 0
    return customers + (session.scalar(browsers) or 0)


def _profile_name(session: Session, profile_id: str | None) -> str | None:
    profile = session.get(CommunicationProfile, profile_id) if profile_id else None
    return profile.name if profile else None
