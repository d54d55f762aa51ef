"""The time zones a studio can live in."""

from functools import cache
from zoneinfo import available_timezones

_CONTINENTS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


@cache
def known_time_zones() -> tuple[str, ...]:
    """The zones named after a place, in alphabetical order, and UTC at the end."""
    places = [name for name in available_timezones() if name.split("/")[0] in _CONTINENTS]
    return (*sorted(name for name in places if "/" in name), "UTC")


def is_known_time_zone(name: str) -> bool:
    """Whether a studio can live in the zone of this name."""
    return name in known_time_zones()
