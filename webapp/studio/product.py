"""One product of a price list: added, changed, moved to another place, removed."""

from flask import Response, abort, flash, g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.models.price_list import PriceList, Product
from webapp.queries.price_list_pages import offered_parts, packages_with, product_values
from webapp.queries.price_list_use import of_product
from webapp.studio.blueprint import bp
from webapp.studio.loading import own_price_list, own_product
from webapp.studio.price_list_views import stored_product_words
from webapp.studio.product_form import ProductForm, form_of, sent_form
from webapp.studio.product_words import KIND_HINTS, KINDS
from webapp.use_cases.holding_price_list import ChangedMeanwhileError, UnknownPriceListError
from webapp.use_cases.move_product import move_product
from webapp.use_cases.remove_product import IsAPartError, Removed, remove_product
from webapp.use_cases.save_product import ProductFaultsError, add_product, change_product
from webapp.web import policy
from webapp.web.rendering import go_to, render

_MOST_PLACES = 10_000


@bp.get("/price-lists/<id:price_list_id>/products/new")
@policy.studio
def new_product(price_list_id: str) -> Response:
    """The empty form."""
    return _page(own_price_list(price_list_id), ProductForm(formdata=None))


@bp.post("/price-lists/<id:price_list_id>/products/new")
@policy.studio
@policy.on_behalf
def save_new_product(price_list_id: str) -> AnyResponse:
    """Store the product at the end of the list; with faults the form again."""
    price_list, form = own_price_list(price_list_id), ProductForm()
    if form.validate():
        try:
            product_id = add_product(g.studio.id, price_list_id, form.values())
        except ProductFaultsError as error:
            form.explain(error.found)
        except UnknownPriceListError:
            abort(404)
        else:
            flash(_("‘%(name)s’ is on the list.", name=form.name.data), "done")
            return _back_to(price_list_id, product_id)
    return _page(price_list, form, status=422)


@bp.get("/price-lists/<id:price_list_id>/products/<id:product_id>")
@policy.studio
def product(price_list_id: str, product_id: str) -> Response:
    """The form with what is stored."""
    price_list = own_price_list(price_list_id)
    found = own_product(price_list, product_id)
    return _page(price_list, form_of(product_values(found)), found)


@bp.post("/price-lists/<id:price_list_id>/products/<id:product_id>")
@policy.studio
@policy.on_behalf
def save_product(price_list_id: str, product_id: str) -> AnyResponse:
    """Store the values; with faults the form again, and so where somebody was faster (409, S7)."""
    price_list = own_price_list(price_list_id)
    found = own_product(price_list, product_id)
    form = sent_form(product_values(found))
    if not form.validate():
        return _page(price_list, form, found, status=422)
    mark = form.fingerprint.data or ""
    try:
        change_product(g.studio.id, price_list_id, product_id, form.values(), fingerprint=mark)
    except ProductFaultsError as error:
        form.explain(error.found)
        return _page(price_list, form, found, status=422)
    except ChangedMeanwhileError:
        return _conflict(price_list_id, product_id, form)
    except UnknownPriceListError:
        abort(404)
    flash(_("Saved. Orders that were placed stay as they are."), "done")
    return _back_to(price_list_id, product_id)


@bp.post("/price-lists/<id:price_list_id>/products/<id:product_id>/place")
@policy.studio
@policy.on_behalf
def place_product(price_list_id: str, product_id: str) -> AnyResponse:
    """Move it to the place `to`, counted from 0; the button that did it has the focus again."""
    own_product(own_price_list(price_list_id), product_id)
    to = request.form.get("to", "")
    if not (to.isascii() and to.isdecimal() and int(to[:6]) < _MOST_PLACES):
        abort(400)
    try:
        place = move_product(g.studio.id, price_list_id, product_id, to=int(to[:6]))
    except UnknownPriceListError:
        abort(404)
    flash(_("The product is number %(place)s now.", place=place + 1), "done")
    return _back_to(price_list_id, product_id)


@bp.get("/price-lists/<id:price_list_id>/products/<id:product_id>/removal")
@policy.studio
@policy.not_on_behalf
def product_removal(price_list_id: str, product_id: str) -> Response:
    """What removing it means: deleted, or only taken off sale while baskets hold it."""
    price_list = own_price_list(price_list_id)
    return _window(price_list, own_product(price_list, product_id))


@bp.post("/price-lists/<id:price_list_id>/products/<id:product_id>/removal")
@policy.studio
@policy.not_on_behalf
def take_product_away(price_list_id: str, product_id: str) -> AnyResponse:
    """Remove it and go back to the list; refused while a package holds it."""
    price_list = own_price_list(price_list_id)
    found = own_product(price_list, product_id)
    name = found.name
    try:
        outcome = remove_product(g.studio.id, price_list_id, product_id)
    except IsAPartError:
        return _window(own_price_list(price_list_id), found, status=409)
    except UnknownPriceListError:
        abort(404)
    flash(_REMOVED[outcome](name), "done")
    return go_to(url_for("studio.price_list", price_list_id=price_list_id))


_REMOVED = {
    Removed.DELETED: lambda name: _("‘%(name)s’ is removed.", name=name),
    Removed.TAKEN_OFF_SALE: lambda name: _(
        "‘%(name)s’ is not sold any more. It stays on the list while it lies in baskets.", name=name
    ),
}


def _conflict(price_list_id: str, product_id: str, form: ProductForm) -> Response:
    """What is stored now, and the form ready to store what was typed instead (S7)."""
    price_list = own_price_list(price_list_id)
    found = own_product(price_list, product_id)
    stored = product_values(found)
    form.fingerprint.data = stored.fingerprint
    return _page(price_list, form, found, status=409, stored=stored_product_words(stored))


def _page(
    price_list: PriceList,
    form: ProductForm,
    found: Product | None = None,
    *,
    status: int = 200,
    stored: str = "",
) -> Response:
    return render(
        "studio/product.html",
        status=status,
        whole=True,
        price_list=price_list,
        product=found,
        form=form.offer(offered_parts(price_list.id)),
        kind=KINDS[found.kind] if found else "",
        kind_hints=KIND_HINTS,
        stored=stored,
    )


def _window(price_list: PriceList, found: Product, *, status: int = 200) -> Response:
    return render(
        "studio/product_removal.html",
        status=status,
        price_list=price_list,
        product=found,
        packages=packages_with(found.id),
        lying=of_product(found.id),
    )


def _back_to(price_list_id: str, product_id: str) -> AnyResponse:
    """The list, at the row of the product."""
    address = url_for("studio.price_list", price_list_id=price_list_id)
    return go_to(f"{address}#place-{product_id}")
