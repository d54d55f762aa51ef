"""Going back to where somebody came from, but never out of this installation."""

from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.urls import iri_to_uri

_LONGEST = 2000


def local_address(text: str | None, *, otherwise: str) -> str:
    """The address if it is a path of this installation, ready for a header; else `otherwise`."""
    text = text or ""
    if len(text) > _LONGEST or not text.isprintable() or " " in text or "\\" in text:
        return otherwise
    if not text.startswith("/") or text.startswith("//"):
        return otherwise
    try:
        parts = urlsplit(text)
    except ValueError:
        return otherwise
    return otherwise if parts.scheme or parts.netloc else iri_to_uri(text)


def address_of_this_page(*, otherwise: str = "/") -> str:
    """The address that shows this page again; `otherwise` where asking for it would fail."""
    if request.url_rule is None or not _can_be_read():
        return otherwise
    if request.method != "GET":
        return request.path
    return request.full_path.rstrip("?")


def _can_be_read() -> bool:
    """Whether the path of this request is a page, be it by another rule than the form's."""
    if request.url_rule and "GET" in (request.url_rule.methods or ()):
        return True
    adapter = current_app.create_url_adapter(request)
    return adapter is not None and adapter.test(request.path, method="GET")
