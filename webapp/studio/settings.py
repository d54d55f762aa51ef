"""Studio settings: what customers read, how they pay, the password; each stored by itself."""

from flask import Response, current_app, flash, g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.domain.accounts import Account
from webapp.queries.staff import factor_state
from webapp.queries.studio_settings import is_currency_fixed
from webapp.studio.blueprint import bp
from webapp.studio.retention_form import KeepingForm
from webapp.studio.studio_forms import PaymentForm, ShopForm, ZoneForm
from webapp.use_cases.change_password import Changed, change_own_password
from webapp.use_cases.change_payment import NoWayToPayError, change_payment
from webapp.use_cases.change_shop import CurrencyFixedError, change_shop
from webapp.use_cases.throttle import TooManyAttempts
from webapp.web import policy, sessions
from webapp.web.password_form import PasswordForm
from webapp.web.rendering import go_to, render
from webapp.web.sign_in import too_many_attempts


@bp.get("/settings")
@policy.studio
def settings() -> Response:
    """All concerns below each other."""
    return page()


@bp.post("/settings/shop")
@policy.studio
@policy.not_on_behalf
def save_shop() -> AnyResponse:
    """Store what customers read; with faults the page again."""
    form = ShopForm().offer(is_currency_fixed=is_currency_fixed(g.studio.id))
    if form.validate():
        try:
            change_shop(g.studio.id, form.values())
        except CurrencyFixedError:
            form.say_fixed()
        else:
            return _saved(_("Saved. Customers read it from now on."))
    return page(status=422, shop=form)


@bp.post("/settings/payment")
@policy.studio
@policy.not_on_behalf
def save_payment() -> AnyResponse:
    """Store how customers may pay; with faults the page again."""
    form = PaymentForm()
    if form.validate():
        try:
            change_payment(g.studio.id, form.ways())
        except NoWayToPayError:
            form.say_none_left()
        else:
            return _saved(_("Saved. It holds for what is ordered from now on."))
    return page(status=422, payment=form)


@bp.post("/settings/password")
@policy.studio
@policy.not_on_behalf
def save_password() -> AnyResponse:
    """Store a new password; every other browser is signed out."""
    form = PasswordForm()
    if not form.validate():
        return page(status=422, password=form)
    try:
        outcome = change_own_password(
            Account(member_id=g.member.id),
            form.current.data or "",
            form.password.data or "",
            keep=sessions.current_token(),
            address=request.remote_addr,
            now=clock.machine_now(),
        )
    except TooManyAttempts as refusal:
        return too_many_attempts(refusal.wait_seconds, back_url=url_for("studio.settings"))
    if not isinstance(outcome, Changed):
        form.take(outcome)
        return page(status=422, password=form)
    sessions.go_on(outcome.token)
    return _saved(_("The new password holds. You are signed out in every other browser."))


def page(
    *,
    status: int = 200,
    shop: ShopForm | None = None,
    payment: PaymentForm | None = None,
    zone: ZoneForm | None = None,
    password: PasswordForm | None = None,
    keeping: KeepingForm | None = None,
) -> Response:
    """The page; a form that is not given shows what is stored."""
    studio = g.studio
    fixed = is_currency_fixed(studio.id)
    code = "studio.global_code"
    return render(
        "studio/settings.html",
        status=status,
        whole=True,
        is_currency_fixed=fixed,
        shop_url=url_for("shop.home", slug=studio.slug, _external=True),
        code_url=url_for(code) if code in current_app.view_functions else "",
        shop=shop or ShopForm(None, obj=studio).offer(is_currency_fixed=fixed),
        payment=payment or PaymentForm(None, obj=studio),
        zone=zone or ZoneForm(formdata=None, obj=studio),
        password=password or PasswordForm(None),
        has_second_factor=bool(g.member and factor_state(Account(member_id=g.member.id))),
        keeping=keeping or KeepingForm.of(studio),
    )


def _saved(sentence: str) -> AnyResponse:
    flash(sentence, "done")
    return go_to(url_for("studio.settings"))
