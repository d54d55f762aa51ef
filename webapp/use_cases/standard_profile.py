"""The communication profile every studio begins with; it is read-only and can be copied (C4)."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from webapp.models.base import new_id
from webapp.models.message import CommunicationProfile, Notification

REMINDER_DAYS = (7, 3, 1)


def add_standard_profile(
    session: Session, studio_id: str, *, now: datetime
) -> CommunicationProfile:
    """Add it, written in the language that is spoken just now (C2, C3, C4)."""
    profile = CommunicationProfile(
        id=new_id(), studio_id=studio_id, name=_("Standard"), is_standard=True, created_at=now
    )
    letters = [
        _available(),
        *(_reminder(days, place) for place, days in enumerate(REMINDER_DAYS, start=1)),
        _archived(len(REMINDER_DAYS) + 1),
    ]
    for letter in letters:
        letter.since = now
    profile.notifications = letters
    session.add(profile)
    return profile


def _available() -> Notification:
    return _by_email(
        position=0,
        trigger="available",
        subject=_("Your pictures are here: [[Job.name]]"),
        opening=_("the pictures of [[Job.name]] are ready. Look at them and order here:"),
        closing=_("You can order until the end of [[Job.date_archiving]]."),
    )


def _reminder(days: int, position: int) -> Notification:
    subject = _("Order until [[Job.date_archiving]]: [[Job.name]]")
    if days == 1:
        subject = _("One day left: [[Job.name]]")
    return _by_email(
        position=position,
        trigger="before-archiving",
        time_window="morning",
        offset_days=days,
        subject=subject,
        opening=_(
            "the pictures of [[Job.name]] can be ordered until the end of"
            " [[Job.date_archiving]]. You find them here:"
        ),
        closing=_("After that day they can no longer be viewed or ordered."),
    )


def _archived(position: int) -> Notification:
    return _by_email(
        position=position,
        trigger="archived",
        subject=_("No longer on sale: [[Job.name]]"),
        opening=_(
            "the pictures of [[Job.name]] can no longer be viewed or ordered. What you have"
            " ordered stays yours. You can reach us here:"
        ),
        closing=_("If you need more time, answer this message."),
    )


def _by_email(
    *,
    position: int,
    trigger: str,
    subject: str,
    opening: str,
    closing: str,
    offset_days: int = 0,
    time_window: str = "at-once",
) -> Notification:
    """A letter: greeting, what there is to say with the link, and who writes."""
    greeting = _("Hello [[Customer.firstname]],")
    signature = _("Kind regards,") + "\n[[Photographer.company]]"
    link = "[[Customer.loginurl]]"
    return Notification(
        position=position,
        trigger=trigger,
        offset_days=offset_days,
        time_window=time_window,
        channel="email",
        subject=subject,
        message="\n\n".join((greeting, opening, link, closing, signature)),
    )
