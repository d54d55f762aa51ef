"""What is true of a job at this moment, counted: the ground of the plan for a save (S5)."""

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from webapp.domain.archiving import Delay
from webapp.domain.saving import JobFacts
from webapp.domain.settings import AccessType, JobSettings
from webapp.domain.status import Status
from webapp.models.basket import Basket, BasketLine, Product, RemovedLine
from webapp.models.job import Job
from webapp.models.message import CommunicationProfile, Message
from webapp.models.order import OrderLine
from webapp.models.photo import Photo
from webapp.queries.owed_messages import customers_to_tell, customers_told


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
    lines, baskets = _lines_in_baskets(session, job.id)
    back, back_baskets = returning_lines(session, job.id, wanted.price_list_id)
    customers, told = customers_told(session, job.id)
    return JobFacts(
        settings=settings_of(job),
        zone=job.studio.time_zone,
        archived_at=job.archived_at,
        photos=job.photo_count,
        orders=_orders(session, job.id),
        customers=customers,
        lines=lines,
        baskets=baskets,
        returning_lines=back,
        returning_baskets=back_baskets,
        told_available=told,
        registered_since=customers - told,
        owed_available=customers_to_tell(session, job.id, "available", profile_id),
        told_when_archived=customers_to_tell(session, job.id, "archived", profile_id),
        planned_messages=_planned_messages(session, job.id),
        profile_name=_profile_name(session, profile_id),
    )


def returning_lines(session: Session, job_id: str, price_list_id: str | None) -> tuple[int, int]:
    """Products that would come back into pending baskets, and how many baskets (R5)."""
    lines, baskets = session.execute(
        select(func.count(), func.count(func.distinct(RemovedLine.basket_id)))
        .select_from(RemovedLine)
        .join(Basket, Basket.id == RemovedLine.basket_id)
        .join(Product, Product.id == RemovedLine.product_id)
        .join(Photo, Photo.id == RemovedLine.photo_id)
        .where(still_sold(job_id, price_list_id))
    ).one()
    return lines, baskets


def still_sold(job_id: str, price_list_id: str | None) -> ColumnElement[bool]:
    """Whether a removed line comes back: its basket pending, its product sold for the job (R5)."""
    return and_(
        RemovedLine.job_id == job_id,
        Basket.state == "pending",
        Product.is_sold,
        Product.price_list_id == price_list_id,
    )


def _lines_in_baskets(session: Session, job_id: str) -> tuple[int, int]:
    lines, baskets = session.execute(
        select(func.count(), func.count(func.distinct(BasketLine.basket_id))).where(
            BasketLine.job_id == job_id
        )
    ).one()
    return lines, baskets


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


def _profile_name(session: Session, profile_id: str | None) -> str | None:
    profile = session.get(CommunicationProfile, profile_id) if profile_id else None
    return profile.name if profile else None
