"""The statistics of a job in words: its figures, its revenue by day, who came too late."""

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.domain.archiving import local_day
from webapp.domain.revenue_chart import Chart, End, revenue_chart
from webapp.models.job import Job
from webapp.queries.job_figures import JobFigures
from webapp.queries.job_statistics import JobStatistics, sale_ends
from webapp.queries.late_visits import LateVisits
from webapp.web.figure_words import Figure
from webapp.web.words import day_in_row, money, number, percent


@dataclass(frozen=True)
class DayRow:
    """One line of the table: a day with orders, or one with which the sale ends."""

    day: str
    orders: str
    revenue: str
    note: str


@dataclass(frozen=True)
class RevenueView:
    """The drawing with its axes in words, what its lines mean, and the same as a table."""

    chart: Chart
    axis: tuple[str, str]
    first: str
    last: str
    ends: list[tuple[str, str]]
    rows: list[DayRow]


def statistic_figures(job: Job, figures: JobFigures, statistics: JobStatistics) -> list[Figure]:
    """Eight numbers; amounts in the studio's currency."""
    return [*_people(figures, statistics), *_money(job.studio.currency, figures, statistics)]


def revenue_view(job: Job, statistics: JobStatistics, *, now: datetime) -> RevenueView | None:
    """Revenue by day against the archiving date; None: nothing has been sold yet."""
    zone = job.studio.time_zone
    ends, today = sale_ends(job, now=now), local_day(now, zone)
    since = local_day(job.selling_since, zone) if job.selling_since else None
    chart = revenue_chart(statistics.revenue_by_day, since=since, ends=ends)
    if chart is None:
        return None
    currency = job.studio.currency
    words = {line.end: _end_words(line.end, has_left=job.standing(now).is_greyed_out)
             for line in chart.lines}  # fmt: skip
    return RevenueView(
        chart=chart,
        axis=(money(chart.top, currency), money(chart.top // 2, currency)),
        first=day_in_row(chart.first, today=today),
        last=day_in_row(chart.last, today=today),
        ends=[
            (line.end.value, f"{words[line.end]}: {day_in_row(line.day, today=today)}")
            for line in chart.lines
        ],
        rows=_rows(statistics, currency, {line.day: words[line.end] for line in chart.lines},
                   today=today),
    )  # fmt: skip


def late_words(late: LateVisits) -> str:
    """'14 visitors came on 6 days when …'; '': nobody came after archiving."""
    if not late.visits:
        return ""
    days = ngettext("on %(shown)s day", "on %(shown)s days", late.days, shown=number(late.days))
    return str(
        ngettext(
            "%(shown)s visitor came %(days)s when the pictures could no longer be ordered.",
            "%(shown)s visitors came %(days)s when the pictures could no longer be ordered.",
            late.visitors,
            shown=number(late.visitors),
            days=days,
        )
    )


def _people(figures: JobFigures, statistics: JobStatistics) -> list[Figure]:
    used = percent(statistics.codes_used / statistics.codes) if statistics.codes else ""
    return [
        Figure(number(statistics.persons), ngettext("person", "people", statistics.persons)),
        Figure(
            _(
                "%(used)s of %(codes)s",
                used=number(statistics.codes_used),
                codes=number(statistics.codes),
            ),
            ngettext("code used", "codes used", statistics.codes),
            used,
        ),
        Figure(
            number(figures.customers),
            ngettext("customer", "customers", figures.customers),
            _("+%(new)s this week", new=number(figures.customers_this_week))
            if figures.customers_this_week
            else "",
        ),
        Figure(
            number(figures.buyers),
            ngettext("buyer", "buyers", figures.buyers),
            _("%(share)s of customers", share=percent(figures.buyers / figures.customers))
            if figures.customers
            else "",
        ),
    ]


def _money(currency: str, figures: JobFigures, statistics: JobStatistics) -> list[Figure]:
    cancelled = statistics.cancelled
    ordered = statistics.ordered_baskets
    return [
        Figure(
            number(figures.baskets),
            ngettext("open basket", "open baskets", figures.baskets),
            ngettext("%(shown)s was ordered", "%(shown)s were ordered", ordered,
                     shown=number(ordered)) if ordered else "",
        ),
        Figure(
            number(figures.orders),
            ngettext("order", "orders", figures.orders),
            ngettext("without %(shown)s cancelled one", "without %(shown)s cancelled ones",
                     cancelled, shown=number(cancelled)) if cancelled else "",
        ),
        Figure(money(figures.revenue, currency), _("revenue"), _("without shipping")),
        Figure(
            money(round(figures.revenue / figures.orders), currency) if figures.orders else "–",
            _("average order"),
        ),
    ]  # fmt: skip


def _end_words(end: End, *, has_left: bool) -> str:
    if end is End.DATE:
        return str(_("Archiving date"))
    return str(_("Left the shop")) if has_left else str(_("Leaves the shop"))


def _rows(
    statistics: JobStatistics, currency: str, ends: dict[date, str], *, today: date
) -> list[DayRow]:
    orders, revenue = statistics.orders_by_day, statistics.revenue_by_day
    return [
        DayRow(
            day_in_row(day, today=today),
            number(orders.get(day, 0)),
            money(revenue.get(day, 0), currency),
            ends.get(day, ""),
        )
        for day in sorted({*orders, *ends})
    ]
