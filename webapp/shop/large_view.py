"""One picture large, with what can be ordered of it."""

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.domain.baskets import MOST, Refusal
from webapp.domain.paging import Page
from webapp.queries.gallery import AT_MOST, place, sections
from webapp.queries.shop import products_of
from webapp.shop.reading import read_id, read_quantity
from webapp.shop.shoots import counter_of
from webapp.shop.visitor import bp, let_in, now, opened_job, studio_id, visitor_id
from webapp.shop.waiting import wait_words, with_wait
from webapp.use_cases.fill_basket import NotOrderable, WrongQuantity, add_to_basket
from webapp.use_cases.throttle import TooManyAttempts
from webapp.web import policy
from webapp.web.rendering import go_to, render, wants_part


@bp.get("/jobs/<id:job_id>/photos/<id:photo_id>")
@policy.shop
def photo(job_id: str, photo_id: str) -> AnyResponse:
    """The picture, its neighbours, and the products."""
    return _page(job_id, photo_id)


@bp.post("/jobs/<id:job_id>/photos/<id:photo_id>/basket")
@policy.shop
def add(job_id: str, photo_id: str) -> AnyResponse:
    """Add to basket; refused on the very next request after the stop (A6)."""
    quantity = read_quantity(request.form.get("quantity", "1"))
    try:
        added = add_to_basket(
            studio_id(),
            job_id,
            photo_id,
            read_id(request.form.get("product", "")) or "",
            quantity or 0,
            visitor_id=visitor_id(),
            address=request.remote_addr,
            now=now(),
            machine_now=clock.machine_now(),
        )
    except WrongQuantity:
        return _page(job_id, photo_id, fault=_wrong_quantity(), status=422)
    except TooManyAttempts as often:
        return with_wait(_page(job_id, photo_id, fault=wait_words(often), status=429), often)
    except NotOrderable as refused:
        if refused.why is not Refusal.NOT_SOLD:
            return _gone(job_id)
        return _page(job_id, photo_id, fault=_not_sold(), status=422)
    let_in(added.token)
    return redirect(url_for("shop.photo", job_id=job_id, photo_id=photo_id), 303)


def _page(job_id: str, photo_id: str, *, fault: str = "", status: int = 200) -> AnyResponse:
    opened = opened_job(job_id)
    if not opened.standing.shows_photos:
        return _gone(job_id)
    here = place(sections(job_id, opened.keys), photo_id)
    if here is None:
        abort(404)
    return render(
        "shop/photo.html",
        job=opened.job,
        place=here,
        on_page=Page(1, here.total, AT_MOST).of(here.position),
        products=products_of(opened.job.price_list_id),
        counter=counter_of(opened.plan, now=now()),
        fault=fault,
        status=status,
    )


def _gone(job_id: str) -> AnyResponse:
    """Refused; where a button waits for an answer, its page makes way for the note (A7)."""
    if not wants_part():
        abort(404)
    return go_to(url_for("shop.job", job_id=job_id))


def _wrong_quantity() -> str:
    return str(_("You can order 1 to %(most)s of each product.", most=MOST))


def _not_sold() -> str:
    return str(_("This product is no longer sold. Choose another one."))
