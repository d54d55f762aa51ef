"""Price lists: which there are, where they are used, new ones and copies."""

from flask import Response, abort, flash, g, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.queries.price_list_pages import price_list_rows
from webapp.studio.blueprint import bp
from webapp.studio.price_list_form import PriceListForm
from webapp.studio.price_list_views import list_view
from webapp.use_cases.archive_price_list import archive_price_list, bring_back_price_list
from webapp.use_cases.create_price_list import create_price_list
from webapp.use_cases.duplicate_price_list import duplicate_price_list
from webapp.use_cases.holding_price_list import PriceListNameTakenError, UnknownPriceListError
from webapp.web import policy
from webapp.web.rendering import go_to, render


@bp.get("/price-lists")
@policy.studio
def price_lists() -> Response:
    """Every list of the studio, archived ones below."""
    rows = [list_view(row, now=clock.now()) for row in price_list_rows(g.studio.id)]
    return render(
        "studio/price_lists.html",
        current=[row for row in rows if not row.archived],
        archived=[row for row in rows if row.archived],
    )


@bp.get("/price-lists/new")
@policy.studio
def new_price_list() -> Response:
    """The empty form."""
    return render("studio/new_price_list.html", form=PriceListForm(formdata=None, shipping=0))


@bp.post("/price-lists/new")
@policy.studio
@policy.on_behalf
def save_new_price_list() -> AnyResponse:
    """Store the list and go to it; with faults the form again."""
    form = PriceListForm()
    if form.validate():
        try:
            price_list_id = create_price_list(g.studio.id, form.values(), now=clock.now())
        except PriceListNameTakenError:
            form.say_taken()
        else:
            flash(_("The price list is there. Add its products next."), "done")
            return go_to(url_for("studio.price_list", price_list_id=price_list_id))
    return render("studio/new_price_list.html", status=422, whole=True, form=form)


@bp.post("/price-lists/<id:price_list_id>/copy")
@policy.studio
@policy.on_behalf
def copy_price_list(price_list_id: str) -> AnyResponse:
    """Make a copy with all its products and go to it."""
    try:
        copy_id = duplicate_price_list(g.studio.id, price_list_id, now=clock.now())
    except UnknownPriceListError:
        abort(404)
    flash(_("This is the copy. No job uses it yet."), "done")
    return go_to(url_for("studio.price_list", price_list_id=copy_id))


@bp.post("/price-lists/<id:price_list_id>/archive")
@policy.studio
@policy.on_behalf
def put_price_list_away(price_list_id: str) -> AnyResponse:
    """Offer it to no further job."""
    try:
        archive_price_list(g.studio.id, price_list_id, now=clock.now())
    except UnknownPriceListError:
        abort(404)
    flash(_("The price list is archived. Jobs that use it go on selling from it."), "done")
    return go_to(url_for("studio.price_list", price_list_id=price_list_id))


@bp.post("/price-lists/<id:price_list_id>/return")
@policy.studio
@policy.on_behalf
def return_price_list(price_list_id: str) -> AnyResponse:
    """Offer it to jobs again."""
    try:
        bring_back_price_list(g.studio.id, price_list_id)
    except UnknownPriceListError:
        abort(404)
    flash(_("The price list is back. Jobs can choose it again."), "done")
    return go_to(url_for("studio.price_list", price_list_id=price_list_id))
