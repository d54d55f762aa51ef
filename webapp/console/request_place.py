"""The page on which somebody decided to ask, and how support gets to see it (H3, H2)."""

from dataclasses import dataclass

from flask import g

from webapp.console.links import offered
from webapp.models.support import SupportRequest
from webapp.web.known_addresses import is_a_page

_IN_A_SHOP, _IN_THE_STUDIO = "/shop/", "/studio/"
_LEFT_OUT = "…"


@dataclass(frozen=True)
class Place:
    """`path` '' where no page was named; `url` and `acting_url` '' where nobody is led there."""

    path: str
    url: str = ""
    acting_url: str = ""


def place_of(asked: SupportRequest) -> Place:
    """A page of a shop is open to everybody; one of the studio to whoever acts on its behalf.

    Whoever asks can have typed the address: what is no page of this installation leads nowhere.
    """
    path = asked.page
    if _LEFT_OUT in path or not is_a_page(path):
        return Place(path)
    if path.startswith(_IN_A_SHOP):
        return Place(path, url=path)
    if not path.startswith(_IN_THE_STUDIO):
        return Place(path)
    if g.acting is not None and g.acting.studio_id == asked.studio_id:
        return Place(path, url=path)
    if not asked.studio.support_access:
        return Place(path)
    acting = offered("console.begin_acting", studio_id=asked.studio_id, page=path)
    return Place(path, acting_url=acting)
