"""The photographer's part of the program: every page below /studio hangs in here."""

from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from webapp.studio import closed_to_support, guard, on_behalf, shell
from webapp.use_cases.act_on_behalf import NotActingError
from webapp.web import acting, policy

bp = Blueprint("studio", __name__, url_prefix="/studio")
bp.before_request(guard.check)
bp.after_request(closed_to_support.close)
bp.context_processor(shell.facts)
bp.context_processor(acting.facts)
bp.register_error_handler(NotActingError, on_behalf.ended)


@bp.get("")
@policy.studio
def home() -> Response:
    """The studio begins with its jobs."""
    return redirect(guard.HOME, 303)
