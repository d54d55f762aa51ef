"""The list of messages as both pages show it: of a job, and of the whole studio (C9)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from webapp.domain.message_list import MessageFilters, Part
from webapp.models.studio import Studio
from webapp.queries.message_rows import MessageRow
from webapp.queries.messages import MessageGroup, MessagesPage, Scope, messages_page
from webapp.queries.outbox import outbox_held
from webapp.web.message_words import moment, result_words, what_words, why_words
from webapp.web.page_links import page_links
from webapp.web.rendering import wants_part
from webapp.web.words import number, quoted


@dataclass(frozen=True)
class PartLink:
    """A part of the list with its number of messages."""

    label: str
    url: str
    count: str
    current: bool


@dataclass(frozen=True)
class LineView:
    """One line: a message, or many of one kind and time; `url` leads to it or to them."""

    when: str
    iso: str
    who: str
    address: str
    what: str
    icon: str
    channel: str
    job_name: str
    job_url: str
    result: str
    url: str


def message_list(scope: Scope, studio: Studio, *, now: datetime) -> dict[str, Any]:
    """Everything that templates/studio/_messages.html reads, from the address of the page."""
    asked = request.args
    filters = MessageFilters.read(
        state=asked.get("state", ""),
        q=asked.get("q", ""),
        of=asked.get("of", ""),
        each=asked.get("each", ""),
        page=asked.get("page", ""),
    )
    found, held = messages_page(scope, filters), outbox_held()
    lines = [_line(each, studio.time_zone, now=now) for each in found.lines]
    return {
        "filters": filters,
        "lines": lines,
        "pages": page_links(found.page),
        "parts": _part_links(found, filters),
        "group": _group(found, lines) if filters.of and lines else None,
        "has_groups": any(each.messages > 1 for each in found.lines),
        "with_jobs": scope.job_id is None,
        "nothing": _nothing(filters),
        "total": found.total,
        "list_url": _address(),
        "each_url": _address(each="1"),
        "is_part": wants_part(),
        "held_since": moment(held.at, studio.time_zone, now=now) if held else "",
    }


def channel_icon(channel: str) -> str:
    """The drawing of an e-mail or of an SMS."""
    return "mail" if channel == "email" else "message-square-text"


def address_of(row: MessageRow) -> str:
    """The page of a message."""
    if row.message is not None:
        return url_for("studio.message", message_id=row.id)
    return url_for("studio.outgoing", outgoing_id=row.id)


def name_of(row: MessageRow) -> str:
    """The customer's name, or the address where there is none."""
    return (row.customer.name if row.customer else "") or row.address or "–"


def _line(group: MessageGroup, zone: str, *, now: datetime) -> LineView:
    row, is_many = group.row, group.messages > 1
    return LineView(
        when=moment(row.at, zone, now=now),
        iso=row.at.isoformat(),
        who=_customers(group.messages) if is_many else name_of(row),
        address="" if is_many or name_of(row) == row.address else row.address,
        what=what_words(row),
        icon=channel_icon(row.channel),
        channel=str(_("E-mail")) if row.channel == "email" else "SMS",
        job_name=row.job.public_name if row.job else "",
        job_url=url_for("studio.job_messages", job_id=row.job.id) if row.job else "",
        result=_group_result(group) if is_many else result_words(row),
        url=_address(of=row.id) if is_many else address_of(row),
    )


def _group_result(group: MessageGroup) -> str:
    if not group.sending:
        return why_words(group.row)
    told = ngettext(
        "%(shown)s is being sent",
        "%(shown)s are being sent",
        group.sending,
        shown=number(group.sending),
    )
    return str(told)


def _group(found: MessagesPage, lines: list[LineView]) -> dict[str, Any]:
    """The head above the messages of one group, and where all of them can be called off."""
    number_of, row = found.page.total, found.lines[0].row
    first = lines[0]
    job = [] if "job_id" in (request.view_args or {}) else [first.job_name]
    return {
        "words": " · ".join([_customers(number_of), first.what, *job, first.when]),
        "number": number_of,
        "cancel_url": url_for("studio.cancellation", message_id=row.id, all="1"),
    }


def _customers(count: int) -> str:
    told = ngettext("%(shown)s customer", "%(shown)s customers", count, shown=number(count))
    return str(told)


def _part_links(found: MessagesPage, filters: MessageFilters) -> list[PartLink]:
    words = {
        Part.PLANNED: _("Planned"),
        Part.SENT: _("Sent"),
        Part.FAILED: pgettext("messages", "Failed"),
        Part.CANCELLED: _("Cancelled"),
    }
    return [
        PartLink(
            str(words[part]),
            _address(state=part.value, q=filters.q or None),
            number(found.counts[part]),
            part is filters.part,
        )
        for part in Part
    ]


def _nothing(filters: MessageFilters) -> str:
    if filters.q:
        return str(_("No message in this list matches %(q)s.", q=quoted(filters.q)))
    words = {
        Part.PLANNED: _("Nothing is planned."),
        Part.SENT: _("Nothing has been sent yet."),
        Part.FAILED: _("Nothing has failed."),
        Part.CANCELLED: _("Nothing was cancelled."),
    }
    return str(words[filters.part])


def _address(**asked: Any) -> str:
    """This page with other filters."""
    return url_for(request.endpoint or "", **(request.view_args or {}), **asked)
