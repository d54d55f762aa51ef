"""The first page of the console: one field finds studios, jobs, customers, codes, orders (H1)."""

from flask import Response, request

from webapp.console.blueprint import bp
from webapp.web import policy
from webapp.web.rendering import render


@bp.get("")
@policy.console("look")
def search() -> Response:
    """What was typed, and what was found."""
    return render("console/search.html", asked=request.args.get("q", ""))
