"""Jobs take a price list, several at once; what that means for baskets is said before."""

from flask import Response, abort, flash, g, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.domain.price_list_use import UsePlan
from webapp.queries.price_list_use import offered_jobs
from webapp.studio.blueprint import bp
from webapp.studio.consequence_words import not_sold_why, not_sold_words
from webapp.studio.guard import actor
from webapp.studio.loading import own_price_list
from webapp.use_cases.holding_price_list import UnknownPriceListError
from webapp.use_cases.use_price_list import PriceListArchivedError, use_price_list
from webapp.web import policy
from webapp.web.rendering import go_to, render

_MOST_OFFERED = 200


@bp.get("/price-lists/<id:price_list_id>/jobs")
@policy.studio
def price_list_jobs(price_list_id: str) -> Response:
    """The jobs in planning or on sale that could take the list."""
    own_price_list(price_list_id)
    return _page(price_list_id)


@bp.post("/price-lists/<id:price_list_id>/jobs")
@policy.studio
@policy.on_behalf
def give_price_list(price_list_id: str) -> AnyResponse:
    """Give the chosen jobs the list; first the window, where baskets would notice (S5)."""
    own_price_list(price_list_id)
    chosen = request.form.getlist("jobs")[:_MOST_OFFERED]
    if not chosen:
        return _page(price_list_id, status=422, nothing_chosen=True)
    confirmed = request.form.get("confirmed")
    try:
        outcome = use_price_list(
            g.studio.id, price_list_id, chosen, confirmed=confirmed, by=actor(), now=clock.now()
        )
    except PriceListArchivedError:
        return _page(price_list_id, status=409)
    except UnknownPriceListError:
        abort(404)
    if not outcome.stored:
        return _window(price_list_id, outcome.plan)
    flash(_given_words(len(outcome.plan.jobs)), "done")
    return go_to(url_for("studio.price_list", price_list_id=price_list_id))


def _page(price_list_id: str, *, status: int = 200, nothing_chosen: bool = False) -> Response:
    jobs = offered_jobs(g.studio.id, price_list_id)
    return render(
        "studio/price_list_jobs.html",
        status=status,
        whole=True,
        price_list=own_price_list(price_list_id),
        jobs=jobs[:_MOST_OFFERED],
        more=len(jobs) - _MOST_OFFERED,
        nothing_chosen=nothing_chosen,
    )


def _window(price_list_id: str, plan: UsePlan) -> Response:
    return render(
        "studio/price_list_use.html",
        price_list=own_price_list(price_list_id),
        plan=plan,
        fact=not_sold_words(plan.products, plan.baskets),
        why=not_sold_why(),
    )


def _given_words(jobs: int) -> str:
    return str(
        ngettext(
            "%(num)s job sells from this list now.", "%(num)s jobs sell from this list now.", jobs
        )
    )
