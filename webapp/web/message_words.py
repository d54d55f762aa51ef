"""A message in words: what it is, why it is sent, and what became of it (C9)."""

from collections.abc import Callable
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.domain.archiving import local_day
from webapp.domain.delivery import Phase
from webapp.domain.ledger import Gone
from webapp.domain.notifications import Condition, Group, Trigger
from webapp.models.message import Message
from webapp.models.outgoing import Outgoing
from webapp.queries.message_rows import MessageRow
from webapp.queries.next_messages import NextMessages
from webapp.web.notification_words import condition_words, group_words, when_words
from webapp.web.words import day_in_row, number, quoted, time_of_day


def what_words(row: MessageRow) -> str:
    """'3 days before archiving', or what else went out: 'Order confirmation'."""
    message = row.message
    if message is None:
        return _kind_words(row.outgoing)
    trigger = Trigger(message.trigger)
    return when_words(trigger, message.offset_hours or message.offset_days)


def why_words(row: MessageRow) -> str:
    """Which profile wants it, and for whom: '‘School standard’ tells all customers'."""
    message = row.message
    if message is None:
        return str(_("Sent at once, whatever the profile"))
    if message.notification is None:
        return str(_("The notification was deleted"))
    name, meant = quoted(message.notification.profile.name), meant_words(message)
    if not meant:
        return str(_("%(name)s tells all customers", name=name))
    return str(_("%(name)s tells: %(group)s", name=name, group=", ".join(meant)))


def meant_words(message: Message) -> list[str]:
    """The target group and the condition, where they narrow."""
    notification = message.notification
    if notification is None:
        return []
    group, condition = Group(notification.target_group), Condition(notification.condition)
    told = [] if group is Group.ALL else [group_words(group)]
    return told if condition is Condition.EVERYONE else [*told, condition_words(condition)]


def result_words(row: MessageRow) -> str:
    """How it stands or ended, in one sentence; the server's own words where it failed."""
    return _RESULTS[row.state](row)


def ended_words(state: str) -> str:
    """What happened at the time that stands beside it: 'Sent', 'Planned for'."""
    words = {
        "sent": _("Sent"),
        "failed": _("Given up"),
        "unknown": _("Handed over"),
        "cancelled": _("Cancelled"),
    }
    return str(words.get(state, _("Planned for")))


def next_words(found: NextMessages | None, zone: str, *, now: datetime) -> str:
    """'48 messages on Thu 26 Nov, 09:00: 3 days before archiving'; '' when nothing is planned."""
    if found is None:
        return ""
    told = ngettext(
        "%(shown)s message on %(when)s: %(what)s",
        "%(shown)s messages on %(when)s: %(what)s",
        found.messages,
        shown=number(found.messages),
        when=moment(found.due_at, zone, now=now),
        what=when_words(Trigger(found.trigger), found.offset),
    )
    return str(told)


def moment(at: datetime, zone: str, *, now: datetime) -> str:
    """'Thu 26 Nov, 09:00' on the studio's wall."""
    return f"{day_in_row(local_day(at, zone), today=local_day(now, zone))}, {time_of_day(at, zone)}"


def answer_words(outgoing: Outgoing | None) -> str:
    """What the other side said last, and to what: 'to the address: 550 5.1.1 unknown'."""
    if outgoing is None or not outgoing.reply:
        return ""
    phase = _PHASES.get(outgoing.phase) if outgoing.state != "sent" else None
    return f"{phase()}: {outgoing.reply}" if phase else outgoing.reply


def attempts_words(attempts: int) -> str:
    """'3 attempts'."""
    return str(ngettext("%(num)s attempt", "%(num)s attempts", attempts))


def gone_words(reason: str) -> str:
    """Why a message that was planned is not sent (C6)."""
    words = _GONE.get(reason)
    return words() if words else str(_("It is no longer true."))


