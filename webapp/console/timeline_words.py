"""The history of a job in words: one line for each moment, whatever place it was read from (H1)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from webapp.console.entry_words import change_words
from webapp.console.links import customer_url, offered
from webapp.console.message_lines import who_words
from webapp.domain.archiving import local_day
from webapp.domain.timeline import Kind, kind_of
from webapp.models.customer import Registration
from webapp.models.history import HistoryEntry
from webapp.models.late import MoreTimeRequest
from webapp.models.order import Order, OrderEvent
from webapp.models.support import SupportRequest
from webapp.models.upload import Upload
from webapp.photos.checking import Reason
from webapp.queries.message_rows import MessageRow
from webapp.queries.timeline import Moment
from webapp.queries.timeline_sources import Source
from webapp.web.history_words import entry_view
from webapp.web.message_words import gone_words, result_words, what_words
from webapp.web.order_event_words import event_who, event_words
from webapp.web.refusals import why_refused
from webapp.web.seen_pages import section_words
from webapp.web.words import day, number, quoted, time_of_day

KINDS = {
    Kind.STATUS: _l("Status and archiving"),
    Kind.SETTINGS: _l("Settings"),
    Kind.PEOPLE: _l("People and codes"),
    Kind.PHOTOS: _l("Photos"),
    Kind.CUSTOMERS: _l("Customers"),
    Kind.MESSAGES: _l("Messages"),
    Kind.ORDERS: _l("Orders"),
    Kind.MORE_TIME: _l("More time"),
    Kind.SUPPORT: _l("Support"),
}
ICONS = {
    Kind.STATUS: "archive",
    Kind.SETTINGS: "settings-2",
    Kind.PEOPLE: "key-round",
    Kind.PHOTOS: "images",
    Kind.CUSTOMERS: "user-check",
    Kind.MESSAGES: "send",
    Kind.ORDERS: "receipt-text",
    Kind.MORE_TIME: "clock-plus",
    Kind.SUPPORT: "life-buoy",
}


@dataclass(frozen=True)
class Told:
    """What a moment comes to in words. `more`: facts below the title; `many`: it stands for some
    that can be shown one by one."""

    kind: Kind
    title: str
    who: str = ""
    more: Sequence[str] = ()
    url: str = ""
    is_bad: bool = False
    many: bool = False


@dataclass(frozen=True)
class Line:
    """A moment as the page and the table show it; `until` '' unless it went on for a while."""

    told: Told
    day: str
    time: str
    until: str
    at: datetime

    @property
    def kind(self) -> str:
        """What kind of thing it is."""
        return str(KINDS[self.told.kind])

    @property
    def icon(self) -> str:
        """The drawing of its kind."""
        return ICONS[self.told.kind]


def line(moment: Moment, row: Any, zone: str, *, now: datetime) -> Line:
    """The moment in the studio's zone and the reader's language."""
    told = _TOLD[moment.source](moment, row, zone, now)
    first, last = (time_of_day(at, zone) for at in (moment.first_at, moment.at))
    return Line(
        told=told,
        day=day(local_day(moment.at, zone)),
        time=first,
        until=last if last != first else "",
        at=moment.at,
    )


def _history(_moment: Moment, row: HistoryEntry, zone: str, now: datetime) -> Told:
    view = entry_view(row, zone=zone, now=now)
    return Told(
        kind=kind_of(row.deed, [change["field"] for change in row.changes]),
        title=view.title,
        who=view.who,
        more=[*filter(None, [view.counts]), *change_words(view)],
    )


def _look(moment: Moment, row: HistoryEntry, zone: str, now: datetime) -> Told:
    view, is_one = entry_view(row, zone=zone, now=now), moment.number == 1
    pages = ngettext(
        "%(shown)s page", "%(shown)s pages", moment.number, shown=number(moment.number)
    )
    more = [str(pages)]
    if is_one:
        seen = [str(each["after"]) for each in row.changes if each["field"] == "page"]
        more = [section_words(each) for each in seen]
    return Told(Kind.SUPPORT, view.title, view.who, more=more, many=not is_one)


def _ledger(moment: Moment, row: MessageRow, _zone: str, _now: datetime) -> Told:
    is_bad = row.state in ("failed", "unknown")
    if moment.number == 1:
        return _message(moment, row, _zone, _now)
    title = f"{_counted(row.state, moment.number)}: {what_words(row)}"
    why = {
        "cancelled": lambda: gone_words(row.message.reason if row.message else ""),
        "failed": lambda: result_words(row),
    }
    more = [why[row.state]()] if row.state in why else []
    return Told(Kind.MESSAGES, title, more=more, is_bad=is_bad, many=True)


def _message(_moment: Moment, row: MessageRow, _zone: str, _now: datetime) -> Told:
    who = who_words(row.customer)
    to = who if row.address in ("", who) else " · ".join(filter(None, [who, row.address]))
    return Told(
        kind=Kind.MESSAGES,
        title=what_words(row),
        who=to,
        more=[result_words(row)],
        url=customer_url(row.customer.id, _anchor="written") if row.customer else "",
        is_bad=row.state in ("failed", "unknown"),
    )


def _counted(state: str, messages: int) -> str:
    shown = number(messages)
    words: dict[str, Callable[[], str]] = {
        "sent": lambda: ngettext(
            "%(shown)s message sent", "%(shown)s messages sent", messages, shown=shown
        ),
        "failed": lambda: ngettext(
            "%(shown)s message not sent", "%(shown)s messages not sent", messages, shown=shown
        ),
        "unknown": lambda: ngettext(
            "%(shown)s message perhaps sent", "%(shown)s messages perhaps sent", messages,
            shown=shown,
        ),
        "cancelled": lambda: ngettext(
            "%(shown)s message cancelled", "%(shown)s messages cancelled", messages, shown=shown
        ),
    }  # fmt: skip
    sending = ngettext(
        "%(shown)s message being sent", "%(shown)s messages being sent", messages, shown=shown
    )
    return str(words[state]() if state in words else sending)


def _order(_moment: Moment, row: tuple[OrderEvent, Order], _zone: str, _now: datetime) -> Told:
    event, order = row
    name = str(_("Order %(number)s", number=order.number))
    return Told(
        kind=Kind.ORDERS,
        title=f"{name}: {event_words(event)}",
        who=event_who(event),
        more=[event.details] if event.details else [],
        url=customer_url(order.customer_id, _anchor="orders"),
    )


def _photos(moment: Moment, album: str | None, _zone: str, _now: datetime) -> Told:
    title = ngettext(
        "%(shown)s photo uploaded", "%(shown)s photos uploaded", moment.number,
        shown=number(moment.number),
    )  # fmt: skip
    more = [_("Album %(name)s", name=quoted(album))] if album else []
    return Told(Kind.PHOTOS, str(title), more=more)


def _deleted(moment: Moment, _row: None, _zone: str, _now: datetime) -> Told:
    title = ngettext(
        "%(shown)s photo uploaded", "%(shown)s photos uploaded", moment.number,
        shown=number(moment.number),
    )  # fmt: skip
    return Told(Kind.PHOTOS, str(title), more=[_("deleted since")])


def _refused(moment: Moment, row: Upload, _zone: str, _now: datetime) -> Told:
    title = ngettext(
        "%(shown)s file refused", "%(shown)s files refused", moment.number,
        shown=number(moment.number),
    )  # fmt: skip
    known = row.reason in tuple(Reason) and row.reason != Reason.DUPLICATE
    why = why_refused(Reason(row.reason), row.missing_bytes) if known else row.name
    return Told(Kind.PHOTOS, str(title), more=[why], is_bad=True)


def _registrations(moment: Moment, row: Registration, _zone: str, _now: datetime) -> Told:
    if moment.number > 1:
        title = ngettext(
            "%(shown)s customer registered", "%(shown)s customers registered", moment.number,
            shown=number(moment.number),
        )  # fmt: skip
        return Told(Kind.CUSTOMERS, str(title), many=True)
    holder = row.access_code and (row.access_code.person or row.access_code.album)
    more = [_("through the code of %(whose)s", whose=holder.name)] if holder else []
    url = customer_url(row.customer_id)
    return Told(Kind.CUSTOMERS, _("Registered"), who_words(row.customer), more=more, url=url)


def _more_time(_moment: Moment, row: MoreTimeRequest, _zone: str, _now: datetime) -> Told:
    answers = {"granted": _("granted"), "declined": _("declined"), "open": _("not answered yet")}
    more = [*([quoted(row.words)] if row.words else []), answers[row.state]]
    return Told(Kind.MORE_TIME, _("Asked for more time"), row.name or row.email, more=more)


def _request(_moment: Moment, row: SupportRequest, _zone: str, _now: datetime) -> Told:
    title = _("Request #%(number)s: %(subject)s", number=row.number, subject=row.subject)
    url = offered("console.request_page", request_id=row.id)
    return Told(Kind.SUPPORT, title, row.name or row.email, url=url)


_TOLD: Mapping[Source, Callable[[Moment, Any, str, datetime], Told]] = {
    Source.HISTORY: _history,
    Source.LOOK: _look,
    Source.LEDGER: _ledger,
    Source.OUTBOX: _message,
    Source.ORDER: _order,
    Source.PHOTO: _photos,
    Source.DELETED_PHOTO: _deleted,
    Source.REFUSED: _refused,
    Source.REGISTRATION: _registrations,
    Source.MORE_TIME: _more_time,
    Source.REQUEST: _request,
}
