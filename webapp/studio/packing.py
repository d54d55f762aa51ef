"""The packing list of a job: what goes into whose envelope, class by class, to print."""

from typing import Any

from flask import Response, g, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from webapp import clock
from webapp.domain.archiving import local_day
from webapp.domain.csv_cells import csv_row, separator_in
from webapp.domain.packing import PackedClass, PackingList
from webapp.models.job import Job
from webapp.queries.packing import packing_list
from webapp.studio.blueprint import bp
from webapp.studio.job_shell import job_page
from webapp.studio.loading import own_job
from webapp.studio.picture_words import picture_words, runs
from webapp.web import policy
from webapp.web.rendering import render
from webapp.web.tables import table_response, table_start

_ALL = "all"


@bp.get("/jobs/<id:job_id>/packing")
@policy.studio
def packing(job_id: str) -> Response:
    """The list; of orders that are paid, or of all that are not delivered yet."""
    job, shows_all = own_job(job_id), _shows_all()
    found = packing_list(job.id, only_paid=not shows_all)
    today = local_day(clock.now(), g.studio.time_zone)
    return render(
        "studio/packing.html",
        job=job,
        job_page=job_page(job, "selling"),
        found=found,
        classes=[_class(each) for each in found.classes],
        shows_all=shows_all,
        paid_url=url_for("studio.packing", job_id=job.id),
        all_url=url_for("studio.packing", job_id=job.id, show=_ALL),
        table_url=url_for("studio.packing_table", job_id=job.id, show=request.args.get("show")),
        back=_back(job, shows_all=shows_all),
        today=today,
    )


@bp.get("/jobs/<id:job_id>/packing.csv")
@policy.studio
@policy.not_on_behalf
def packing_table(job_id: str) -> Response:
    """The same as a table: one row per product."""
    job = own_job(job_id)
    found = packing_list(job.id, only_paid=not _shows_all())
    day = local_day(clock.now(), g.studio.time_zone)
    return table_response(_table(found), f"packing-{day}.csv")


def _shows_all() -> bool:
    return request.args.get("show") == _ALL


def _back(job: Job, *, shows_all: bool) -> str:
    return url_for("studio.packing", job_id=job.id, show=_ALL if shows_all else None)


def _class(packed: PackedClass) -> dict[str, Any]:
    return {
        "name": packed.name or _("Without a class"),
        "order_ids": packed.order_ids,
        "totals": packed.totals,
        "envelopes": [
            {
                "name": each.name,
                "buyer": each.buyer if each.buyer != each.name else "",
                "number": each.order_number,
                "url": url_for("studio.order", order_id=each.order_id),
                "lines": [(line, picture_words(line.pictures)) for line in each.lines],
                "elsewhere": ", ".join(name or _("Without a class") for name in each.elsewhere),
            }
            for each in packed.envelopes
        ],
    }


def _table(found: PackingList) -> list[str]:
    language = str(get_locale())
    heads = [_("Class"), _("Person"), _("Order"), _("Customer"), _("Quantity"), _("Product"),
             _("Contents"), _("Pictures"), _("Note")]  # fmt: skip
    rows: list[list[str | int]] = [
        [packed.name, each.name, each.order_number, each.buyer, line.quantity, line.product,
         ", ".join(f"{part.quantity} × {part.name}" for part in line.parts),
         runs(line.pictures), line.note]
        for packed in found.classes
        for each in packed.envelopes
        for line in each.lines
    ]  # fmt: skip
    separator = separator_in(language)
    return [table_start(heads, language), *(csv_row(row, separator=separator) for row in rows)]
