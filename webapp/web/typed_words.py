"""What was typed into a form that is refused as a whole: shown once more, to be copied.

Nothing of it is stored. A form that comes from elsewhere is not repeated on a page of ours, and
secrets never are.
"""

import re
from urllib.parse import urlsplit

from flask import make_response, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.web import sessions
from webapp.web.known_addresses import page_above

_READING = ("GET", "HEAD", "OPTIONS")
_SECRET = re.compile(r"password|code|token|secret")
_BEHIND_A_DOOR = re.compile(r"(/studio|/console)(?:/|$)")
_SIGNED_OUT, _NO_LONGER = 403, 403
_OF_AN_OLD_PAGE = 400


def typed_words() -> list[str]:
    """Every text of more than one word that came with this form; none of a secret's field."""
    if request.method in _READING or not _is_from_here():
        return []
    fields = request.form.items(multi=True)
    return [text for name, text in fields if " " in text.strip() and not _SECRET.search(name)]


def no_longer_yours(home: str) -> Response | None:
    """For staff without the right, or not any more: what they typed; None where nothing is lost."""
    if not typed_words():
        return None
    return _page(
        _NO_LONGER,
        _("You no longer may do this"),
        _("Your rights in the console have changed. Nothing was stored or sent."),
        way=home,
        label=_("To the console"),
    )


def signed_out() -> Response | None:
    """For a form that was sent after the sign-in had ended; None where nothing is lost by that."""
    return _signed_out(_SIGNED_OUT) if typed_words() else None


def of_an_old_page() -> Response | None:
    """For a form of studio or console without today's token: signed out, or in again, meanwhile.

    None where neither is known, or nothing would be lost.
    """
    door = _BEHIND_A_DOOR.match(request.path)
    if door is None:
        return None
    if sessions.current_token() is None:
        return _signed_out(_OF_AN_OLD_PAGE)
    if not typed_words():
        return None
    return _page(
        _OF_AN_OLD_PAGE,
        _("You have signed in anew since this page was opened"),
        _("Nothing was stored or sent. Open the page anew, then do it again."),
        way=page_above(request.path, otherwise=door[1]),
        label=_("Open the page anew"),
    )


def _signed_out(status: int) -> Response:
    back = page_above(request.path, otherwise="/")
    return _page(
        status,
        _("You are signed out"),
        _("Nothing was stored or sent. Sign in, then do it again."),
        way=url_for("front.show_sign_in", next=back),
        label=_("Sign in"),
    )


def _page(status: int, title: str, sentence: str, *, way: str, label: str) -> Response:
    facts = {"title": title, "sentence": sentence, "way": way, "label": label}
    page = render_template("typed_words.html", language_links=[], words=typed_words(), **facts)
    return make_response(page, status)


def _is_from_here() -> bool:
    """Browsers say from where a form is sent; those that do not are believed."""
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host
