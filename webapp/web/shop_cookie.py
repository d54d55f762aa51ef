"""The browser's side of a visit to a shop: a random token in a cookie of that shop alone.

A cookie of its own, so that signing in to the studio on the same machine does not lose a basket.
"""

from flask import current_app, request
from werkzeug.wrappers import Response

from webapp.use_cases.visiting import LASTS

_SECONDS = int(LASTS.total_seconds())
_LONGEST = 64


def read_token(slug: str) -> str | None:
    """The token this browser holds for the shop; None: it has not been here."""
    token = request.cookies.get(_name(slug), "")
    return token if 0 < len(token) <= _LONGEST else None


def hold_token(response: Response, slug: str, token: str) -> None:
    """Give the browser its token, for as long as a visit lasts; the server may end it earlier."""
    response.set_cookie(
        _name(slug),
        token,
        max_age=_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SHELFLIFE"].is_https,
    )


def drop_token(response: Response, slug: str) -> None:
    """Take the token from the browser."""
    response.delete_cookie(
        _name(slug),
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SHELFLIFE"].is_https,
    )


def _name(slug: str) -> str:
    prefix = "__Host-" if current_app.config["SHELFLIFE"].is_https else ""
    return f"{prefix}shop-{slug}"
