"""What support has done in a studio, in words: who, when, why, and which pages (H2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.domain.acting import minutes_left
from webapp.domain.archiving import local_day
from webapp.models.history import HistoryEntry
from webapp.models.support import SupportSession
from webapp.queries import acting
from webapp.web.actor_words import support_words
from webapp.web.history_words import DEEDS
from webapp.web.seen_pages import SeenPage, is_picture, job_of, seen_page
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
    """Something that was recorded: `what` the deed, `page` in words, `url` leads to it or is ''."""

    when: str
    iso: str
    who: str
    what: str
    page: str
    url: str


@dataclass(frozen=True)
class LooksView:
    """The looks of one person on one day at one job."""

    day: str
    who: str
    pages: str


@dataclass(frozen=True)
class Known:
    """What is known of some times: how often something was asked for, and when what happened."""

    requests: Mapping[str, int]
    moments: Mapping[tuple[str, str], datetime]
    machine_now: datetime
    now: datetime


def session_view(row: SupportSession, known: Known, zone: str, *, is_in: bool) -> SessionView:
    """A row of the list; `is_in`: whoever it is may still come in.

    Times are those of the records, as everything else that the studio reads: in a demo the clock
    of the machine is another one.
    """
    began = known.moments.get((row.id, "acting-began"), row.began_at)
    return SessionView(
        who=row.staff.name,
        began=_moment(began, zone, now=known.now),
        iso=began.isoformat(),
        ended="" if is_in else _ended(row, known, zone),
        raised=_allowed(row, known, zone),
        reason=row.reason,
        requests=_asked_for(known.requests[row.id]),
        url=url_for("studio.support_session", session_id=row.id),
    )


def who_is_in_words(row: SupportSession, *, machine_now: datetime) -> str:
    """'Samira Haddad, 24 more minutes, changes allowed'."""
    left = minutes_left(row.ends_at, now=machine_now)
    minutes = ngettext("%(num)s more minute", "%(num)s more minutes", left)
    mode = _("changes allowed") if row.raised_at else _("read-only")
    return f"{row.staff.name}, {minutes}, {mode}"


def lines_of(entries: Sequence[HistoryEntry], zone: str, *, now: datetime) -> list[Line]:
    """Records in words: the page that was seen, or the deed; pictures in one line."""
    jobs = acting.job_names(g.studio.id, {job_of(_page(each)) for each in entries})
    runs = groupby(enumerate(entries), key=lambda each: _belongs_to(*each))
    return [_line([entry for _place, entry in run], zone, now, jobs) for _key, run in runs]


def _belongs_to(place: int, entry: HistoryEntry) -> tuple[object, ...]:
    if not is_picture(_page(entry)):
        return (place,)
    return ("pictures", entry.deed, entry.actor_name)


def _line(run: Sequence[HistoryEntry], zone: str, now: datetime, jobs: Mapping[str, str]) -> Line:
    entry, words = run[0], DEEDS.get(run[0].deed)
    one_job = len({job_of(_page(each)) for each in run}) == 1
    named = jobs if one_job else {}
    seen = seen_page(_page(entry), named, count=len(run)) if _page(entry) else SeenPage("")
    return Line(
        when=_moment(entry.at, zone, now=now),
        iso=entry.at.isoformat(),
        who=support_words(entry.actor_name),
        what=words() if words else entry.deed,
        page=seen.words,
        url=seen.url,
    )


def _page(entry: HistoryEntry) -> str:
    """The address that was asked for, '' of other deeds."""
    return next((str(each["after"]) for each in entry.changes if each["field"] == "page"), "")


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


def _ended(row: SupportSession, known: Known, zone: str) -> str:
    if row.ended_at is None and row.ends_at > known.machine_now:
        return str(_("over"))  # signed in anew, or without the right: the sweep will note it
    began = known.moments.get((row.id, "acting-began"), row.began_at)
    after_a_time = began + ((row.ended_at or row.ends_at) - row.began_at)
    at = after_a_time
    if row.ended_by != "time":
        at = known.moments.get((row.id, "acting-ended"), after_a_time)
    how = str(ENDS[row.ended_by or "time"])
    return f"{time_of_day(at, zone)}, {how}"


def _allowed(row: SupportSession, known: Known, zone: str) -> str:
    at = known.moments.get((row.id, "acting-raised"), row.raised_at)
    return _("from %(time)s", time=time_of_day(at, zone)) if at else ""


def _moment(at: datetime, zone: str, *, now: datetime) -> str:
    on, today = local_day(at, zone), local_day(now, zone)
    shown = day(on, "short" if on.year == today.year else "short-year")
    return f"{shown}, {time_of_day(at, zone)}"
