"""Signing in and out of the studio and of the console."""

from datetime import timedelta

from flask import request, url_for
from flask_babel import format_timedelta
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import clock
from webapp.domain.acting import Ended
from webapp.use_cases.end_acting import end_acting
from webapp.use_cases.sign_in import SignedIn, TooManyAttempts, sign_in
from webapp.use_cases.sign_out import sign_out
from webapp.web import day_pass, policy, sessions
from webapp.web.local_addresses import local_address
from webapp.web.rendering import go_to, render
from webapp.web.sign_in_form import SignInForm
from webapp.web.start import CONSOLE, HOME, bp

__all__ = ["bp", "home_of", "too_many_attempts", "too_many_codes"]


@bp.get("/sign-in")
@policy.public
def show_sign_in() -> Response:
    """The form; whoever is signed in goes on."""
    after = local_address(request.args.get("next"), otherwise="")
    if sessions.current_member():
        return go_to(after or HOME)
    if sessions.current_staff():
        return go_to(after if _is_in_the_console(after) else CONSOLE)
    return render("sign_in.html", form=SignInForm(formdata=None, next=after))


@bp.post("/sign-in")
@policy.public
def enter() -> Response:
    """Sign in; wrong address and wrong password look the same."""
    form = SignInForm()
    if not form.validate_on_submit():
        return render("sign_in.html", form=form, status=422)
    outcome = sign_in(
        form.email.data,
        form.password.data,
        address=request.remote_addr,
        now=clock.machine_now(),
        replaces=sessions.current_token(),
    )
    if isinstance(outcome, SignedIn):
        sessions.begin(outcome.token)
        return go_to(home_of(outcome, after=form.next.data))
    if isinstance(outcome, TooManyAttempts):
        back = url_for("front.show_sign_in", next=form.next.data or None)
        return too_many_attempts(outcome.wait_seconds, back_url=back)
    form.form_errors.append(
        _("This e-mail address and password do not belong together. Check both and try again.")
    )
    return render("sign_in.html", form=form, status=422)


def home_of(signed_in: SignedIn, *, after: str | None) -> str:
    """Where somebody goes who has just signed in: `after`, if it is a page of theirs.

    Who has a second factor goes there first, and takes `after` along.
    """
    wanted = local_address(after, otherwise="")
    if signed_in.needs_code:
        return url_for("front.second_factor", next=wanted or None)
    if signed_in.staff_id:
        return wanted if _is_in_the_console(wanted) else CONSOLE
    return wanted or HOME


def _is_in_the_console(address: str) -> bool:
    return address.split("?", maxsplit=1)[0].split("/")[1:2] == ["console"]


@bp.post("/sign-out")
@policy.public
def leave() -> Response:
    """Sign out at once; the browser also forgets the pages it has seen."""
    token = sessions.current_token()
    if token and sessions.current_staff():
        end_acting(token, Ended.SIGN_OUT, now=clock.now(), machine_now=clock.machine_now())
    if token:
        sign_out(token)
    with day_pass.ending_with_the_sign_in():
        sessions.end()
    response = go_to(url_for("front.front"))
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def too_many_attempts(wait_seconds: int, *, back_url: str) -> Response:
    """The page for whoever has to wait (429), with the seconds in `Retry-After`.

    `back_url`: where the form is, to try again.
    """
    sentence = _(
        "There were many wrong attempts from your connection. You can try again in"
        " %(time)s. Nothing is locked.",
        time=_in_words(wait_seconds),
    )
    return _wait(wait_seconds, sentence, back_url)


def too_many_codes(wait_seconds: int, *, back_url: str) -> Response:
    """The same for codes of the second factor, which are counted for the account too."""
    sentence = _(
        "There were many wrong codes for this account, or from your connection. You can try again"
        " in %(time)s. Nothing is locked.",
        time=_in_words(wait_seconds),
    )
    return _wait(wait_seconds, sentence, back_url)


def _in_words(wait_seconds: int) -> str:
    return str(format_timedelta(timedelta(seconds=wait_seconds), threshold=1.5))


def _wait(wait_seconds: int, sentence: str, back_url: str) -> Response:
    facts = {"title": _("Please wait a moment"), "sentence": sentence, "back_url": back_url}
    response = render("please_wait.html", status=429, whole=True, language_links=[], **facts)
    response.headers["Retry-After"] = str(wait_seconds)
    return response
