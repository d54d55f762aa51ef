"""A studio in words: its facts, people, jobs with what happens to them next, messages, history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.console.entry_words import change_words
from webapp.console.links import job_url, offered
from webapp.console.message_lines import MessageLine, message_line
from webapp.console.meter import MeterView, meter_view
from webapp.console.studio_jobs import JobsView, jobs_view
from webapp.domain.job_list import Filters
from webapp.domain.message_list import MessageFilters, Part
from webapp.models.history import HistoryEntry
from webapp.models.studio import Studio
from webapp.queries.message_rows import MessageRow
from webapp.queries.messages import Scope, messages_page
from webapp.queries.outbox import outbox_held
from webapp.queries.studio_sheet import MemberRow, last_of_studio, members_of, waiting_of
from webapp.web.history_words import EntryView, entry_view
from webapp.web.message_words import moment
from webapp.web.words import number

_FEW_MESSAGES = 8
_LAST_ENTRIES = 20
_LANGUAGES = {"en": "English", "de": "Deutsch"}


@dataclass(frozen=True)
class MemberView:
    """A member; `signed_in` '' where no sign-in is on record."""

    name: str
    email: str
    second_factor: bool
    signed_in: str


@dataclass(frozen=True)
class MessagesView:
    """What does not go out: held for the whole house, waiting, and how the failed ones ended."""

    held: str
    counts: str
    waiting: list[MessageLine]
    waiting_words: str
    failed: list[MessageLine]
    more_failed: str


@dataclass(frozen=True)
class EntryLine:
    """A record of the history with the job that it is of; `facts`: who, counts, changes."""

    entry: EntryView
    facts: str
    job: str
    job_url: str


@dataclass(frozen=True)
class Sheet:
    """What templates/console/studio.html reads; addresses are '' where a page is not offered."""

    studio: Studio
    facts: Sequence[str]
    has_support_access: bool
    members: list[MemberView]
    meter: MeterView
    jobs: JobsView
    messages: MessagesView
    entries: list[EntryLine]
    acting_url: str
    requests_url: str


def sheet(studio: Studio, filters: Filters, *, now: datetime) -> Sheet:
    """Everything that the page says."""
    return Sheet(
        studio=studio,
        facts=_facts(studio, now=now),
        has_support_access=studio.support_access,
        members=[_member(each, studio, now=now) for each in members_of(studio.id)],
        meter=meter_view(studio),
        jobs=jobs_view(studio, filters, now=now),
        messages=_messages(studio, now=now),
        entries=_entries(studio, now=now),
        acting_url=offered("console.begin_acting", studio_id=studio.id),
        requests_url=offered("console.requests", studio=studio.id),
    )


def _facts(studio: Studio, *, now: datetime) -> list[str]:
    since = moment(studio.created_at, studio.time_zone, now=now)
    parts = (
        f"/shop/{studio.slug}",
        studio.email,
        studio.phone,
        studio.time_zone,
        _LANGUAGES.get(studio.language, studio.language),
        studio.currency,
        str(_("since %(when)s", when=since)),
    )
    return [part for part in parts if part]


def _member(row: MemberRow, studio: Studio, *, now: datetime) -> MemberView:
    at = row.signed_in_at
    return MemberView(
        name=row.member.name,
        email=row.member.email,
        second_factor=row.has_second_factor,
        signed_in=moment(at, studio.time_zone, now=now) if at else "",
    )


def _messages(studio: Studio, *, now: datetime) -> MessagesView:
    zone, held = studio.time_zone, outbox_held()
    found = messages_page(Scope(studio.id), MessageFilters(part=Part.FAILED))
    waiting = waiting_of(studio.id, limit=_FEW_MESSAGES)
    failed = [message_line(each.row, zone, now=now) for each in found.lines[:_FEW_MESSAGES]]
    more = found.counts[Part.FAILED] - len(failed)
    since = moment(waiting.since, zone, now=now) if waiting.since else ""
    return MessagesView(
        held=_held(moment(held.at, zone, now=now)) if held else "",
        counts=_counts(found.counts),
        waiting=[
            message_line(MessageRow(each.message, each), zone, now=now) for each in waiting.oldest
        ],
        waiting_words=_waiting(waiting.number, since) if waiting.number else "",
        failed=failed,
        more_failed=_more(more) if more > 0 else "",
    )


def _held(since: str) -> str:
    return str(_("Nothing of any studio goes out since %(when)s: the outbox is held.", when=since))


def _counts(counts: Mapping[Part, int]) -> str:
    """'12 planned · 480 sent · 3 failed · 20 cancelled'."""
    told = (
        _("%(shown)s planned", shown=number(counts[Part.PLANNED])),
        _("%(shown)s sent", shown=number(counts[Part.SENT])),
        _("%(shown)s failed", shown=number(counts[Part.FAILED])),
        _("%(shown)s cancelled", shown=number(counts[Part.CANCELLED])),
    )
    return " · ".join(map(str, told))


def _waiting(waiting: int, since: str) -> str:
    return str(
        ngettext(
            "%(shown)s message waits to go out, since %(when)s",
            "%(shown)s messages wait to go out, the oldest since %(when)s",
            waiting,
            shown=number(waiting),
            when=since,
        )
    )


def _more(messages: int) -> str:
    return str(
        ngettext("and %(shown)s more", "and %(shown)s more", messages, shown=number(messages))
    )


def _entries(studio: Studio, *, now: datetime) -> list[EntryLine]:
    entries, names = last_of_studio(studio.id, limit=_LAST_ENTRIES)
    newest = sorted(entries, key=lambda each: (each.at, each.id), reverse=True)
    return [_entry(each, names, studio.time_zone, now=now) for each in newest]


def _entry(entry: HistoryEntry, names: Mapping[str, str], zone: str, *, now: datetime) -> EntryLine:
    job_id, view = entry.job_id or "", entry_view(entry, zone=zone, now=now)
    return EntryLine(
        entry=view,
        facts=" · ".join(filter(None, [view.under_title, *change_words(view)])),
        job=names.get(job_id, ""),
        job_url=job_url(job_id) if job_id in names else "",
    )
