"""One's own account in the console: name, language, password, second factor, other browsers."""

from flask import Response, flash, g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.console.account_form import AccountForm
from webapp.console.blueprint import bp
from webapp.domain.accounts import Account
from webapp.queries.staff import factor_state
from webapp.use_cases.change_password import Changed, change_own_password
from webapp.use_cases.change_staff import change_staff
from webapp.use_cases.sign_out_elsewhere import sign_out_elsewhere
from webapp.use_cases.throttle import TooManyAttempts
from webapp.web import language, policy, sessions
from webapp.web.password_form import PasswordForm
from webapp.web.rendering import go_to, render
from webapp.web.sign_in import too_many_attempts
from webapp.web.words import day, local


@bp.get("/account")
@policy.console(policy.OWN)
def account() -> Response:
    """Everything below each other."""
    return _page()


@bp.post("/account")
@policy.console(policy.OWN)
def save_account() -> AnyResponse:
    """Store name and language; records keep the name that they were made with."""
    form = AccountForm().offer()
    if not form.validate_on_submit():
        return _page(status=422, own=form)
    change_staff(_own(), name=form.name.data, language=form.language.data)
    language.forget_choice()
    return _saved(_("Saved."))


@bp.post("/account/password")
@policy.console(policy.OWN)
def save_password() -> AnyResponse:
    """Store a new password; every other browser is signed out."""
    form = PasswordForm()
    if not form.validate_on_submit():
        return _page(status=422, password=form)
    try:
        outcome = change_own_password(
            _own(),
            form.current.data or "",
            form.password.data or "",
            keep=sessions.current_token(),
            address=request.remote_addr,
            now=clock.machine_now(),
        )
    except TooManyAttempts as refusal:
        return too_many_attempts(refusal.wait_seconds, back_url=url_for("console.account"))
    if not isinstance(outcome, Changed):
        form.take(outcome)
        return _page(status=422, password=form)
    sessions.go_on(outcome.token)
    return _saved(_("The new password holds. You are signed out in every other browser."))


@bp.post("/account/other-browsers")
@policy.console(policy.OWN)
def sign_out_of_others() -> AnyResponse:
    """End every sign-in but this one."""
    sessions.go_on(sign_out_elsewhere(_own(), keep=sessions.current_token()))
    return _saved(_("You are signed out in every other browser."))


def _own() -> Account:
    return Account(staff_id=g.staff.id)


def _page(
    *, status: int = 200, own: AccountForm | None = None, password: PasswordForm | None = None
) -> Response:
    state = factor_state(_own())
    return render(
        "console/account.html",
        status=status,
        whole=True,
        own=own or AccountForm(None, obj=g.staff).offer(),
        password=password or PasswordForm(None),
        factor=state,
        factor_since=day(local(state.since, "UTC")) if state else "",
    )


def _saved(sentence: str) -> AnyResponse:
    flash(sentence, "done")
    return go_to(url_for("console.account"))
