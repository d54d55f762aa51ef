"""The support's part of the program: every page below /console hangs in here."""

from flask import Blueprint

from webapp.console import guard, shell
from webapp.web import acting

bp = Blueprint("console", __name__, url_prefix="/console")
bp.before_request(guard.check)
bp.context_processor(shell.facts)
bp.context_processor(acting.facts)
