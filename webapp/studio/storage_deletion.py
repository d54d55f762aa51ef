"""Deleting the albums of several archived jobs at once: choose, look, do it (D1, D2)."""

from collections.abc import Sequence
from typing import Any

from flask import Response, g, request, url_for

from webapp import clock
from webapp.domain.deletion import trash_ends_at
from webapp.domain.storage import OLD_AFTER_MONTHS
from webapp.domain.storage_deletion import MOST_JOBS, DeletionPlan
from webapp.queries.storage_deletion import offered
from webapp.studio.blueprint import bp
from webapp.studio.guard import actor
from webapp.studio.storage_deletion_words import (
    done_words,
    plan_rows,
    plan_title,
    result_rows,
    selection_rows,
    sum_words,
)
from webapp.use_cases.delete_albums_of_jobs import JobResult, delete_albums_of_jobs
from webapp.web import policy
from webapp.web.rendering import render


@bp.get("/storage/deletion")
@policy.studio
@policy.not_on_behalf
def storage_deletion() -> Response:
    """The jobs archived for more than `older` months, all ticked that can go."""
    return _selection(None)


@bp.post("/storage/deletion")
@policy.studio
@policy.not_on_behalf
def delete_chosen_albums() -> Response:
    """The sum of what is ticked; or the window; or, once confirmed, the deed with its results.

    If something else has become true since the window was shown, it asks again (S5).
    """
    chosen = list(dict.fromkeys(request.form.getlist("job")))[:MOST_JOBS]
    if "recalculate" in request.form:
        return _selection(chosen)
    if not chosen:
        return _selection(chosen, status=422, nothing_chosen=True)
    outcome = delete_albums_of_jobs(
        g.studio.id,
        chosen,
        confirmed=request.form.get("confirmed"),
        by=actor(),
        now=clock.now(),
    )
    if outcome.results is None:
        return _window(outcome.plan)
    return _done(outcome.results)


def _selection(
    chosen: Sequence[str] | None, *, status: int = 200, nothing_chosen: bool = False
) -> Response:
    """The page; `chosen` None: everything that can go is ticked."""
    months, now = _months(), clock.now()
    offer = offered(g.studio, months, now=now)
    can_go = [job for job in offer.jobs if job.held is None]
    ticked = can_go if chosen is None else [job for job in can_go if job.job_id in chosen]
    return render(
        "studio/storage_deletion.html",
        status=status,
        whole=True,
        months=months,
        groups=_groups(months),
        rows=selection_rows(offer.jobs, ticked, g.studio.time_zone, now=now),
        can_go=bool(can_go),
        more=offer.more,
        total=sum_words(ticked),
        nothing_chosen=nothing_chosen,
        action=_address(months),
    )


def _window(plan: DeletionPlan) -> Response:
    return render(
        "studio/storage_deletion_plan.html",
        plan=plan,
        title=plan_title(plan),
        consequences=plan_rows(plan, trash_ends_at(clock.now()), g.studio.time_zone),
        action=_address(_months()),
    )


def _done(results: Sequence[JobResult]) -> Response:
    ends = trash_ends_at(clock.now())
    return render(
        "studio/storage_deletion_done.html",
        whole=True,
        words=done_words(results, ends, g.studio.time_zone),
        rows=result_rows(results),
        again_url=_address(_months()),
    )


def _months() -> int:
    asked = request.args.get("older", "")
    offered_months = {str(months): months for months in OLD_AFTER_MONTHS}
    return offered_months.get(asked, OLD_AFTER_MONTHS[0])


def _groups(chosen: int) -> list[dict[str, Any]]:
    return [
        {"months": months, "url": _address(months), "current": months == chosen}
        for months in OLD_AFTER_MONTHS
    ]


def _address(months: int) -> str:
    return url_for("studio.storage_deletion", older=months)
