"""A notification of a communication profile is added or changed (C1, C2, C7)."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.domain.notification_faults import Fault, NewNotification, faults
from webapp.models.base import new_id, transaction
from webapp.models.message import CommunicationProfile, Notification
from webapp.use_cases.holding_profile import held_notification, held_profile
from webapp.use_cases.marking import mark_stale_by_profile


class NotificationFaultsError(Exception):
    """Values that cannot be stored, by field."""

    def __init__(self, found: dict[str, Fault]) -> None:
        super().__init__(", ".join(found))
        self.faults = found


def save_notification(
    studio_id: str,
    profile_id: str,
    new: NewNotification,
    *,
    notification_id: str | None = None,
    now: datetime,
) -> str:
    """Add it (without an id) or change it; answers its id. What is handed over already stays.

    With another time or channel it counts from `now`: nothing is sent for the past (C7).
    Errors: NotificationFaultsError, UnknownProfileError, StandardProfileError (C4).
    """
    if found := faults(new):
        raise NotificationFaultsError(found)
    with transaction() as session:
        profile = held_profile(session, studio_id, profile_id)
        row = _row(session, profile, notification_id, now)
        before = _timing(row)
        _write(row, new)
        if _timing(row) != before:
            row.since = now
        session.flush()
        mark_stale_by_profile(session, profile_id)
        return row.id


def _row(
    session: Session, profile: CommunicationProfile, notification_id: str | None, now: datetime
) -> Notification:
    """The notification of this id, else a new one, last of its profile."""
    if notification_id is not None:
        return held_notification(session, profile, notification_id)
    last = session.scalar(
        select(func.max(Notification.position)).where(Notification.profile_id == profile.id)
    )
    position = 0 if last is None else last + 1
    row = Notification(id=new_id(), profile_id=profile.id, position=position, since=now)
    session.add(row)
    return row


def _timing(row: Notification) -> tuple[object, ...]:
    return (row.trigger, row.offset_days, row.offset_hours, row.time_window, row.channel)


def _write(row: Notification, new: NewNotification) -> None:
    in_hours = new.trigger.counts_hours
    row.trigger = new.trigger.value
    row.offset_days = 0 if in_hours else new.offset
    row.offset_hours = new.offset if in_hours else 0
    row.time_window = new.window.value
    row.target_group = new.group.value
    row.condition = new.condition.value
    row.channel = new.channel.value
    row.subject = new.subject
    row.message = new.message
