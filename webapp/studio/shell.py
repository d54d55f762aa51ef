"""What stands around every page of the studio: navigation, storage meter, the way out."""

from dataclasses import dataclass
from typing import cast

from flask import current_app, g, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp import clock
from webapp.queries import storage
from webapp.queries.acting import who_is_in
from webapp.web.navigation import ShownLink, is_here
from webapp.web.words import size

_ALMOST_FULL_PERCENT = 95
_LITTLE_LEFT_PERCENT = 10


@dataclass(frozen=True)
class Link:
    """A page of the navigation; group 1: the daily work, 2: what is set up once.

    `also`: other pages that belong to it.
    """

    label: str
    endpoint: str
    icon: str
    group: int
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShownMeter:
    """The storage meter as the template reads it; widths in percent of the quota (D1, A11).

    `parts_words` says what the drawing shows; `trash_words` '' where nothing is thrown away.
    """

    used_words: str
    quota_words: str
    free_words: str
    parts_words: str
    trash_words: str
    live_percent: float
    archived_percent: float
    trash_percent: float
    almost_full: bool
    little_left: bool
    url: str
    trash_url: str


# Only pages that exist are shown: a link whose endpoint nobody has hung in is left out.
LINKS = (
    Link(_l("Jobs"), "studio.jobs", "images", 1),
    Link(_l("Orders"), "studio.orders", "receipt-text", 1),
    Link(_l("Planned messages"), "studio.messages", "send", 1),
    Link(_l("Profiles"), "studio.communication_profiles", "message-square-text", 2),
    Link(_l("Price lists"), "studio.price_lists", "tags", 2),
    Link(_l("Storage"), "studio.storage", "hard-drive", 2, ("studio.trash", "studio.deletions")),
    Link(_l("Studio settings"), "studio.settings", "settings-2", 2),
    Link(_l("Help"), "studio.help_index", "life-buoy", 2),
    Link(_l("Requests"), "studio.requests", "inbox", 2),
)


def facts() -> dict[str, object]:
    """What templates/layouts/studio.html needs; nothing before somebody came in."""
    studio = g.get("studio")
    if studio is None:
        return {}
    return {
        "studio": studio,
        "nav": [_shown(link) for link in LINKS if link.endpoint in current_app.view_functions],
        "meter": shown_meter(studio_storage().meter),
        "support_inside": [] if g.get("acting") else support_inside(),
        "home_url": url_for("studio.home"),
        "sign_out_url": url_for("front.leave"),
    }


def support_inside() -> list[str]:
    """Who of the support acts for the studio at this moment, by name; its members are told (H2)."""
    names = (row.staff.name for row in who_is_in(g.studio.id, now=clock.machine_now()))
    return list(dict.fromkeys(names))


def studio_storage() -> storage.Split:
    """The storage of the studio whose page this is; looked up once for the page and its meter."""
    if "storage" not in g:
        g.storage = storage.split(g.studio)
    return cast(storage.Split, g.storage)


def shown_meter(meter: storage.Meter) -> ShownMeter:
    """The meter in words and in percent; more than the quota is shown as full."""
    whole = max(meter.quota, meter.used, 1)
    return ShownMeter(
        used_words=size(meter.used),
        quota_words=size(meter.quota),
        free_words=size(meter.free),
        parts_words=_(
            "live %(live)s, archived %(archived)s (counted in full)",
            live=size(meter.live),
            archived=size(meter.archived),
        ),
        trash_words=_("Trash: %(size)s", size=size(meter.trash)) if meter.trash else "",
        live_percent=round(100 * meter.live / whole, 2),
        archived_percent=round(100 * meter.archived / whole, 2),
        trash_percent=round(100 * meter.trash / whole, 2),
        almost_full=100 * meter.used >= _ALMOST_FULL_PERCENT * meter.quota,
        little_left=100 * meter.free < _LITTLE_LEFT_PERCENT * meter.quota,
        url=url_for("studio.storage"),
        trash_url=url_for("studio.trash"),
    )


def _shown(link: Link) -> ShownLink:
    url = url_for(link.endpoint)
    places = (url, *(url_for(each) for each in link.also))
    return ShownLink(link.label, url, link.icon, link.group, is_here(places))
