"""A communication profile under its lock, and what is asked of it before anything changes (C4)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models.message import CommunicationProfile, Notification
from webapp.models.studio import Studio

LONGEST_NAME = 80


class UnknownProfileError(Exception):
    """The studio has no such profile or notification, or has deleted it meanwhile."""


class StandardProfileError(Exception):
    """A standard profile is read-only; it can be duplicated (C4)."""


class ProfileNameTakenError(Exception):
    """The studio has a profile of this name."""


def held_profile(
    session: Session, studio_id: str, profile_id: str, *, to_delete: bool = False
) -> CommunicationProfile:
    """The studio's own profile, locked; UnknownProfileError, StandardProfileError (C4).

    `to_delete`: also against jobs that are just choosing it.
    """
    profile = session.scalar(
        select(CommunicationProfile)
        .where(CommunicationProfile.id == profile_id, CommunicationProfile.studio_id == studio_id)
        .with_for_update(key_share=not to_delete)
    )
    if profile is None:
        raise UnknownProfileError(profile_id)
    if profile.is_standard:
        raise StandardProfileError(profile_id)
    return profile


def held_notification(
    session: Session, profile: CommunicationProfile, notification_id: str
) -> Notification:
    """A notification of a held profile; UnknownProfileError when it was deleted meanwhile."""
    found = session.scalar(
        select(Notification).where(
            Notification.id == notification_id, Notification.profile_id == profile.id
        )
    )
    if found is None:
        raise UnknownProfileError(notification_id)
    return found


def hold_names(session: Session, studio_id: str) -> None:
    """Names of a studio's profiles are given one after the other, under the studio's lock."""
    session.get_one(Studio, studio_id, with_for_update=True)


def is_taken(session: Session, studio_id: str, name: str, *, but: str = "") -> bool:
    """Whether another profile of the studio than `but` has this name."""
    found = session.scalar(
        select(CommunicationProfile.id).where(
            CommunicationProfile.studio_id == studio_id,
            CommunicationProfile.name == name,
            CommunicationProfile.id != but,
        )
    )
    return found is not None