def _kind_words(outgoing: Outgoing | None) -> str:
    words = {
        "order": _order_words(outgoing),
        "confirmation": _("Confirm the address"),
        "more-time": _("About more time"),
        "digest": _("Weekly letter to you"),
        "retention": _("Photos will be deleted"),
        "request": _("About a request to the support"),
        "test": _("Test message to you"),
    }
    return str(words.get(outgoing.kind if outgoing else "", _("Message")))


def _order_words(outgoing: Outgoing | None) -> str:
    """Which mail about an order it is, as its key says."""
    what = ((outgoing and outgoing.once) or "").split(" ")[2:]
    if what == ["files"]:
        return str(_("Files are ready"))
    if what[:1] == ["cancelled"]:
        return str(_("Order cancelled"))
    return str(_("Order confirmation"))


def _planned(row: MessageRow) -> str:
    return why_words(row)


def _sending(row: MessageRow) -> str:
    answer = answer_words(row.outgoing)
    if not answer:
        return str(_("Being sent"))
    return str(_("Not sent yet, it is tried again. %(answer)s", answer=answer))


def _sent(row: MessageRow) -> str:
    attempts = row.outgoing.attempts if row.outgoing else 0
    if attempts > 1:
        return str(_("Sent after %(attempts)s", attempts=attempts_words(attempts)))
    return str(_("Sent"))


def _failed(row: MessageRow) -> str:
    answer = answer_words(row.outgoing)
    if answer:
        return str(_("Not sent. %(answer)s", answer=answer))
    if row.message is not None and row.outgoing is None:
        return str(_("Not sent: its text cannot be filled in."))
    return str(_("Not sent: it was tried for too long."))


def _unknown(_row: MessageRow) -> str:
    return str(
        _(
            "Perhaps sent: it was handed over, and the answer was lost. It is not repeated, so that"
            " nobody gets it twice."
        )
    )


def _cancelled(row: MessageRow) -> str:
    return gone_words(row.message.reason if row.message else "")


_RESULTS: dict[str, Callable[[MessageRow], str]] = {
    "planned": _planned,
    "sending": _sending,
    "sent": _sent,
    "failed": _failed,
    "unknown": _unknown,
    "cancelled": _cancelled,
}
_GONE: dict[str, Callable[[], str]] = {
    Gone.ARCHIVED: lambda: str(_("The job was archived before.")),
    Gone.PAUSED: lambda: str(_("The job was taken out of the shop.")),
    Gone.ON_SALE_AGAIN: lambda: str(_("The job is on sale again.")),
    Gone.NO_PROFILE: lambda: str(_("The job has no communication profile any more.")),
    Gone.PROFILE_CHANGED: lambda: str(_("The profile or its notification was changed.")),
    Gone.DATE_MOVED: lambda: str(_("The archiving date has moved.")),
    Gone.UNREACHABLE: lambda: str(_("The customer cannot be reached this way.")),
    Gone.UNSUBSCRIBED: lambda: str(_("The customer has unsubscribed.")),
    Gone.NO_PHOTOS: lambda: str(_("The pictures that the customer could see were deleted.")),
    Gone.OTHER_GROUP: lambda: str(_("The customer no longer belongs to the target group.")),
    Gone.LATE: lambda: str(_("It would have come too late.")),
    Gone.BY_HAND: lambda: str(_("Cancelled by hand.")),
    Gone.FORGOTTEN: lambda: str(_("The data of the customer was deleted.")),
}
_PHASES: dict[str, Callable[[], str]] = {
    Phase.CONNECT: lambda: str(_("No connection")),
    Phase.EHLO: lambda: str(_("The server did not greet")),
    Phase.TLS: lambda: str(_("No encrypted connection")),
    Phase.AUTH: lambda: str(_("The server refused the sign-in")),
    Phase.MAIL: lambda: str(_("The server refused the sender")),
    Phase.RCPT: lambda: str(_("The server refused the address")),
    Phase.DATA: lambda: str(_("The server refused the message")),
    Phase.BODY: lambda: str(_("The server refused the message")),
    Phase.DOT: lambda: str(_("The server refused the message")),
}
