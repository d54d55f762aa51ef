"""A customer's own page: what they were sent and why, and what is kept of them (C9)."""

from flask import Response, abort, flash, session, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse
from wtforms import SelectChoice, SelectField

from webapp.models.customer import Customer
from webapp.queries.own_messages import own_messages, own_registrations, planned_messages
from webapp.shop.message_words import as_planned, as_sent
from webapp.shop.signed import customer_of, path_of
from webapp.shop.visitor import bp, now, studio, studio_id
from webapp.use_cases import links
from webapp.use_cases.choose_language import choose_language
from webapp.web import policy
from webapp.web.language import own_names
from webapp.web.rendering import go_to, render


class LanguageForm(FlaskForm):
    """The language of messages."""

    language = SelectField(
        _l("Language of the messages"),
        choices=[SelectChoice(*each) for each in own_names().items()],
    )


@bp.get("/my-messages/<signed:link>")
@policy.shop
def my_messages(link: str) -> Response:
    """Everything about the messages to one customer; the link is the key to it."""
    customer = customer_of(link, purpose=links.OWN_PAGE)
    return _page(link, customer, LanguageForm(formdata=None, language=customer.language))


@bp.post("/my-messages/<signed:link>/language")
@policy.shop
def choose(link: str) -> AnyResponse:
    """Messages speak this language from now on, and so do the pages."""
    customer, form = customer_of(link, purpose=links.OWN_PAGE), LanguageForm()
    if not form.validate():
        return _page(link, customer, form, status=422)
    if not choose_language(studio_id(), link, form.language.data):
        abort(404)
    session["language"] = form.language.data
    with force_locale(form.language.data):
        flash(_("Messages to you are written in English from now on."), "done")
    return go_to(url_for("shop.my_messages", link=link))


def _page(link: str, customer: Customer, form: LanguageForm, *, status: int = 200) -> Response:
    zone = studio().time_zone
    return render(
        "shop/my_messages.html",
        link=link,
        customer=customer,
        form=form,
        sent=[as_sent(each, zone, now=now()) for each in own_messages(customer)],
        planned=[as_planned(each, zone, now=now()) for each in planned_messages(customer)],
        registrations=own_registrations(customer),
        unsubscribe=path_of(links.unsubscribe_link(studio(), customer)),
        status=status,
    )
