"""The second half of the sign-in: a code from the app, or a recovery code."""

from secrets import token_urlsafe

from flask import flash, request, session, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from webapp import clock
from webapp.models import sealing
from webapp.use_cases.pass_second_factor import HalfWayOver, Passed, WrongCode, pass_second_factor
from webapp.use_cases.proving import wrong_code_sentence
from webapp.use_cases.taking_code import UnreadableFactorError
from webapp.use_cases.throttle import TooManyAttempts
from webapp.web import policy, sessions
from webapp.web.local_addresses import local_address
from webapp.web.rendering import go_to, render
from webapp.web.second_factor_forms import CodeForm
from webapp.web.sign_in import bp, home_of, too_many_codes

__all__ = ["bp"]

_SENT = "sent_code"


@bp.get("/sign-in/second-factor")
@policy.public
def second_factor() -> Response:
    """Ask whoever brought the right password for a code; everybody else begins at the sign-in."""
    after = local_address(request.args.get("next"), otherwise="")
    if sessions.half_signed_in() is None:
        return _from_the_beginning(after)
    recovery = "1" if request.args.get("recovery") else ""
    return _page(CodeForm(formdata=None, next=after, recovery=recovery))


@bp.post("/sign-in/second-factor")
@policy.public
def bring_second_factor() -> Response:
    """Sign in wholly, with a new token; every code that does not open looks the same."""
    form, token = CodeForm(), sessions.current_token() or ""
    if sessions.half_signed_in() is None:
        return _too_late(form)
    if not form.validate_on_submit():
        return _page(form, status=422)
    if _is_sent_again(form):
        return go_to(_address(form))
    try:
        outcome = pass_second_factor(
            token, form.code.data, address=request.remote_addr, now=clock.machine_now()
        )
    except TooManyAttempts as refusal:
        return too_many_codes(refusal.wait_seconds, back_url=_address(form))
    except UnreadableFactorError:
        return _refused(form, unreadable_sentence())
    return _answer(form, outcome)


def unreadable_sentence() -> str:
    """Says why no code can be right any more, and what helps."""
    return str(
        _(
            "No code can be checked: this installation has another secret key than when your"
            " second factor was set up. Whoever runs it can reset your second factor."
        )
    )


def _is_sent_again(form: CodeForm) -> bool:
    """Whether a reload sends the same code of the same form: that is no attempt (H5)."""
    sent = sealing.fingerprint(f"{form.attempt.data} {form.code.data}", purpose="sent code")
    is_again = session.get(_SENT) == sent
    session[_SENT] = sent
    return is_again


def _address(form: CodeForm) -> str:
    """Where this form is asked for anew."""
    kept = {"next": form.next.data or None, "recovery": form.recovery.data or None}
    return url_for("front.second_factor", **kept)


def _answer(form: CodeForm, outcome: Passed | WrongCode | HalfWayOver) -> Response:
    if isinstance(outcome, Passed):
        return _let_in(outcome, after=form.next.data)
    if isinstance(outcome, HalfWayOver):
        return _too_late(form)
    return _refused(form, wrong_code_sentence(recovery=bool(form.recovery.data)))


def _let_in(passed: Passed, *, after: str | None) -> Response:
    sessions.begin(passed.signed_in.token)
    if passed.codes_left is not None:
        flash(_codes_left(passed.codes_left), "info")
    return go_to(home_of(passed.signed_in, after=after))


def _codes_left(number: int) -> str:
    if not number:
        return str(_("That was your last recovery code. Make new ones now."))
    return str(
        ngettext(
            "That recovery code is used up; %(num)s is left.",
            "That recovery code is used up; %(num)s are left.",
            number,
        )
    )


def _refused(form: CodeForm, sentence: str) -> Response:
    form.form_errors.append(sentence)
    form.code.data = ""
    return _page(form, status=422)


def _page(form: CodeForm, *, status: int = 200) -> Response:
    form.attempt.data = token_urlsafe(6)
    other = "" if form.recovery.data else "1"
    url = url_for("front.second_factor", next=form.next.data or None, recovery=other or None)
    return render("second_factor.html", form=form, other_url=url, status=status, whole=True)


def _too_late(form: CodeForm) -> Response:
    flash(_("That took too long, or you are signed in already. Begin with your password."), "info")
    return _from_the_beginning(local_address(form.next.data, otherwise=""))


def _from_the_beginning(after: str) -> Response:
    return go_to(url_for("front.show_sign_in", next=after or None))
