"""Links of cards, mails and orders that somebody pasted: what they mean, without their keys (H1).

A signed part or a token opens something for whoever has it: neither may stand in an address of
the console, in a history or in a log.
"""

import re

from sqlalchemy import select

from webapp.models.base import ID_ALPHABET, ID_LENGTH, db
from webapp.models.customer import Registration
from webapp.models.job import AccessCode
from webapp.models.order import Order

_ID = f"[{ID_ALPHABET}]{{{ID_LENGTH}}}"
_SIGNED = re.compile(rf"({_ID})\.[\w-]{{22}}(?![\w-])", re.ASCII)
_CARD = re.compile(rf"/card/({_ID})\.", re.ASCII)
_TOKEN = re.compile(r"(?<![\w-])[\w-]{32}(?![\w-])", re.ASCII)
_MOST = 8


def without_keys(text: str) -> str:
    """The text with ids in place of what opens something: of customers, requests and orders.

    Two statements at most, none where there is nothing of the kind.
    """
    signed, tokens = _SIGNED.findall(text)[:_MOST], _TOKEN.findall(text)[:_MOST]
    ids = {token: order for order, token in _orders(tokens)} if tokens else {}
    customers = dict(_customers(signed)) if signed else {}
    plain = _SIGNED.sub(lambda match: customers.get(match[1], match[1]), text)
    return _TOKEN.sub(lambda match: ids.get(match[0], match[0]), plain)


def fingerprint_on_card(text: str) -> str:
    """Under what the code is kept whose card has this link; '' where the text has none."""
    found = _CARD.search(text)
    if found is None:
        return ""
    kept = select(AccessCode.fingerprint).where(AccessCode.id == found[1])
    return db.session.scalar(kept) or ""


def _orders(tokens: list[str]) -> list[tuple[str, str]]:
    rows = db.session.execute(select(Order.id, Order.token).where(Order.token.in_(tokens)))
    return [(row[0], row[1]) for row in rows]


def _customers(ids: list[str]) -> list[tuple[str, str]]:
    """Who is registered, by the id of the registration: a mail's link has that."""
    rows = db.session.execute(
        select(Registration.id, Registration.customer_id).where(Registration.id.in_(ids))
    )
    return [(row[0], row[1]) for row in rows]
