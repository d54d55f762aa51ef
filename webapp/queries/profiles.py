"""A studio's communication profiles: their notifications, and which jobs use them (C1, C4)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from webapp.domain.notifications import Rule
from webapp.models.base import db
from webapp.models.job import Job
from webapp.models.message import CommunicationProfile, Notification
from webapp.queries.message_facts import rule_of

NAMED = 3


@dataclass(frozen=True)
class Use:
    """How many jobs use a profile, and the newest of them: pairs of id and public name."""

    jobs: int = 0
    first: Sequence[tuple[str, str]] = ()


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
    uses = _uses(studio_id)
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
    return _uses(studio_id)[None]


def use_of(studio_id: str, profile_id: str, *, named: int = NAMED) -> Use:
    """The jobs that use one profile; `named`: how many of them are named."""
    found = db.session.execute(
        select(Job.id, Job.public_name)
        .where(Job.studio_id == studio_id, Job.communication_profile_id == profile_id)
        .order_by(Job.created_at.desc(), Job.id)
    ).all()
    return Use(len(found), [(row.id, row.public_name) for row in found[:named]])


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


def _uses(studio_id: str) -> dict[str | None, Use]:
    """By profile, in one statement: the number of its jobs, and the newest ones with names."""
    by_age = (Job.created_at.desc(), Job.id)
    ranked = (
        select(
            Job.communication_profile_id.label("profile_id"),
            Job.id,
            Job.public_name,
            func.count().over(partition_by=Job.communication_profile_id).label("jobs"),
            func.row_number()
            .over(partition_by=Job.communication_profile_id, order_by=by_age)
            .label("place"),
        )
        .where(Job.studio_id == studio_id)
        .subquery()
    )
    rows = db.session.execute(
        select(ranked).where(ranked.c.place <= NAMED).order_by(ranked.c.place)
    ).all()
    named: dict[str | None, list[tuple[str, str]]] = defaultdict(list)
    counted: dict[str | None, int] = {}
    for row in rows:
        named[row.profile_id].append((row.id, row.public_name))
        counted[row.profile_id] = row.jobs
    return defaultdict(Use, {each: Use(counted[each], named[each]) for each in counted})
