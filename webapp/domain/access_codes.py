"""The code on the card: twelve symbols that cannot be mistaken, typed as 4-4-4."""

import secrets
import unicodedata

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 12
_GROUP = 4
_LONGEST_TYPED = 100
_LOOK_ALIKES = str.maketrans({"0": "Q", "O": "Q", "1": "7", "I": "J", "L": "J"})
_SEPARATORS = frozenset("-_.,:;/|+*'’‘\"−")
_IGNORED_CATEGORIES = frozenset({"Cc", "Cf", "Pd", "Zs", "Zl", "Zp"})


def new_code() -> str:
    """Twelve random symbols, some 59 bits, without a separator."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def normalise(typed: str) -> str | None:
    """The code meant by what was typed; None when it cannot be one.

    Forgives lower case, wide letters, spaces, dashes and invisible marks; symbols that no code has
    (0 O 1 I L) are read as the ones they resemble.
    """
    if len(typed) > _LONGEST_TYPED:
        return None
    plain = unicodedata.normalize("NFKC", typed).upper()
    symbols = "".join(symbol for symbol in plain if not _separates(symbol))
    code = symbols.translate(_LOOK_ALIKES)
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        return None
    return code


def shown(code: str) -> str:
    """K7MW-9Q3X-4T2P: as it stands on the card."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def _separates(symbol: str) -> bool:
    return symbol in _SEPARATORS or unicodedata.category(symbol) in _IGNORED_CATEGORIES
