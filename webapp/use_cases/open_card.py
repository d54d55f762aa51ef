"""A parent scans the QR code of a card: it opens what the code on it opens."""

from datetime import datetime

from webapp.models.base import transaction
from webapp.use_cases.followed_links import card_behind
from webapp.use_cases.open_code import Opened, let_in


class CardRevoked(Exception):
    """The studio has revoked the code of this card."""


def open_card(
    studio_id: str, link: str, *, visitor_id: str | None, now: datetime, machine_now: datetime
) -> Opened | None:
    """Open the code of a card in this browser; None: the card is nobody's. Raises CardRevoked.

    The browser's token is a new one each time.
    """
    with transaction() as session:
        code = card_behind(studio_id, link)
        if code is None:
            return None
        if code.revoked_at is not None:
            raise CardRevoked
        return let_in(
            session, studio_id, code, visitor_id=visitor_id, now=now, machine_now=machine_now
        )
