"""Who is owed a message around a change of status: counted for the window, queued by the deed.

Both come from the same statement, so that what the window says is what happens (S5, R4).
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from webapp.models.customer import Customer, Registration
from webapp.models.job import Job
from webapp.models.message import Message, Notification


def reachable(
    job_ids: Sequence[str], trigger: str, *, profile_id: str | None = None
) -> Select[Any]:
    """Registrations of these jobs × notifications with this trigger that can reach them.

    The notifications are those of the jobs' own profiles, or of a staged one (`profile_id`).
    """
    profile = Job.communication_profile_id if profile_id is None else profile_id
    return (
        select(Registration.customer_id)
        .select_from(Registration)
        .join(Job, Job.id == Registration.job_id)
        .join(Customer, Customer.id == Registration.customer_id)
        .join(Notification, Notification.profile_id == profile)
        .where(
            Registration.job_id.in_(job_ids),
            Notification.trigger == trigger,
            Customer.unsubscribed_at.is_(None),
            or_(
                and_(Notification.channel == "email", Customer.email.is_not(None)),
                and_(Notification.channel == "sms", Customer.phone.is_not(None)),
            ),
        )
    )


_STANDING = ("planned", "sent", "unknown")


def was_told_available() -> ColumnElement[bool]:
    """Whether the registration's customer has an availability message that stands (R4, C5)."""
    return (
        select(Message.id)
        .where(
            Message.job_id == Registration.job_id,
            Message.customer_id == Registration.customer_id,
            Message.trigger == "available",
            Message.state.in_(_STANDING),
        )
        .exists()
    )


def customers_to_tell(session: Session, job_id: str, trigger: str, profile_id: str | None) -> int:
    """How many customers a profile would write to for this trigger; 0 without a profile."""
    if profile_id is None:
        return 0
    owed = reachable([job_id], trigger, profile_id=profile_id)
    if trigger == "available":
        owed = owed.where(~was_told_available())
    return session.scalar(select(func.count()).select_from(owed.distinct().subquery())) or 0


def customers_told(session: Session, job_id: str) -> tuple[int, int]:
    """Registered customers of the job, and how many of them were told that photos are there."""
    told = session.scalar(
        select(func.count()).where(Registration.job_id == job_id, was_told_available())
    )
    registered = session.scalar(select(func.count()).where(Registration.job_id == job_id))
    return registered or 0, told or 0


def customers_to_remind(
    session: Session, job_id: str, profile_id: str | None, *, days_left: int
) -> int:
    """Customers whom a profile will remind when the archiving date is `days_left` days away."""
    if profile_id is None:
        return 0
    owed = reachable([job_id], "before-archiving", profile_id=profile_id)
    to_come = owed.where(Notification.offset_days <= days_left).distinct().subquery()
    return session.scalar(select(func.count()).select_from(to_come)) or 0
