"""Which language a page speaks: chosen by hand, else the member's studio, else the browser's."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask, abort, g, has_request_context, request, session, url_for
from flask_babel import get_locale
from werkzeug.wrappers import Response

from webapp.domain.languages import LANGUAGES
from webapp.web import policy
from webapp.web.local_addresses import address_of_this_page, local_address
from webapp.web.rendering import go_to

_OWN_NAMES = {"en": "English", "de": "Deutsch"}


@dataclass(frozen=True)
class LanguageLink:
    """A way to read the same page in another language; its label is in that language."""

    url: str
    label: str
    lang: str


def current() -> str:
    """The language of this request: 'en' or 'de'. Outside of requests: the first."""
    if not has_request_context():
        return LANGUAGES[0]
    chosen = session.get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    studio = g.get("studio_language")
    if studio in LANGUAGES:
        return str(studio)
    return next((code for code in _preferred() if code in LANGUAGES), LANGUAGES[0])


def _preferred() -> list[str]:
    """What the browser asks for, the dearest first; Austrian German is German."""
    return [tag.partition("-")[0].lower() for tag in request.accept_languages.values()]


def links(*, otherwise: str = "/") -> list[LanguageLink]:
    """This page in every other language, `otherwise` where it can't be shown again.

    The choice is kept in the session.
    """
    back = address_of_this_page(otherwise=otherwise)
    spoken = str(get_locale())
    return [
        LanguageLink(url_for("language", to=code, next=back), _OWN_NAMES[code], code)
        for code in LANGUAGES
        if code != spoken
    ]


def own_names() -> dict[str, str]:
    """Every language by the name its speakers give it."""
    return dict(_OWN_NAMES)


def forget_choice() -> None:
    """What was chosen by hand in this browser no longer holds: a page of settings says it now."""
    session.pop("language", None)


def install(app: Flask) -> None:
    """Hang in the choice, and give every template `lang` and `language_links`."""
    app.add_url_rule("/language", "language", _choose, methods=["GET", "POST"])
    app.context_processor(lambda: {"lang": str(get_locale()), "language_links": _LazyLinks()})


@policy.public
def _choose() -> Response:
    """Remember the language in the session (nothing is stored), back to the page."""
    wanted = request.values.get("to") or request.values.get("language")
    if wanted not in LANGUAGES:
        abort(404)
    session["language"] = wanted
    return go_to(local_address(request.values.get("next"), otherwise="/"))


class _LazyLinks:
    """The links, made when a template asks for them."""

    def __iter__(self) -> Iterator[LanguageLink]:
        return iter(links())
