"""A studio's communication profiles: their notifications, and which jobs use them (C1, C4)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from webapp.domain.notifications import Rule
from webapp.models.base import db
from webapp.models.job import Job
from webapp.models.message import CommunicationProfile, Notification
from webapp.queries.message_facts import rule_of
from webapp.queries.uses import NAMED, Use, use_by, uses_by


@dataclass(frozen=True)
class ProfileRow:
    """A profile of the list."""

    id: str
    name: str
    is_standard: bool
    rules: Sequence[Rule]
    use: Use


def profile_rows(studio_id: str) -> list[ProfileRow]:
    """The studio's profiles with their use, the standard one first, the others by name."""
    found = db.session.scalars(
        select(CommunicationProfile)
        .where(CommunicationProfile.studio_id == studio_id)
        .options(selectinload(CommunicationProfile.notifications))
        .order_by(CommunicationProfile.is_standard.desc(), CommunicationProfile.name)
    ).all()
    uses = uses_by(studio_id, Job.communication_profile_id)
    return [
        ProfileRow(
            each.id,
            each.name,
            each.is_standard,
            [rule_of(row) for row in each.notifications],
            uses[each.id],
        )
        for each in found
    ]


def without_profile(studio_id: str) -> Use:
    """The jobs of the studio that say 'No marketing emails/SMS'."""
    return uses_by(studio_id, Job.communication_profile_id)[None]


def use_of(studio_id: str, profile_id: str, *, named: int = NAMED) -> Use:
    """The jobs that use one profile; `named`: how many of them are named."""
    return use_by(studio_id, Job.communication_profile_id, profile_id, named=named)


def profile_of_studio(studio_id: str, profile_id: str) -> CommunicationProfile | None:
    """The studio's profile of this id; None for an unknown one and for another studio's alike."""
    return db.session.scalar(
        select(CommunicationProfile).where(
            CommunicationProfile.id == profile_id, CommunicationProfile.studio_id == studio_id
        )
    )


def notification_of_profile(profile_id: str, notification_id: str) -> Notification | None:
    """The profile's notification of this id, None where it has none."""
    return db.session.scalar(
        select(Notification).where(
            Notification.id == notification_id, Notification.profile_id == profile_id
        )
    )


def writes_sms(job: Job) -> bool:
    """Whether customers of the job may get an SMS: so its profile says, or nobody can know yet."""
    if job.communication_profile_id is None:
        return True
    by_sms = select(Notification.id).where(
        Notification.profile_id == job.communication_profile_id, Notification.channel == "sms"
    )
    return db.session.scalar(by_sms.limit(1)) is not None
