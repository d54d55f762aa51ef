"""Why a customer gets a message, in sentences: what set it off, who is meant, who agreed (C9)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.domain.archiving import local_day
from webapp.domain.notifications import Trigger
from webapp.models.message import Message
from webapp.queries.message_page import FullMessage, Registered
from webapp.web.message_words import meant_words
from webapp.web.words import day, quoted, time_of_day


@dataclass(frozen=True)
class Reason:
    """One sentence with its drawing."""

    icon: str
    sentence: str


def reasons(found: FullMessage, zone: str) -> list[Reason]:
    """Everything that led to this message, in the order in which it happened to matter."""
    message = found.row.message
    if message is None:
        return []
    told = [Reason("bell-off" if message.notification is None else "clock", _event(message, zone))]
    told.append(Reason("message-square-text", _profile(message)))
    if found.registered is not None:
        told += _of_registration(found.registered, zone)
    return told


def _event(message: Message, zone: str) -> str:
    return _EVENTS[Trigger(message.trigger)](message, zone)


def _available(message: Message, zone: str) -> str:
    job = message.job
    sold, announced = job.selling_since, job.announced_at
    if sold is None:
        return str(_("Photos of this job became available."))
    if announced is not None and announced > sold:
        when = _moment(announced, zone)
        return str(_("Photos are available, and ‘Send now’ was pressed on %(when)s.", when=when))
    return str(_("The job went on sale on %(when)s.", when=_moment(sold, zone)))


def _registered(_message: Message, _zone: str) -> str:
    return str(_("The customer has registered for this job."))


def _before_archiving(message: Message, _zone: str) -> str:
    told = _("The archiving date is %(day)s.", day=day(date.fromisoformat(message.occasion)))
    if not message.offset_days:
        return str(told)
    left = ngettext(
        "That is %(num)s day after this message.",
        "That is %(num)s days after this message.",
        message.offset_days,
    )
    return f"{told} {left}"


def _archived(message: Message, zone: str) -> str:
    at = datetime.fromisoformat(message.occasion)
    return str(_("The job was archived on %(when)s.", when=_moment(at, zone)))


def _abandoned(message: Message, _zone: str) -> str:
    told = ngettext(
        "Products of this job lay in a basket for %(num)s hour, and it was not ordered.",
        "Products of this job lay in a basket for %(num)s hours, and it was not ordered.",
        message.offset_hours,
    )
    return str(told)


def _profile(message: Message) -> str:
    notification = message.notification
    if notification is None:
        return str(_("The notification it came from was deleted."))
    name = quoted(notification.profile.name)
    meant = meant_words(message)
    if not meant:
        return str(_("The profile %(name)s tells this to all customers.", name=name))
    group = ", ".join(meant)
    return str(_("The profile %(name)s tells this to: %(group)s.", name=name, group=group))


def _of_registration(registered: Registered, zone: str) -> list[Reason]:
    when = _moment(registered.at, zone)
    came = _("Registered on %(when)s.", when=when)
    if registered.through:
        through = quoted(registered.through)
        came = _("Registered on %(when)s, through the code of %(name)s.", when=when, name=through)
    icon = "check" if registered.consent else "info"
    return [Reason("user-check", str(came)), Reason(icon, _consent(registered, zone))]


def _consent(registered: Registered, zone: str) -> str:
    if not registered.consent:
        return str(_("No words of consent are on record."))
    at = registered.consented_at or registered.at
    words = quoted(registered.consent)
    return str(_("Agreed on %(when)s to: %(words)s", when=_moment(at, zone), words=words))


def _moment(at: datetime, zone: str) -> str:
    return f"{day(local_day(at, zone))}, {time_of_day(at, zone)}"


_EVENTS: dict[Trigger, Callable[[Message, str], str]] = {
    Trigger.AVAILABLE: _available,
    Trigger.REGISTERED: _registered,
    Trigger.BEFORE_ARCHIVING: _before_archiving,
    Trigger.ARCHIVED: _archived,
    Trigger.AFTER_ARCHIVING: _archived,
    Trigger.ABANDONED: _abandoned,
}
