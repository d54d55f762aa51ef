"""How an order can be paid, in the words of the checkout."""

from dataclasses import dataclass

from flask_babel import gettext as _

from webapp.domain.payment import COLLECTION, Method
from webapp.models.studio import Studio


@dataclass(frozen=True)
class WayWords:
    """A way of paying as it is offered; `details`: where and when something is collected."""

    key: str
    title: str
    sentence: str
    details: str = ""


def way_words(method: Method, studio: Studio) -> WayWords:
    """What choosing this way means."""
    if method.key == COLLECTION:
        sentence = _("You pay when you collect your order; nothing is sent.")
        return WayWords(method.key, _("Pay on collection"), sentence, studio.collection_words)
    if studio.bank_details:
        sentence = _("You are told the account as soon as you have ordered.")
        return WayWords(method.key, _("Pay by bank transfer"), sentence)
    sentence = _("%(studio)s sends you an invoice with your order.", studio=studio.name)
    return WayWords(method.key, _("Pay by invoice"), sentence)
