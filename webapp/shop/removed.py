"""The answer where the studio deleted what a code, a link or an address led to (D3)."""

from flask import Response

from webapp.web.rendering import render

_GONE = 410


def removed() -> Response:
    """A kind page; the same for a whole shoot and for one child of it: nobody learns which."""
    return render("shop/removed.html", status=_GONE)
