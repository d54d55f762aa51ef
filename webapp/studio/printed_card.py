"""What is printed on a card: names, the code as text, its QR code, and where to type it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlsplit

import segno
from markupsafe import Markup

from webapp.models.job import Job
from webapp.models.studio import Studio
from webapp.queries.cards import Card
from webapp.queries.shown_keys import are_keys_hidden
from webapp.use_cases import links

ON_A_SHEET = 8
# Trying all eight masks takes five times as long and makes no difference to a reader.
_MASK = 2


@dataclass(frozen=True)
class PrintedCard:
    """One card; `link` is what the QR code says, `address` what a parent can type."""

    studio: str
    shoot: str
    name: str
    group: str
    code: str
    link: str
    address: str

    @property
    def qr(self) -> segno.QRCode:
        """The QR code, readable when a seventh of it is lost."""
        return segno.make_qr(self.link, error="m", mask=_MASK)

    @property
    def drawing(self) -> Markup:
        """The QR code as SVG with its quiet zone, black on white in every scheme."""
        drawn = self.qr.svg_inline(border=4, omitsize=True, light="#fff", svgclass="qr")
        return Markup(drawn)  # noqa: S704 - lines and figures, nothing that was typed


@dataclass(frozen=True)
class Sheet:
    """One sheet of paper; all its cards are of one class."""

    group: str
    cards: Sequence[PrintedCard]


def printed_card(studio: Studio, job: Job, card: Card) -> PrintedCard:
    """The card of a code; without a name it is the whole job's."""
    shop = links.shop_link(studio)
    address = urlsplit(shop)
    return PrintedCard(
        studio=studio.name,
        shoot=job.public_name if card.name else "",
        name=card.name or job.public_name,
        group=card.group,
        code=card.code,
        link=shop if are_keys_hidden() else links.card_link(studio, card.row),
        address=f"{address.netloc}{address.path}",
    )


def sheets(cards: Sequence[PrintedCard]) -> list[Sheet]:
    """The cards on sheets; each class begins a new one, to be handed out together."""
    found = []
    for group, of_group in groupby(cards, key=lambda card: card.group):
        stack = list(of_group)
        found += [
            Sheet(group, stack[start : start + ON_A_SHEET])
            for start in range(0, len(stack), ON_A_SHEET)
        ]
    return found
