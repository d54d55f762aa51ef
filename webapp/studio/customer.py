"""One customer: what is known, handed over as an archive, and deleted on request (product 6)."""

from flask import Response, flash, g, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.models.customer import Customer
from webapp.photos.archive import zipped
from webapp.photos.sending import ZIP, attachment
from webapp.queries.customer_data import CustomerData, customer_data, customer_of_studio
from webapp.studio.blueprint import bp
from webapp.studio.customer_words import customer_view
from webapp.studio.deletion_form import TypedNameForm
from webapp.studio.guard import actor
from webapp.studio.loading import or_404
from webapp.use_cases.export_customer import export_customer
from webapp.use_cases.forget_customers import BeingSentError, NotDeliveredError, forget_customer
from webapp.web import policy
from webapp.web.rendering import go_to, render
from webapp.web.words import number

_CONFLICT = 409


@bp.get("/customers/<id:customer_id>")
@policy.studio
def customer(customer_id: str) -> Response:
    """What is known: jobs, consents, messages with their results, orders."""
    data = customer_data(_own(customer_id))
    return render("studio/customer.html", view=customer_view(data, now=clock.now()))


@bp.get("/customers/<id:customer_id>/export.zip")
@policy.studio
@policy.not_on_behalf
def customer_export(customer_id: str) -> Response:
    """All of it as an archive to hand over."""
    data = customer_data(_own(customer_id))
    length, chunks = zipped(export_customer(data, now=clock.now()))
    return attachment(f"customer-{data.customer.id}.zip", ZIP, length, chunks)


@bp.get("/customers/<id:customer_id>/deletion")
@policy.studio
@policy.not_on_behalf
def customer_deletion(customer_id: str) -> Response:
    """Says in numbers what goes and what stays; nothing is deleted, yet."""
    return _window(customer_data(_own(customer_id)), TypedNameForm(formdata=None))


@bp.post("/customers/<id:customer_id>/deletion")
@policy.studio
@policy.not_on_behalf
def save_customer_deletion(customer_id: str) -> AnyResponse:
    """Delete; refused while an order is not delivered (D4), or while a message goes out."""
    data, form = customer_data(_own(customer_id)), TypedNameForm()
    if not form.is_name(_typed_name(data.customer)):
        return _window(data, form, status=422)
    try:
        gone = forget_customer(g.studio.id, data.customer.id, by=actor(), now=clock.now())
    except NotDeliveredError:
        return _window(customer_data(_own(customer_id)), form, status=_CONFLICT)
    except BeingSentError:
        return _window(data, form, status=_CONFLICT, is_being_sent=True)
    told = ngettext(
        "The data is deleted: %(shown)s registration and what was written to them.",
        "The data is deleted: %(shown)s registrations and what was written to them.",
        gone.registrations,
        shown=number(gone.registrations),
    )
    flash(told, "done")
    return go_to(url_for("studio.deletions"))


def _own(customer_id: str) -> Customer:
    return or_404(customer_of_studio(g.studio.id, customer_id))


def _typed_name(who: Customer) -> str:
    """What has to be typed: the name, or how they are reached."""
    return who.name or who.email or who.phone or ""


def _window(
    data: CustomerData, form: TypedNameForm, *, status: int = 200, is_being_sent: bool = False
) -> Response:
    return render(
        "studio/customer_deletion.html",
        status=status,
        form=form,
        view=customer_view(data, now=clock.now()),
        name=_typed_name(data.customer),
        is_being_sent=is_being_sent,
    )
