"""Countries that a parcel can be sent to, in the reader's language."""

from babel.core import get_global
from flask_babel import get_locale

_NO_COUNTRIES = frozenset({"AQ", "BV", "EU", "EZ", "HM", "QO", "UN", "XA", "XB", "ZZ"})
_LETTERS = 2


def countries() -> list[tuple[str, str]]:
    """Pairs of two letters and name, by name."""
    names = get_locale().territories
    found = [
        (code, name)
        for code, name in names.items()
        if len(code) == _LETTERS and code.isalpha() and code not in _NO_COUNTRIES
    ]
    return sorted(found, key=lambda pair: pair[1])


def country_of_zone(zone: str) -> str:
    """The country in which a time zone lies: what most customers of a studio there will choose."""
    return str(get_global("zone_territories").get(zone, "DE"))


def country_name(code: str) -> str:
    """The name of a country in the reader's language."""
    return str(get_locale().territories.get(code, code))
