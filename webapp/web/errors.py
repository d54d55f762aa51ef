"""The pages for what went wrong: calm, without a trace of the inside, with a way on."""

import re
from collections.abc import Callable

import structlog
from flask import Flask, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from markupsafe import escape
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm.exc import ObjectDeletedError
from werkzeug.exceptions import HTTPException, NotFound, ServiceUnavailable
from werkzeug.wrappers import Response

from webapp.domain.status import IllegalMoveError
from webapp.models.base import Busy
from webapp.models.patience import OutOfReach, is_kept_waiting, is_out_of_reach
from webapp.photos.store import StoreDown
from webapp.web import sessions, typed_words

_WAIT_SECONDS = 5
_STORE_SECONDS = 30
_IN_A_SHOP = re.compile(r"(/shop/[a-z0-9-]{1,60})/.")
_IN_THE_STUDIO, _CONSOLE = "/studio", "/console"
_UNKNOWN = 404
Words = Callable[[], tuple[str, str]]
_LAST_RESORT = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title} – Shelflife</title></head>
<body><h1>{title}</h1><p>{sentence}</p><p>{request_id}</p></body></html>"""


def install(app: Flask) -> None:
    """Give every error a page of its own."""
    app.register_error_handler(CSRFError, open_too_long)
    app.register_error_handler(HTTPException, _answer)
    app.register_error_handler(IllegalMoveError, _illegal_move)
    app.register_error_handler(Busy, _busy)
    app.register_error_handler(StoreDown, _store_down)
    for out_of_reach in OutOfReach:
        app.register_error_handler(out_of_reach, _database_down)
    app.register_error_handler(NoResultFound, _just_deleted)
    app.register_error_handler(ObjectDeletedError, _just_deleted)
    app.register_error_handler(500, _broken)


def page(status: int, title: str, sentence: str, *, request_id: str = "") -> Response:
    """An error page; other parts use it for their own refusals (409 with words of their own)."""
    facts = {"title": title, "sentence": sentence, "request_id": request_id, "shop": _shop()}
    facts |= {"console": _console(status), "asking": _asking(request_id)}
    # The same for every address below a shop: no link of it tells what was asked for.
    return make_response(render_template("error.html", language_links=[], **facts), status)


def _shop() -> str:
    """Below the address of a shop, where that shop would be, whether there is one or not."""
    found = _IN_A_SHOP.match(request.path)
    return found[1] if found else ""


def _console(status: int) -> str:
    """Below the address of the console, for staff, its first page; the same whatever there is.

    What is broken is not asked who is signed in: the database may be what is broken.
    """
    is_there = request.path == _CONSOLE or request.path.startswith(f"{_CONSOLE}/")
    is_staff = is_there and ("staff" in g or (status == _UNKNOWN and sessions.current_staff()))
    return _CONSOLE if is_staff else ""


def _asking(request_id: str) -> str:
    """Where a request is written (H3), '' where the address says no studio: nobody could be asked.

    The same for every address of a studio or a shop, whatever there is; which page it was, the
    browser says when somebody goes there.
    """
    path = request.path
    is_of_studio = path == _IN_THE_STUDIO or path.startswith(f"{_IN_THE_STUDIO}/")
    door = _shop() or (_IN_THE_STUDIO if is_of_studio else "")
    if not door:
        return ""
    return f"{door}/requests/new" + (f"?request={request_id}" if request_id else "")


def _answer(error: HTTPException) -> Response:
    """Forbidden looks like unknown: nobody learns what exists."""
    if error.code is None or error.code < 400:  # noqa: PLR2004 - a redirect is no error
        return error.get_response()
    status = 404 if error.code in (401, 403) else error.code
    title, sentence = _WORDS.get(status, _general)()
    response = page(status, title, sentence)
    for name in ("Allow", "Retry-After"):
        value = dict(error.get_headers()).get(name)
        if value:
            response.headers[name] = value
    return response


def open_too_long(_error: CSRFError) -> Response:
    """A form without a good token: it may have been open while somebody signed out."""
    return typed_words.of_an_old_page() or page(
        400,
        _("This form was open too long"),
        _(
            "Nothing was stored. Go back, reload the page and send it again; if you were signed"
            " out meanwhile, sign in first."
        ),
    )


def _illegal_move(_error: IllegalMoveError) -> Response:
    return page(
        409,
        _("This job cannot go there from where it is"),
        _("Its status has changed meanwhile, or the move does not exist. Nothing was stored."),
    )


def _busy(_error: Busy) -> Response:
    """Nothing was stored; a mail program or a browser may try again by itself."""
    _log().warning("gave up waiting for others who write")
    return _answer(ServiceUnavailable(retry_after=_WAIT_SECONDS))


def _store_down(error: StoreDown) -> Response:
    """The pictures cannot be reached; everything else goes on, and they come back by themselves."""
    _log().warning("the store of photos is down", why=str(error))
    return _answer(ServiceUnavailable(retry_after=_STORE_SECONDS))


def _database_down(error: Exception) -> Response:
    """The database cannot be asked, or somebody keeps a lock: nothing of this deed is known to be
    stored, and a browser or another machine may try again. Anything else it says is our fault."""
    if is_kept_waiting(error):
        return _busy(Busy())
    if not is_out_of_reach(error):
        raise error
    _log().warning("the database is out of reach", why=str(getattr(error, "orig", error)))
    return _answer(ServiceUnavailable(retry_after=_WAIT_SECONDS))


def _just_deleted(_error: Exception) -> Response:
    """It was there when the request came, and somebody deleted it before the deed looked again."""
    _log().warning("what was asked for has just been deleted", exc_info=True)
    return _answer(NotFound())


def _broken(_error: Exception) -> Response:
    """Whatever is broken, the page comes: it bears the id that is in the log."""
    request_id = str(g.get("request_id", ""))
    title, sentence = "Something is broken here", "It is not your fault."
    try:
        title = _("Something is broken here")
        sentence = _(
            "It is not your fault, and what you had stored before is still there. Try again in a"
            " minute. If it stays, tell whoever runs Shelflife for you this number:"
        )
        return page(500, title, sentence, request_id=request_id)
    except Exception:
        _log().exception("the error page failed")
        text = _LAST_RESORT.format(
            title=escape(title), sentence=escape(sentence), request_id=escape(request_id)
        )
        return Response(text, 500, mimetype="text/html")


def _log() -> structlog.stdlib.BoundLogger:
    return structlog.stdlib.get_logger("webapp.errors")


def _general() -> tuple[str, str]:
    return _("This did not work"), _("The request could not be understood. Nothing was stored.")


_WORDS: dict[int, Words] = {
    404: lambda: (
        _("There is no such page"),
        _("The address may be mistyped, or what stood here is gone."),
    ),
    405: lambda: (
        _("This address only takes forms"),
        _("Open the page with the form and send it from there."),
    ),
    409: lambda: (
        _("Somebody else was faster"),
        _("Nothing was stored. Reload the page to see what has changed, then do it again."),
    ),
    413: lambda: (
        _("This is too large"),
        _("Nothing was stored. Send less at once, or smaller files."),
    ),
    429: lambda: (
        _("Please wait a moment"),
        _("There were too many attempts from your connection. Try again in a few minutes."),
    ),
    503: lambda: (
        _("Back in a moment"),
        _("Shelflife is being updated or is very busy. Try again in a minute."),
    ),
}
