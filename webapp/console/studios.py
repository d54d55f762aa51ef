"""All studios: who they are, how full, how many jobs, and whether their messages go out."""

from dataclasses import dataclass

from flask import Response, request
from flask_babel import gettext as _

from webapp import clock
from webapp.console.blueprint import bp
from webapp.console.links import studio_url
from webapp.domain.job_list import page_number
from webapp.queries.studio_list import StudioRow, studios_page
from webapp.web import policy
from webapp.web.page_links import page_links
from webapp.web.rendering import render
from webapp.web.words import number, percent, size


@dataclass(frozen=True)
class RowView:
    """A studio in the list; `waiting` and `failed` are '' where there are none."""

    name: str
    url: str
    facts: str
    plan: str
    jobs: str
    selling: str
    used: str
    share: str
    waiting: str
    failed: str


@bp.get("/studios")
@policy.console("look")
def studios() -> Response:
    """One page of the list, by name."""
    rows, page = studios_page(asked=page_number(request.args.get("page", "")), now=clock.now())
    return render(
        "console/studios.html", rows=[_row(each) for each in rows], pages=page_links(page)
    )


def _row(row: StudioRow) -> RowView:
    studio = row.studio
    share = percent(row.used / studio.quota_bytes) if studio.quota_bytes else ""
    return RowView(
        name=studio.name,
        url=studio_url(studio.id),
        facts=f"/shop/{studio.slug} · {studio.email}",
        plan=studio.plan,
        jobs=number(row.jobs),
        selling=number(row.selling),
        used=size(row.used),
        share=_("%(share)s of %(quota)s", share=share, quota=size(studio.quota_bytes)),
        waiting=number(row.waiting) if row.waiting else "",
        failed=number(row.failed) if row.failed else "",
    )
