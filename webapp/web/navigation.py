"""The links beside every page of studio and console, as their templates read them."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import request


@dataclass(frozen=True)
class ShownLink:
    """A link of the navigation; links of another group stand a little apart."""

    label: str
    url: str
    icon: str
    group: int
    current: bool
    count: str = ""


def is_here(places: Iterable[str]) -> bool:
    """Whether this page is one of these, or below one."""
    return any(request.path == place or request.path.startswith(f"{place}/") for place in places)
