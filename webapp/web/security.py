"""What protects every answer: headers, the pinned host, forgery tokens, cookies."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from webapp.config import Config
from webapp.domain.store_address import BucketAddress
from webapp.web import policy

csrf = CSRFProtect()
View = TypeVar("View", bound=Callable[..., Any])

_POLICY = "Content-Security-Policy"
HEADERS = {
    _POLICY: (
        "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self';"
        " frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Our own pages tell each other where a form came from; nobody else is told anything.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
_TAKES_JSON = "takes_json"
_LOCAL_HOSTS = ("127.0.0.1", "localhost", "::1")


def settings(config: Config) -> dict[str, Any]:
    """What Flask needs to know: the secret, the cookies, how long a form stays valid."""
    return {
        "SECRET_KEY": config.secret_key,
        "SESSION_COOKIE_NAME": "__Host-shelflife" if config.is_https else "shelflife",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": config.is_https,
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=24),
        "WTF_CSRF_TIME_LIMIT": None,
        # Some browsers never say where they come from; the token and SameSite do without.
        "WTF_CSRF_SSL_STRICT": False,
        "MAX_CONTENT_LENGTH": 1_000_000,
        "MAX_FORM_MEMORY_SIZE": 1_000_000,
    }


def install(app: Flask, config: Config) -> None:
    """Pin the host, check forgery tokens, and put the headers on every answer, errors too."""
    csrf.init_app(app)
    if config.trusted_proxies:
        hops = config.trusted_proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )
    app.before_request(_pin_the_host)
    app.before_request(_take_no_json_for_a_form)
    app.after_request(_add_headers)


def for_mail_programs(view: View) -> View:
    """A view that mail programs post to: they hold no token, the signed address is the key."""
    csrf.exempt(view)
    return view


def takes_json(view: View) -> View:
    """A view that scripts send JSON to, and that checks what is in it."""
    setattr(view, _TAKES_JSON, True)
    return view


def _take_no_json_for_a_form() -> None:
    """A form would read it too: with numbers, lists or nothing where its fields expect text."""
    view = current_app.view_functions.get(request.endpoint or "")
    if request.is_json and not getattr(view, _TAKES_JSON, False):
        abort(415)


def _pin_the_host() -> None:
    """Only the installation's own name, or, where that is this machine, any of its names.

    Whoever looks after the machine asks by its address; those answers contain no links.
    """
    if policy.of(current_app.view_functions.get(request.endpoint or "")) == "operator":
        return
    base = urlsplit(current_app.config["SHELFLIFE"].base_url)
    if request.host == base.netloc:
        return
    asked = urlsplit(f"//{request.host}").hostname
    if base.hostname not in _LOCAL_HOSTS or asked not in _LOCAL_HOSTS:
        abort(400)


def _policy(config: Config) -> str:
    """Pictures may come from the object store, where browsers fetch them from there."""
    place = config.photos
    if isinstance(place, BucketAddress) and place.redirects:
        return f"{HEADERS[_POLICY]}; img-src 'self' {place.origin}"
    return HEADERS[_POLICY]


def _add_headers(response: Response) -> Response:
    config: Config = current_app.config["SHELFLIFE"]
    for name, value in (HEADERS | {_POLICY: _policy(config)}).items():
        response.headers.setdefault(name, value)
    if config.is_https:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response
