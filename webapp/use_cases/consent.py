"""What customers agree to by leaving an address: kept with their registration, word for word."""

from flask_babel import gettext as _


def consent_words(shoot: str) -> str:
    """What somebody agrees to by leaving an address; kept word for word with the registration."""
    return str(
        _(
            "Write to me about my pictures of %(shoot)s: when I can see them, before they leave"
            " the shop, and when they are sold again. I can end this at any time, in every"
            " message.",
            shoot=shoot,
        )
    )
