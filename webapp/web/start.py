"""The front page: setting up the first studio, or what this is and the way in."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, current_app, flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import clock
from webapp.config import Config
from webapp.queries.sign_ins import is_empty_installation
from webapp.use_cases.create_studio import (
    AlreadySetUpError,
    Refused,
    create_first_studio,
    faults_of_first_studio,
)
from webapp.use_cases.sign_in import sign_in_without_password
from webapp.web import policy, sessions, setup_token
from webapp.web.first_run_form import FirstRunForm
from webapp.web.rendering import go_to, render
from webapp.web.sign_in_form import SignInForm

HOME, CONSOLE = "/studio/jobs", "/console"
_DEMO = "shelflife-demo"

bp = Blueprint("front", __name__)


def offer_demo(app: Flask, facts: Callable[[], Any]) -> None:
    """Let the front page show the doors of the demo: what `facts()` gives, None: no doors.

    See templates/start.html for what it reads: sentence, doors, email, password, note.
    """
    app.extensions[_DEMO] = facts


@bp.get("/")
@policy.public
def front() -> Response:
    """The first run on an empty installation; else what this is, with the sign-in.

    Who is signed in already goes on to studio or console, unless the demo has doors to show.
    """
    if is_empty_installation():
        return _first_run(FirstRunForm(token=request.args.get("token", "")))
    facts = current_app.extensions.get(_DEMO)
    demo = facts() if facts else None
    if demo is None and sessions.current_member():
        return go_to(HOME)
    if demo is None and sessions.current_staff():
        return go_to(CONSOLE)
    form = SignInForm(formdata=None, email=getattr(demo, "email", ""))
    return render("start.html", form=form, demo=demo)


@bp.post("/")
@policy.public
def set_up() -> Response:
    """Set up the first studio, once, and sign in its member."""
    if not is_empty_installation():
        return _set_up_already()
    form = FirstRunForm()
    config: Config = current_app.config["SHELFLIFE"]
    new, token, expected = form.new_studio(), form.token.data or "", setup_token.read(config)
    if not form.validate_on_submit():
        form.take(faults_of_first_studio(new, token=token, expected=expected))
        return _first_run(form, status=422)
    try:
        outcome = create_first_studio(new, token=token, expected=expected, now=clock.now())
    except AlreadySetUpError:
        return _set_up_already()
    if isinstance(outcome, Refused):
        form.take(outcome.faults)
        return _first_run(form, status=422)
    setup_token.forget(config)
    sessions.begin(sign_in_without_password(outcome.member_id, now=clock.machine_now()).token)
    return go_to(HOME)


def _set_up_already() -> Response:
    flash(_("This installation is set up already. Sign in."), "info")
    return go_to(url_for("front.front"))


def _first_run(form: FirstRunForm, *, status: int = 200) -> Response:
    return render("first_run.html", form=form, status=status)
