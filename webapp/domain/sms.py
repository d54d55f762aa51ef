"""How long an SMS is: in which alphabet it goes, and in how many segments (GSM 03.38)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("\f^{}\\[~]|€")
_BEYOND_TWO_BYTES = 0xFFFF


class Alphabet(StrEnum):
    """How the letters of an SMS travel: seven bits each, or sixteen when one is not among them."""

    GSM = "gsm"
    UCS2 = "ucs2"

    @property
    def alone(self) -> int:
        """How many units an SMS of one segment holds."""
        return 160 if self is Alphabet.GSM else 70

    @property
    def in_parts(self) -> int:
        """How many units each segment of several holds: each carries a header."""
        return 153 if self is Alphabet.GSM else 67


@dataclass(frozen=True)
class Measure:
    """An SMS, measured: `units` of its alphabet, segments that are paid for, units still `left`."""

    alphabet: Alphabet
    units: int
    segments: int
    left: int


def measure(text: str) -> Measure:
    """The alphabet that this text needs, its length in it, and its segments; '' has none."""
    alphabet = Alphabet.GSM if set(text) <= _BASIC | _EXTENSION else Alphabet.UCS2
    widths = [_width(letter, alphabet) for letter in text]
    units = sum(widths)
    if units <= alphabet.alone:
        return Measure(alphabet, units, 1 if units else 0, alphabet.alone - units)
    segments, used = _packed(widths, alphabet.in_parts)
    return Measure(alphabet, units, segments, alphabet.in_parts - used)


def foreign(text: str) -> list[str]:
    """The letters that the short alphabet lacks, each once, in order: they halve what fits."""
    return list(dict.fromkeys(letter for letter in text if letter not in _BASIC | _EXTENSION))


def _width(letter: str, alphabet: Alphabet) -> int:
    """One unit; two for an escaped letter, and for one beyond the first sixteen bits."""
    if alphabet is Alphabet.GSM:
        return 2 if letter in _EXTENSION else 1
    return 2 if ord(letter) > _BEYOND_TWO_BYTES else 1


def _packed(widths: Sequence[int], room: int) -> tuple[int, int]:
    """Segments, and what is used of the last one; no letter is torn apart."""
    segments, used = 1, 0
    for width in widths:
        if used + width > room:
            segments, used = segments + 1, 0
        used += width
    return segments, used
