"""What stands around every page of the console: navigation by rights, the way out."""

from collections.abc import Collection
from dataclasses import dataclass

from flask import current_app, g, request, url_for
from flask_babel import lazy_gettext as _l

from webapp.queries.clock_hold import clock_hold
from webapp.queries.support_requests import new_requests
from webapp.web import policy
from webapp.web.navigation import ShownLink, is_here
from webapp.web.words import number


@dataclass(frozen=True)
class Link:
    """A page of the navigation; `also`: first parts of other addresses that belong to it."""

    label: str
    endpoint: str
    icon: str
    group: int
    also: tuple[str, ...] = ()


# Only pages that exist, and that the staff member has the right for, are shown.
LINKS = (
    Link(_l("Search"), "console.search", "search", 1, ("/console/jobs", "/console/customers")),
    Link(_l("Studios"), "console.studios", "camera", 1),
    Link(_l("Requests"), "console.requests", "inbox", 1),
    Link(_l("Prepared answers"), "console.canned_answers", "message-square-text", 1),
    Link(_l("Operations"), "console.operations", "activity", 2),
    Link(_l("My account"), "console.account", "user", 2, ("/console/second-factor",)),
)  # fmt: skip


def facts() -> dict[str, object]:
    """What templates/layouts/console.html needs; nothing before somebody came in."""
    staff = g.get("staff")
    if staff is None:
        return {}
    rights = staff.rights if g.is_whole else frozenset()
    return {
        "staff": staff,
        "nav": [_shown(link) for link in LINKS if g.is_whole and _is_offered(link, rights)],
        "home_url": url_for("console.search"),
        "sign_out_url": url_for("front.leave"),
        "clock_is_held": g.is_whole and clock_hold() is not None,
        "may_release": "operate" in rights,
    }


def first_page(rights: Collection[str]) -> str:
    """The first page of the navigation for whoever has these rights: their own at the least."""
    return next(url_for(link.endpoint) for link in LINKS if _is_offered(link, rights))


def _is_offered(link: Link, rights: Collection[str]) -> bool:
    view = current_app.view_functions.get(link.endpoint)
    return view is not None and policy.right_of(view) in {policy.OWN, *rights}


def _shown(link: Link) -> ShownLink:
    url = url_for(link.endpoint)
    # The search is at the root of all addresses: it is current on its own page only.
    below = (*link.also, *(() if link.endpoint == "console.search" else (url,)))
    is_current = request.path == url or is_here(below)
    return ShownLink(link.label, url, link.icon, link.group, is_current, _count(link))


def _count(link: Link) -> str:
    """How many new requests wait, beside their link; '' where nothing is counted."""
    waiting = new_requests() if link.endpoint == "console.requests" else 0
    return number(waiting) if waiting else ""
