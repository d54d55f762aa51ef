"""Bank details as a studio writes them: an account number with a slip of the pen is noticed."""

import re
from collections.abc import Iterator

_START = re.compile(r"\b[A-Z]{2}[0-9]{2}(?=[ ]?[A-Z0-9])")
_LENGTHS = {
    "AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18,
    "EE": 20, "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28,
    "IE": 22, "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MT": 31,
    "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27,
    "TR": 26,
}  # fmt: skip
_FEWEST_DIGITS = 8
_CHECK = 97


def wrong_ibans(text: str) -> list[str]:
    """What begins like an IBAN in these lines and has a wrong length or wrong check digits.

    What belongs to no country known here is left alone: words are free.
    """
    return [found for line in text.splitlines() for found in _ibans(line) if not _is_right(found)]


def _ibans(line: str) -> Iterator[str]:
    """The candidates of a line without their spaces, no longer than their country's are."""
    for match in _START.finditer(line):
        length = _LENGTHS.get(match.group()[:2])
        if length is None:
            continue
        compact = re.match(r"(?:[ ]?[A-Z0-9])*", line[match.start() :])
        written = (compact.group() if compact else "").replace(" ", "")[:length]
        if sum(sign.isdecimal() for sign in written) >= _FEWEST_DIGITS:
            yield written


def _is_right(iban: str) -> bool:
    """Length and check digits (ISO 13616): letters count as 10 to 35, the remainder is 1."""
    moved = iban[4:] + iban[:4]
    return (
        len(iban) == _LENGTHS[iban[:2]]
        and int("".join(str(int(c, 36)) for c in moved)) % _CHECK == 1
    )
