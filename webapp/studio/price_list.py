"""One price list: its products in order, its settings, its end."""

from flask import Response, abort, flash, g, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.queries.price_list_pages import list_values, product_rows, use_of_list
from webapp.queries.price_list_use import of_list
from webapp.studio.blueprint import bp
from webapp.studio.loading import own_price_list
from webapp.studio.price_list_form import PriceListForm, form_of
from webapp.studio.price_list_views import facts_words, product_views, stored_words
from webapp.studio.profile_views import use_view
from webapp.use_cases.change_price_list import change_price_list
from webapp.use_cases.delete_price_list import PriceListInUseError, delete_price_list
from webapp.use_cases.holding_price_list import (
    ChangedMeanwhileError,
    PriceListNameTakenError,
    UnknownPriceListError,
)
from webapp.web import policy
from webapp.web.rendering import go_to, render

_NAMED_BEFORE_DELETION = 20


@bp.get("/price-lists/<id:price_list_id>")
@policy.studio
def price_list(price_list_id: str) -> Response:
    """The products, what holds for all of them, and where the list is used."""
    found = own_price_list(price_list_id)
    return render(
        "studio/price_list.html",
        price_list=found,
        facts=facts_words(found),
        rows=product_views(product_rows(price_list_id)),
        use=use_view(use_of_list(g.studio.id, price_list_id, named=_NAMED_BEFORE_DELETION)),
    )


@bp.get("/price-lists/<id:price_list_id>/settings")
@policy.studio
def price_list_settings(price_list_id: str) -> Response:
    """The form with its name, tax rate and shipping."""
    return _form(price_list_id, form_of(list_values(own_price_list(price_list_id))))


@bp.post("/price-lists/<id:price_list_id>/settings")
@policy.studio
@policy.on_behalf
def save_price_list_settings(price_list_id: str) -> AnyResponse:
    """Store them; with faults the form again, and so where somebody was faster (409, S7)."""
    form = PriceListForm()
    own_price_list(price_list_id)
    if not form.validate():
        return _form(price_list_id, form, status=422)
    try:
        change_price_list(
            g.studio.id, price_list_id, form.values(), fingerprint=form.fingerprint.data or ""
        )
    except PriceListNameTakenError:
        form.say_taken()
        return _form(price_list_id, form, status=422)
    except ChangedMeanwhileError:
        return _form(price_list_id, form, conflict=True)
    except UnknownPriceListError:
        abort(404)
    flash(_("Saved. Orders that were placed stay as they are."), "done")
    return go_to(url_for("studio.price_list", price_list_id=price_list_id))


@bp.get("/price-lists/<id:price_list_id>/deletion")
@policy.studio
@policy.not_on_behalf
def price_list_deletion(price_list_id: str) -> Response:
    """What deleting it means, or what stands in the way."""
    return _window(price_list_id)


@bp.post("/price-lists/<id:price_list_id>/deletion")
@policy.studio
@policy.not_on_behalf
def remove_price_list(price_list_id: str) -> AnyResponse:
    """Delete it and go back to the overview; refused while a job or a basket needs it."""
    name = own_price_list(price_list_id).name
    try:
        delete_price_list(g.studio.id, price_list_id)
    except PriceListInUseError:
        return _window(price_list_id, status=409)
    except UnknownPriceListError:
        abort(404)
    flash(_("‘%(name)s’ is deleted.", name=name), "done")
    return go_to(url_for("studio.price_lists"))


def _form(
    price_list_id: str, form: PriceListForm, *, status: int = 200, conflict: bool = False
) -> Response:
    """The form; in a conflict with what is stored now, and ready to store what was typed."""
    price_list = own_price_list(price_list_id)
    stored = list_values(price_list)
    if conflict:
        form.fingerprint.data = stored.fingerprint
    return render(
        "studio/price_list_settings.html",
        status=409 if conflict else status,
        whole=True,
        price_list=price_list,
        form=form,
        stored=stored_words(stored) if conflict else "",
    )


def _window(price_list_id: str, *, status: int = 200) -> Response:
    lying = of_list(price_list_id)
    return render(
        "studio/price_list_deletion.html",
        status=status,
        price_list=own_price_list(price_list_id),
        use=use_view(use_of_list(g.studio.id, price_list_id, named=_NAMED_BEFORE_DELETION)),
        lying=lying,
    )
