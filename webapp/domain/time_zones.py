"""The time zones a studio can live in."""

from functools import cache
from importlib.resources import files
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


@cache
def offered_time_zones() -> tuple[str, ...]:
    """The known zones under their names of today, one for each place, and UTC at the end.

    These are the names of zone.tab. Old ones (Asia/Calcutta) are links, and are known all the same.
    """
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    today = {row[2] for row in rows}
    return (*(name for name in known_time_zones() if name in today), "UTC")


def is_known_time_zone(name: str) -> bool:
    """Whether a studio can live in the zone of this name."""
    return name in known_time_zones()
