"""Keys of customers as a page shows them: whole to the studio, never to support on its behalf (H2).

A code or a signed address opens pictures, or speaks for a customer, long after support has left.
"""

import re

from webapp.domain import access_codes
from webapp.models import sealing
from webapp.models.base import db
from webapp.queries.codes_anywhere import masked

_HIDDEN = "keys are hidden"
_BEHIND_THE_SHOP = re.compile(r"(/shop/[^/\s\"'<>]+/)(?:([a-z-]+)/)?[^\s\"'<>]+")


def hide_keys() -> None:
    """For the rest of this request no page shows a key; it goes with the session."""
    db.session().info[_HIDDEN] = True


def are_keys_hidden() -> bool:
    """Whether whoever reads this page gets no keys."""
    return _HIDDEN in db.session().info


def shown_code(sealed: str) -> str:
    """A code as on its card, or '…-4T2P'. To be shown only: nothing is to be found by it."""
    if are_keys_hidden():
        return masked(sealed)
    return access_codes.shown(sealing.unseal(sealed))


def shown_words(text: str) -> str:
    """What a customer is written; for whom keys are hidden 'https://…/shop/nord/open/…'.

    Every address behind a shop's first page is cut, so that the keys of tomorrow are among them.
    """
    return _BEHIND_THE_SHOP.sub(_cut, text) if are_keys_hidden() else text


def _cut(found: re.Match[str]) -> str:
    shop, page = found.groups()
    return f"{shop}{page}/…" if page else f"{shop}…"
