"""What photographers and staff see of their second factor: set it up, renew it, turn it off.

Both have the same pages at addresses of their own; recovery codes are shown once, after the form.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import segno
from cryptography.exceptions import InvalidTag
from flask import flash, request, session, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from webapp import clock
from webapp.domain.accounts import Account
from webapp.domain.second_factor import grouped
from webapp.models import sealing
from webapp.queries.staff import factor_state
from webapp.use_cases.change_second_factor import renew_recovery_codes, turn_off_second_factor
from webapp.use_cases.one_time_codes import address_of
from webapp.use_cases.proving import NoSecondFactorError, Proof, UnprovenError
from webapp.use_cases.set_up_second_factor import SetUp, key_to_set_up, set_up_second_factor
from webapp.use_cases.taking_code import UnreadableFactorError
from webapp.use_cases.throttle import TooManyAttempts
from webapp.web import sessions
from webapp.web.rendering import go_to, render
from webapp.web.second_factor import unreadable_sentence
from webapp.web.second_factor_forms import ProofForm, SetUpForm
from webapp.web.sign_in import too_many_codes
from webapp.web.words import day, local

_SHOW_ONCE = "recovery_codes"
_SHOWN_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True)
class Corner:
    """Whose second factor it is, and where its pages are: 'studio' or 'console'.

    `back_url`: the page that leads here, '' for none; `done_url`: where whoever has kept the
    recovery codes goes on; `zone`: of days in words.
    """

    account: Account
    email: str
    audience: str
    back_url: str
    done_url: str
    zone: str = "UTC"

    def url(self, page: str) -> str:
        """The address of one of the pages of this audience."""
        return url_for(f"{self.audience}.{page}")

    @property
    def is_kept(self) -> bool:
        """Whether it cannot be turned off: staff always have one."""
        return self.account.staff_id is not None


@dataclass(frozen=True)
class Key:
    """The key that is offered, in every form in which an app takes it."""

    words: str
    url: str
    drawing: Markup = field(repr=False)


def show(corner: Corner, form: ProofForm | None = None, *, status: int = 200) -> Response:
    """How it stands and what can be changed; where there is none, setting one up."""
    state = factor_state(corner.account)
    if state is None:
        return show_set_up(corner)
    return _page(corner, state=state, since=day(local(state.since, corner.zone)),
                 form=form or ProofForm(None), status=status)  # fmt: skip


def show_set_up(corner: Corner, form: SetUpForm | None = None, *, status: int = 200) -> Response:
    """A key for an app, and the form that confirms it; the one of today holds until then."""
    token = sessions.current_token() or ""
    key = key_to_set_up(corner.account, token)
    url = address_of(key, corner.email)
    state = factor_state(corner.account)
    form = form or SetUpForm(None).offer(replaces=state is not None)
    shown = Key(grouped(key), url, _drawn(url))
    return _page(corner, state=state, key=shown, form=form, status=status)


def set_up(corner: Corner) -> Response:
    """Store the key whose code was typed; the page after it shows the recovery codes, once."""
    form = SetUpForm().offer(replaces=factor_state(corner.account) is not None)

    def deed(proof: Proof) -> SetUp:
        done = set_up_second_factor(
            corner.account,
            proof,
            form.new_code.data or "",
            token=sessions.current_token() or "",
            now=clock.machine_now(),
        )
        if isinstance(done, SetUp):
            return done
        raise UnprovenError(done)

    return _do(corner, form, deed, show_set_up)


def renew_codes(corner: Corner) -> Response:
    """New recovery codes in place of the old ones, shown once."""

    def deed(proof: Proof) -> SetUp:
        return renew_recovery_codes(corner.account, proof, now=clock.machine_now())

    return _do(corner, ProofForm(), deed, show)


def show_codes(corner: Corner) -> Response:
    """The recovery codes that were just made; asked for again, a word that they were shown once."""
    return _page(corner, codes=_opened(session.pop(_SHOW_ONCE, "")), was_shown=True)


def turn_off(corner: Corner) -> Response:
    """The password alone is enough from now on."""

    def deed(proof: Proof) -> None:
        now = clock.machine_now()
        sessions.renew(turn_off_second_factor(corner.account, proof, now=now).token)

    return _do(corner, ProofForm(), deed, show)


def _do(
    corner: Corner,
    form: ProofForm,
    deed: Callable[[Proof], SetUp | None],
    again: Callable[..., Response],
) -> Response:
    """Do it for whoever proved who they are; else the form again with what is wrong."""
    if not form.validate_on_submit():
        return again(corner, form, status=422)
    code = form.code_of_today if isinstance(form, SetUpForm) else form.code.data or ""
    proof = Proof(form.password.data or "", code, request.remote_addr)
    try:
        done = deed(proof)
    except TooManyAttempts as refusal:
        return too_many_codes(refusal.wait_seconds, back_url=corner.url("second_factor"))
    except UnreadableFactorError:
        form.form_errors.append(unreadable_sentence())
    except UnprovenError as fault:
        form.take(fault.faults)
    except NoSecondFactorError:
        return go_to(corner.url("second_factor"))
    else:
        return _done(corner, done)
    return again(corner, form, status=422)


def _done(corner: Corner, done: SetUp | None) -> Response:
    if done is None:
        flash(_("The second factor is off. You sign in with your password alone."), "done")
        return go_to(corner.url("second_factor"))
    sessions.renew(done.signed_in.token)
    session[_SHOW_ONCE] = _sealed(done.recovery_codes)
    return go_to(corner.url("show_recovery_codes"))


def _sealed(codes: Sequence[str]) -> str:
    """Codes on the way to the page that shows them, for the browser that made them, for minutes."""
    until = clock.machine_now() + _SHOWN_WITHIN
    return sealing.seal(json.dumps([until.timestamp(), *codes]))


def _opened(sealed: str) -> list[str]:
    """What `_sealed` closed; nothing once it is too old."""
    if not sealed:
        return []
    try:
        until, *codes = json.loads(sealing.unseal(sealed))
    except (InvalidTag, ValueError):
        return []
    return codes if clock.machine_now().timestamp() < until else []


def _page(corner: Corner, *, status: int = 200, **facts: object) -> Response:
    template = f"{corner.audience}/second_factor.html"
    return render(template, status=status, whole=True, corner=corner, **facts)


def _drawn(url: str) -> Markup:
    """The QR code as SVG with its quiet zone, black on white in every scheme."""
    code = segno.make_qr(url, error="m")
    drawn = code.svg_inline(border=4, omitsize=True, light="#fff", svgclass="qr")
    return Markup(drawn)  # noqa: S704 - lines and figures, nothing that was typed
