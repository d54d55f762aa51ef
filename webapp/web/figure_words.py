"""The numbers of a job with their words."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.models.job import Job
from webapp.queries.job_figures import JobFigures
from webapp.web.words import money, number, percent, size


@dataclass(frozen=True)
class Figure:
    """One number: `value` large, `label` below it, `small` what explains it."""

    value: str
    label: str
    small: str = ""


def figure_views(job: Job, figures: JobFigures) -> list[Figure]:
    """Six numbers of a job; amounts in the studio's currency."""
    currency = job.studio.currency
    share = percent(figures.buyers / figures.customers) if figures.customers else ""
    return [
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
            _("%(share)s of customers", share=share) if share else "",
        ),
        Figure(
            money(figures.revenue, currency),
            _("revenue"),
            ngettext("%(num)s order", "%(num)s orders", figures.orders),
        ),
        Figure(
            number(figures.baskets),
            ngettext("open basket", "open baskets", figures.baskets),
            _("%(amount)s in them", amount=money(figures.amount_in_baskets, currency))
            if figures.baskets
            else "",
        ),
        Figure(
            number(job.photo_count),
            ngettext("photo", "photos", job.photo_count),
            size(job.original_bytes),
        ),
        Figure(
            number(figures.albums),
            ngettext("album", "albums", figures.albums),
            ngettext("%(num)s still empty", "%(num)s still empty", figures.empty_albums)
            if figures.empty_albums
            else "",
        ),
    ]
