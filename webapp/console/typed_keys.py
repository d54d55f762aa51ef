"""What was typed or pasted and opens something stands in no address of the console (H1).

A code is found by its keyed fingerprint, a link of a card, a mail or an order by the row it means.
"""

from flask import url_for

from webapp.console.links import offered
from webapp.domain.console_search import Asked
from webapp.queries.codes_anywhere import code_of, fingerprint_of
from webapp.queries.pasted_links import fingerprint_on_card, without_keys


def address_without_keys(typed: str, *, otherwise: str = "console.search") -> str:
    """Where a text leads that has a whole code or a link in it; '' where it has neither.

    `otherwise`: the page for those who may not search.
    """
    asked = Asked.read(typed)
    fingerprint = fingerprint_on_card(asked.q) or _fingerprint(asked)
    plain = without_keys(asked.q)
    if not fingerprint and plain == asked.q:
        return ""
    given = {"code": fingerprint} if fingerprint else {"q": plain}
    return offered("console.search", **given) or url_for(otherwise)


def _fingerprint(asked: Asked) -> str:
    """Of a code that exists, else of what can hardly be anything else; '' where there is none."""
    kept = [(fingerprint_of(each.code), each.is_sure) for each in asked.codes]
    known = next((each for each, _is_sure in kept if code_of(each) is not None), "")
    return known or next((each for each, is_sure in kept if is_sure), "")
