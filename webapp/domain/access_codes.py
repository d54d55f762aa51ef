"""The code on the card: twelve symbols that cannot be mistaken, typed as 4-4-4."""

import re
import secrets
import unicodedata
from dataclasses import dataclass

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 12
_GROUP = 4
_LONGEST_TYPED = 100
_LOOK_ALIKES = str.maketrans({"0": "Q", "O": "Q", "1": "7", "I": "J", "L": "J"})
_SEPARATORS = frozenset("-_.,:;/|+*'’‘\"−")
_DASHES = r" \-‐‑‒–—−"
# Each place where one may begin is tried: words before it must not take its first signs.
_IN_TEXT = re.compile(rf"(?<![\w-])(?=(\w{{4}}([{_DASHES}]?)\w{{4}}\2\w{{4}})(?![\w-]))")
_MOST_IN_TEXT = 4
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


@dataclass(frozen=True)
class Written:
    """What may be a code inside of a text; `is_sure`: it can hardly be anything else."""

    code: str
    is_sure: bool


def codes_in(text: str) -> tuple[Written, ...]:
    """Whole codes that stand in a sentence, as on the card or without the dashes; the first few."""
    found = []
    for match in _IN_TEXT.finditer(unicodedata.normalize("NFKC", text)):
        code = normalise(match[1])
        if code is not None:
            signs, is_apart = match[1], match[2] == " "
            is_mixed = any(map(str.isdigit, signs)) and any(map(str.isalpha, signs))
            found.append(Written(code, is_mixed and not is_apart))
    return tuple(found[:_MOST_IN_TEXT])


def _separates(symbol: str) -> bool:
    return symbol in _SEPARATORS or unicodedata.category(symbol) in _IGNORED_CATEGORIES
