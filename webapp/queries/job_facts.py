"""What is true of a job at this moment, counted: the ground of the plan for a save (S5)."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.domain.archiving import Delay
from webapp.domain.ledger import Changes
from webapp.domain.notifications import Trigger
from webapp.domain.saving import JobFacts
from webapp.domain.settings import AccessType, JobSettings
from webapp.domain.status import Status
from webapp.models.customer import OpenedCode, Registration, Visitor
from webapp.models.job import AccessCode, Job
from webapp.models.late import MoreTimeRequest
from webapp.models.message import CommunicationProfile
from webapp.models.order import OrderLine
from webapp.queries.basket_counts import Products, in_baskets, returning
from webapp.queries.codes import valid_codes
from webapp.queries.message_facts import plan_for, staged_state
from webapp.queries.owed_messages import customers_told
from webapp.queries.photos import cards_among, hidden_photos
from webapp.queries.price_list_use import not_on_list


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


def facts_for(session: Session, job: Job, wanted: JobSettings, *, now: datetime) -> JobFacts:
    """Everything that `plan_save` asks about this job and the staged settings at `now`.

    What happens to messages is planned by the function that the deed plans with (S5, C6).
    """
    profile_id = wanted.communication_profile_id
    state = staged_state(job, wanted, now=now)
    messages = plan_for(session, job, now=now, state=state, profile_id=profile_id).changes
    lying = in_baskets(session, [job.id]).get(job.id, Products())
    unsold = not_on_list(session, [job.id], wanted.price_list_id).get(job.id, Products())
    back = returning(session, job.id, wanted.price_list_id)
    customers, told = customers_told(session, job.id)
    return JobFacts(
        settings=settings_of(job),
        zone=job.studio.time_zone,
        archived_at=job.archived_at,
        photos=job.photo_count - cards_among(session, job.id),
        hidden_photos=_hidden(session, job.id, wanted.access_type),
        codes=valid_codes(session, job.id),
        orders=_orders(session, job.id),
        viewers=_viewers(session, job.id),
        products=lying.products,
        baskets=lying.baskets,
        unsold_products=unsold.products,
        unsold_baskets=unsold.baskets,
        returning_products=back.products,
        returning_baskets=back.baskets,
        told_available=told,
        registered_since=customers - told,
        owed_available=_customers(messages, Trigger.AVAILABLE),
        told_when_archived=_customers(messages, Trigger.ARCHIVED),
        planned_messages=len(messages.cancelled),
        profile_name=_profile_name(session, profile_id),
        asked_more_time=_waiting(session, job.id),
    )


def _waiting(session: Session, job_id: str) -> int:
    asked = select(func.count()).where(
        MoreTimeRequest.job_id == job_id, MoreTimeRequest.state == "open"
    )
    return session.scalar(asked) or 0


def _hidden(session: Session, job_id: str, access_type: AccessType) -> int:
    return hidden_photos(session, job_id) if access_type is AccessType.PERSON else 0


def _orders(session: Session, job_id: str) -> int:
    return (
        session.scalar(
            select(func.count(func.distinct(OrderLine.order_id))).where(OrderLine.job_id == job_id)
        )
        or 0
    )


def _customers(messages: Changes, trigger: Trigger) -> int:
    """How many customers get a message by this trigger that they would not have got."""
    return len({owed.key.customer_id for owed in messages.queued if owed.key.trigger is trigger})


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
