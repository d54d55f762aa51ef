"""The photographer's part of the program: every page below /studio hangs in here."""

from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from webapp.studio import guard, shell
from webapp.web import policy

bp = Blueprint("studio", __name__, url_prefix="/studio")
bp.before_request(guard.check)
bp.context_processor(shell.facts)


@bp.get("")
@policy.studio
def home() -> Response:
    """The studio begins with its jobs."""
    return redirect(guard.HOME, 303)
