"""Which paths are pages of this installation: by the map of addresses, whatever there is behind."""

from flask import current_app
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect


def is_a_page(path: str) -> bool:
    """Whether the path could be opened in a browser; never asks whose it is."""
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return False
    return True


def page_above(path: str, *, otherwise: str) -> str:
    """The page to which an address for forms belongs: the longest beginning of it that is one."""
    while path and not is_a_page(path):
        path = path.rpartition("/")[0]
    return path or otherwise
