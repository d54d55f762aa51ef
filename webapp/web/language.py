"""Which language a page speaks: chosen by hand, else the member's studio, else the browser's."""

from flask import g, request, session

LANGUAGES = ("en", "de")


def current() -> str:
    """The language of this request: 'en' or 'de'."""
    chosen = session.get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    studio = g.get("studio_language")
    if studio in LANGUAGES:
        return str(studio)
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]
