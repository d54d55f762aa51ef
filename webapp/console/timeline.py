"""The history of a job on its page in the console: narrowed by the address, grouped by day (H1)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from flask import request, url_for

from webapp.console.timeline_words import KINDS, Line, line
from webapp.domain.archiving import local_day
from webapp.domain.timeline import Kind, TimelineFilters
from webapp.models.job import Job
from webapp.queries.timeline import Moment, timeline_page
from webapp.queries.timeline_rows import with_rows
from webapp.web.page_links import PageLinks

_AT_ONCE = 500


@dataclass(frozen=True)
class KindLink:
    """A kind that can be asked for, or left out again; several at once."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Shown:
    """A line, and where what it stands for is shown one by one; '' where it is one thing."""

    line: Line
    each_url: str


@dataclass(frozen=True)
class Day:
    """What happened on one day of the studio's calendar, the newest first."""

    name: str
    shown: Sequence[Shown]


@dataclass(frozen=True)
class TimelineView:
    """What templates/console/_timeline.html reads."""

    days: Sequence[Day]
    kinds: Sequence[KindLink]
    filters: TimelineFilters
    pages: PageLinks
    all_url: str
    together_url: str
    export_url: str


def asked_filters() -> TimelineFilters:
    """What the address asks for."""
    asked = request.args
    return TimelineFilters.read(
        kinds=asked.getlist("kind"),
        first=asked.get("from", ""),
        last=asked.get("to", ""),
        each=asked.get("each", ""),
        page=asked.get("page", ""),
    )


def timeline_view(job: Job, filters: TimelineFilters, *, now: datetime) -> TimelineView:
    """One page of it."""
    found = timeline_page(job, filters)
    zone, page = job.studio.time_zone, found.page
    shown = [
        _shown(job, filters, moment, line(moment, row, zone, now=now))
        for moment, row in with_rows(found.moments)
    ]
    here = _Addresses(job, filters)
    return TimelineView(
        days=[Day(name, list(lines)) for name, lines in groupby(shown, _day)],
        kinds=[here.toggled(kind) for kind in Kind],
        filters=filters,
        pages=PageLinks(
            first=page.first,
            last=page.last,
            total=page.total,
            previous_url=here.page(page.number - 1) if page.number > 1 else None,
            next_url=here.page(page.number + 1) if page.number < page.last_number else None,
        ),
        all_url=here.of({"kind": None, "from": None, "to": None}),
        together_url=here.of({"each": None}),
        export_url=here.of(endpoint="console.job_history"),
    )


def every_line(job: Job, filters: TimelineFilters, *, now: datetime) -> Iterator[Line]:
    """All of what is asked for, each thing by itself; read in chunks."""
    number = 1
    while True:
        chunk = TimelineFilters(filters.kinds, filters.first, filters.last, True, number)
        found = timeline_page(job, chunk, size=_AT_ONCE)
        for moment, row in with_rows(found.moments):
            yield line(moment, row, job.studio.time_zone, now=now)
        if number >= found.page.last_number:
            return
        number += 1


def _day(shown: Shown) -> str:
    return shown.line.day


def _shown(job: Job, filters: TimelineFilters, moment: Moment, words: Line) -> Shown:
    if not words.told.many:
        return Shown(words, "")
    zone = job.studio.time_zone
    other = {
        "kind": words.told.kind.value,
        "each": 1,
        "from": local_day(moment.first_at, zone),
        "to": local_day(moment.at, zone),
    }
    return Shown(words, _Addresses(job, filters).of(other))


class _Addresses:
    """Addresses of this list that differ from the present one in something."""

    def __init__(self, job: Job, filters: TimelineFilters) -> None:
        self._job, self._filters = job, filters

    def of(self, other: Mapping[str, Any] | None = None, endpoint: str = "console.job") -> str:
        """This list with other filters; None leaves one out."""
        filters = self._filters
        kept: dict[str, Any] = {
            "kind": [kind.value for kind in filters.kinds],
            "from": filters.first,
            "to": filters.last,
            "each": 1 if filters.each else None,
        }
        anchor = "timeline" if endpoint == "console.job" else None
        return url_for(endpoint, job_id=self._job.id, _anchor=anchor, **(kept | dict(other or {})))

    def page(self, number: int) -> str:
        """Another page of it."""
        return self.of({"page": number if number > 1 else None})

    def toggled(self, kind: Kind) -> KindLink:
        """With this kind if it is not asked for, without it if it is."""
        kinds, current = self._filters.kinds, kind in self._filters.kinds
        other = [each.value for each in Kind if (each in kinds) != (each is kind)]
        return KindLink(str(KINDS[kind]), self.of({"kind": other}), current)
