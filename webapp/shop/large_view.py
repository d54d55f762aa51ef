"""One picture large, with what can be ordered of it."""

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.domain.baskets import Refusal
from webapp.domain.paging import Page
from webapp.domain.product_kinds import ProductKind
from webapp.queries.favourites import favourites_in
from webapp.queries.gallery import AT_MOST, Place, place, sections
from webapp.queries.price_lists import parts_of
from webapp.queries.shop import products_of
from webapp.shop.basket import wrong_quantity
from webapp.shop.picture_sizes import large_sizes, large_srcset
from webapp.shop.reading import read_id, read_quantity
from webapp.shop.shoots import counter_of
from webapp.shop.visitor import (
    OpenedJob,
    bp,
    let_in,
    marker_id,
    now,
    opened_job,
    studio_id,
    visitor_id,
)
from webapp.use_cases.fill_basket import NotOrderable, WrongQuantity, add_to_basket
from webapp.use_cases.throttle import TooManyAttempts
from webapp.web import policy
from webapp.web.rendering import go_to, render, wants_part
from webapp.web.waiting import wait_words, with_wait


@bp.get("/jobs/<id:job_id>/photos/<id:photo_id>")
@policy.shop
def photo(job_id: str, photo_id: str) -> AnyResponse:
    """The picture, its neighbours, and the products."""
    return large_page(job_id, photo_id)


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
        return large_page(job_id, photo_id, fault=wrong_quantity(), status=422)
    except TooManyAttempts as often:
        return with_wait(large_page(job_id, photo_id, fault=wait_words(often), status=429), often)
    except NotOrderable as refused:
        if refused.why is not Refusal.NOT_SOLD:
            return _gone(job_id)
        return large_page(job_id, photo_id, fault=_not_sold(), status=422)
    let_in(added.token)
    address = url_for("shop.photo", job_id=job_id, photo_id=photo_id, favourites=only_favourites())
    return redirect(address, 303)


def only_favourites() -> str | None:
    """What the address says if only favourites are looked through: '1', else None."""
    return "1" if request.args.get("favourites") == "1" else None


def large_page(job_id: str, photo_id: str, *, fault: str = "", status: int = 200) -> AnyResponse:
    """The picture as it stands; 404 for one that may not be seen, the note for a job that left."""
    opened = opened_job(job_id)
    if not opened.standing.shows_photos:
        return _gone(job_id)
    favourites = favourites_in(job_id, opened.keys, visitor_id=marker_id())
    here = _place(opened, photo_id, favourites)
    if here is None:
        abort(404)
    products = products_of(opened.job.price_list_id)
    return render(
        "shop/photo.html",
        job=opened.job,
        place=here,
        is_favourite=photo_id in favourites,
        only_favourites=only_favourites(),
        srcset=large_srcset,
        sizes=large_sizes,
        on_page=Page(1, here.total, AT_MOST).of(here.position),
        products=products,
        parts=parts_of([product.id for product in products if product.kind == ProductKind.PACKAGE]),
        counter=counter_of(opened.plan, now=now()),
        fault=fault,
        status=status,
    )


def _place(opened: OpenedJob, photo_id: str, favourites: frozenset[str]) -> Place | None:
    """Where it stands among all pictures, or among the favourites; it stays when it is unmarked."""
    only = favourites | {photo_id} if only_favourites() else None
    return place(sections(opened.job.id, opened.keys, only=only), photo_id)


def _gone(job_id: str) -> AnyResponse:
    """Refused; where a button waits for an answer, its page makes way for the note (A7)."""
    if not wants_part():
        abort(404)
    return go_to(url_for("shop.job", job_id=job_id))


def _not_sold() -> str:
    return str(_("This product is no longer sold. Choose another one."))
