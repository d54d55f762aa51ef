"""How the storage grew over the last twelve months, drawn, in words and as a table (D1)."""

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.domain.archiving import local_day
from webapp.domain.storage_growth import (
    Chart,
    Pace,
    end_of,
    growth_chart,
    month_ends,
    pace,
    pace_day,
)
from webapp.models.studio import Studio
from webapp.queries.storage_growth import used_at
from webapp.web.words import day, day_in_row, size

_LONG_MONTHS = 24
_LABELLED_EVERY = 6


@dataclass(frozen=True)
class GrowthRow:
    """One line of the table."""

    day: str
    size: str
    change: str


@dataclass(frozen=True)
class GrowthView:
    """The drawing with its axis and its labels (place in per cent, words), and the same in words
    and numbers."""

    chart: Chart
    axis: tuple[str, str]
    labels: list[tuple[float, str]]
    used: str
    quota: str
    words: str
    rows: list[GrowthRow]


def growth_view(studio: Studio, used: int, *, now: datetime) -> GrowthView | None:
    """The growth up to this moment; None where nothing has ever been stored."""
    zone = studio.time_zone
    today, ends, compared = local_day(now, zone), month_ends(now, zone), pace_day(now, zone)
    days = sorted({*ends, compared})
    sizes = dict(zip(days, used_at(studio.id, [end_of(each, zone) for each in days], used=used),
                     strict=True))  # fmt: skip
    found = pace(sizes[compared], used, studio.quota_bytes)
    drawn = {each: sizes[each] for each in ends} | {today: used}
    chart = growth_chart(
        drawn, quota=studio.quota_bytes, grown=found.grown if sizes[compared] else 0
    )
    if chart is None:
        return None
    return GrowthView(
        chart=chart,
        axis=(size(chart.top), size(chart.top // 2)),
        labels=_labels(chart),
        used=size(used),
        quota=_("Quota %(quota)s", quota=size(studio.quota_bytes)),
        words=pace_words(found),
        rows=_rows(drawn, today),
    )


def pace_words(found: Pace) -> str:
    """'+48 GB in the last three months; at this pace full in about 5 months.'"""
    if found.grown <= 0:
        if not found.grown:
            return str(_("As much as three months ago."))
        return str(_("−%(size)s in the last three months.", size=size(-found.grown)))
    grown = size(found.grown)
    if found.months_left is None:
        return str(_("+%(size)s in the last three months.", size=grown))
    if found.months_left < 1:
        return str(
            _("+%(size)s in the last three months; at this pace full in less than a month.",
              size=grown)
        )  # fmt: skip
    if found.months_left > _LONG_MONTHS:
        return str(
            _("+%(size)s in the last three months; at this pace there is room for more than two"
              " years.", size=grown)
        )  # fmt: skip
    return str(
        ngettext(
            "+%(size)s in the last three months; at this pace full in about %(num)s month.",
            "+%(size)s in the last three months; at this pace full in about %(num)s months.",
            found.months_left,
            size=grown,
        )
    )


def _labels(chart: Chart) -> list[tuple[float, str]]:
    shown = [(point.x, day(point.day, "short")) for point in chart.points[:-1:_LABELLED_EVERY]]
    return [*shown, (chart.points[-1].x, _("Today"))]


def _rows(sizes: dict[date, int], today: date) -> list[GrowthRow]:
    rows, before = [], None
    for each, used in sizes.items():
        change = "" if before is None else _change(used - before)
        shown = _("Today") if each == today else day_in_row(each, today=today)
        rows.append(GrowthRow(shown, size(used), change))
        before = used
    return rows


def _change(grown: int) -> str:
    if not grown:
        return "±0"
    return f"+{size(grown)}" if grown > 0 else f"−{size(-grown)}"
