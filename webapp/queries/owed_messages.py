"""Who is owed a message, found for any number of jobs at once, and counted for windows (R4)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, select
from sqlalchemy.orm import Session

from webapp.models.customer import Registration
from webapp.models.job import Job
from webapp.models.message import Message, Notification
from webapp.queries.recipients import is_meant, registrations


def reachable(
    job_ids: Sequence[str], trigger: str, *, profile_id: str | None = None
) -> Select[Any]:
    """Registrations of these jobs × notifications with this trigger that mean them (C1, C9).

    The notifications are those of the jobs' own profiles, or of a staged one (`profile_id`).
    """
    profile = Job.communication_profile_id if profile_id is None else profile_id
    return (
        registrations(Registration.customer_id)
        .join(Notification, Notification.profile_id == profile)
        .where(
            Registration.job_id.in_(job_ids),
            Notification.trigger == trigger,
            is_meant(),
        )
    )


_STANDING = ("planned", "sending", "sent", "unknown")


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


def told_at() -> ScalarSelect[Any]:
    """When the registration's customer was first told, and it went out or may have (R4)."""
    return (
        select(func.min(func.coalesce(Message.changed_at, Message.created_at)))
        .where(
            Message.job_id == Registration.job_id,
            Message.customer_id == Registration.customer_id,
            Message.trigger == "available",
            Message.state.in_(("sending", "sent", "unknown")),
        )
        .scalar_subquery()
    )


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
    asked = (
        registrations(Registration.customer_id, is_meant().label("is_meant"))
        .join(Notification, Notification.profile_id == profile_id)
        .where(
            Registration.job_id == job_id,
            Notification.trigger == "before-archiving",
            Notification.offset_days <= days_left,
        )
        # Whom it means is asked of those that were found: PostgreSQL, which thinks it dear, else
        # reads every customer of the house first.
        .offset(0)
        .subquery()
    )
    meant = select(func.count(asked.c.customer_id.distinct())).where(asked.c.is_meant)
    return session.scalar(meant) or 0
