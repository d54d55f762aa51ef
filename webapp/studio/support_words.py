"""What support has done in a studio, in words: who, when, why, and which pages (H2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.domain.acting import minutes_left
from webapp.domain.archiving import local_day
from webapp.models.history import HistoryEntry
from webapp.models.support import SupportSession
from webapp.web.actor_words import support_words
from webapp.web.history_words import DEEDS
from webapp.web.setting_words import ENDS
from webapp.web.words import day, number, time_of_day


@dataclass(frozen=True)
class SessionView:
    """One time that somebody acted; `ended` and `raised` '' where they have not."""

    who: str
    began: str
    iso: str
    ended: str
    raised: str
    reason: str
    requests: str
    url: str


@dataclass(frozen=True)
class Line:
    """Something that was recorded; `page` is the address, `what` the deed."""

    when: str
    iso: str
    who: str
    what: str
    page: str


@dataclass(frozen=True)
class LooksView:
    """The looks of one person on one day at one job."""

    day: str
    who: str
    pages: str


def session_view(
    row: SupportSession, requests: int, zone: str, *, is_in: bool, machine_now: datetime
) -> SessionView:
    """A row of the list; `is_in`: whoever it is may still come in at `machine_now`."""
    return SessionView(
        who=row.staff.name,
        began=_moment(row.began_at, zone, now=machine_now),
        iso=row.began_at.isoformat(),
        ended="" if is_in else _ended(row, zone, now=machine_now),
        raised=_allowed(row, zone),
        reason=row.reason,
        requests=_asked_for(requests),
        url=url_for("studio.support_session", session_id=row.id),
    )


def who_is_in_words(row: SupportSession, *, machine_now: datetime) -> str:
    """'Samira Haddad, 24 more minutes, changes allowed'."""
    left = minutes_left(row.ends_at, now=machine_now)
    minutes = ngettext("%(num)s more minute", "%(num)s more minutes", left)
    mode = _("changes allowed") if row.raised_at else _("read-only")
    return f"{row.staff.name}, {minutes}, {mode}"


def line_of(entry: HistoryEntry, zone: str, *, now: datetime) -> Line:
    """One record: the page that was seen, or the deed."""
    pages = [each["after"] for each in entry.changes if each["field"] == "page"]
    words = DEEDS.get(entry.deed)
    return Line(
        when=_moment(entry.at, zone, now=now),
        iso=entry.at.isoformat(),
        who=support_words(entry.actor_name),
        what=words() if words else entry.deed,
        page=str(pages[0]) if pages else "",
    )


def looks_in_words(entries: Sequence[HistoryEntry], zone: str, *, now: datetime) -> list[LooksView]:
    """Looks at a job, the newest first: a line for each person and day."""
    today = local_day(now, zone)
    by_day = groupby(entries, key=lambda each: (local_day(each.at, zone), each.actor_name))
    return [_looks(on, name, len(list(group)), today.year) for (on, name), group in by_day]


def _asked_for(requests: int) -> str:
    shown = number(requests)
    words = ngettext(
        "%(shown)s page or picture", "%(shown)s pages and pictures", requests, shown=shown
    )
    return str(words)


def _looks(on: date, name: str, pages: int, year: int) -> LooksView:
    return LooksView(
        day=day(on, "short" if on.year == year else "short-year"),
        who=support_words(name),
        pages=_asked_for(pages),
    )


def _ended(row: SupportSession, zone: str, *, now: datetime) -> str:
    if row.ended_at is None and row.ends_at > now:
        return str(_("over"))  # signed in anew, or without the right: the sweep will note it
    at = time_of_day(row.ended_at or row.ends_at, zone)
    how = str(ENDS[row.ended_by or "time"])
    return f"{at}, {how}"


def _allowed(row: SupportSession, zone: str) -> str:
    return _("from %(time)s", time=time_of_day(row.raised_at, zone)) if row.raised_at else ""


def _moment(at: datetime, zone: str, *, now: datetime) -> str:
    on, today = local_day(at, zone), local_day(now, zone)
    shown = day(on, "short" if on.year == today.year else "short-year")
    return f"{shown}, {time_of_day(at, zone)}"
