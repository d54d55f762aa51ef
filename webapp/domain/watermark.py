"""What a studio draws over the pictures that its shop shows, so that nobody just keeps them."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

LONGEST_TEXT = 60
FAINTEST, STRONGEST, USUAL_STRENGTH = 10, 100, 40
_DRAWN_LIKE = "1"  # counted up when the same settings are drawn in another way
_LOOK_LENGTH = 16


class Kind(StrEnum):
    """What is drawn."""

    NONE = "none"
    TEXT = "text"
    LOGO = "logo"


class Place(StrEnum):
    """Where on the picture."""

    TILED = "tiled"
    CENTRE = "centre"
    CORNER = "corner"


@dataclass(frozen=True)
class Watermark:
    """A studio's choice; `strength` in percent. A text or a place that is not used is kept."""

    kind: Kind = Kind.NONE
    text: str = ""
    place: Place = Place.TILED
    strength: int = USUAL_STRENGTH

    def look(self, logo: str = "") -> str:
        """The fingerprint of how it looks: equal for what looks the same; '' for nothing.

        `logo`: the SHA-256 of the logo's file (hex).
        """
        match self.kind:
            case Kind.NONE:
                return ""
            case Kind.TEXT:
                what = self.text
            case Kind.LOGO:
                what = logo
        facts = (_DRAWN_LIKE, self.kind, what, self.place, str(self.strength))
        return hashlib.sha256("\0".join(facts).encode()).hexdigest()[:_LOOK_LENGTH]
