"""A copy of a communication profile, to be changed freely; of a standard one too (C4)."""

from collections.abc import Iterator
from datetime import datetime
from itertools import count

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models.base import new_id, transaction
from webapp.models.message import CommunicationProfile, Notification
from webapp.use_cases.holding_profile import (
    LONGEST_NAME,
    UnknownProfileError,
    hold_names,
    is_taken,
)


def duplicate_profile(studio_id: str, profile_id: str, *, now: datetime) -> str:
    """Store the copy under the first name that is free and answer its id; UnknownProfileError."""
    with transaction() as session:
        hold_names(session, studio_id)
        found = session.scalar(
            select(CommunicationProfile).where(
                CommunicationProfile.id == profile_id, CommunicationProfile.studio_id == studio_id
            )
        )
        if found is None:
            raise UnknownProfileError(profile_id)
        copy = CommunicationProfile(
            id=new_id(),
            studio_id=studio_id,
            name=_free_name(session, studio_id, found.name),
            is_standard=False,
            created_at=now,
        )
        copy.notifications = [_copied(each, now) for each in found.notifications]
        session.add(copy)
        return copy.id


def _free_name(session: Session, studio_id: str, name: str) -> str:
    return next(each for each in _names(name) if not is_taken(session, studio_id, each))


def _names(name: str) -> Iterator[str]:
    """'Standard (copy)', 'Standard (copy 2)' …, never longer than a name may be."""
    for number in count(1):
        ending = _("(copy)") if number == 1 else _("(copy %(number)s)", number=number)
        yield f"{name[: LONGEST_NAME - len(ending) - 1].rstrip()} {ending}"


def _copied(notification: Notification, now: datetime) -> Notification:
    return Notification(
        id=new_id(),
        position=notification.position,
        trigger=notification.trigger,
        offset_days=notification.offset_days,
        offset_hours=notification.offset_hours,
        time_window=notification.time_window,
        target_group=notification.target_group,
        condition=notification.condition,
        channel=notification.channel,
        subject=notification.subject,
        message=notification.message,
        since=now,
    )
