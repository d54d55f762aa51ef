"""A message in words for the person who got it: why it came, and what became of it."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.queries.own_messages import OwnMessage
from webapp.web.words import day_in_row, local, time_of_day


@dataclass(frozen=True)
class MessageWords:
    """One message as the customer's own page shows it; `how`: what became of it, '' before."""

    when: str
    iso: str
    title: str
    shoot: str
    why: str
    by: str
    how: str


def as_sent(message: OwnMessage, zone: str, *, now: datetime) -> MessageWords:
    """A message that went out, is going out, or did not."""
    return _words(message, zone, how=_RESULTS[message.state](), now=now)


def as_planned(message: OwnMessage, zone: str, *, now: datetime) -> MessageWords:
    """A message to come; what is due already goes out in a moment."""
    return _words(message, zone, how="" if message.at > now else _("in a moment"), now=now)


def _words(message: OwnMessage, zone: str, *, how: str, now: datetime) -> MessageWords:
    on = day_in_row(local(message.at, zone), today=local(now, zone))
    return MessageWords(
        when=f"{on}, {time_of_day(message.at, zone)}",
        iso=message.at.isoformat(),
        title=message.subject or _title(message),
        shoot=message.shoot,
        why=_why(message),
        by=_("SMS") if message.channel == "sms" else _("E-mail"),
        how=how,
    )


def _title(message: OwnMessage) -> str:
    """What a message without a subject is about."""
    if message.kind == "confirmation":
        return str(_("Confirm your number"))
    return _TITLES.get(message.trigger, lambda: str(_("Message")))()


def _why(message: OwnMessage) -> str:
    if message.trigger == "before-archiving":
        return _reminder(message.offset_days)
    return (_REASONS.get(message.trigger) or _KINDS.get(message.kind) or _from_the_studio)()


def _reminder(days: int) -> str:
    if not days:
        return str(_("It is the last day to order them."))
    return str(
        ngettext(
            "There is %(num)s day left to order them.",
            "There are %(num)s days left to order them.",
            days,
        )
    )


def _from_the_studio() -> str:
    return str(_("The studio wrote to you."))


_TITLES = {
    "available": lambda: str(_("Your pictures are there")),
    "registered": lambda: str(_("You are registered")),
    "before-archiving": lambda: str(_("Before they leave the shop")),
    "archived": lambda: str(_("They have left the shop")),
    "after-archiving": lambda: str(_("After they have left the shop")),
    "abandoned": lambda: str(_("What lies in your basket")),
}
_REASONS = {
    "available": lambda: str(_("Your pictures are there.")),
    "registered": lambda: str(_("You registered for these pictures.")),
    "archived": lambda: str(_("The pictures have left the shop.")),
    "after-archiving": lambda: str(_("The pictures have left the shop some time ago.")),
    "abandoned": lambda: str(_("Something of these pictures lies in your basket.")),
}
_KINDS = {
    "order": lambda: str(_("You placed an order.")),
    "confirmation": lambda: str(
        _("This address was left in the shop, and we asked if it is yours.")
    ),
}
_RESULTS = {
    "waiting": lambda: str(_("on its way")),
    "sent": lambda: str(_("sent")),
    "failed": lambda: str(_("could not be delivered")),
    "unknown": lambda: str(_("sent, no answer came")),
    "cancelled": lambda: str(_("not sent")),
}
