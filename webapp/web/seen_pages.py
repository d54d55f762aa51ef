"""The pages that support has seen, in words: addresses say nothing to a photographer (H2)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from webapp.models.base import is_id
from webapp.web.words import number

Words = Callable[[], str]

_PICTURE = re.compile(
    r"/studio/jobs/\w+/photos/\w+/\w+|/(?:studio|console)/requests/\w+/pictures/\w+"
    r"|/studio/settings/watermark/picture"
)
_OF_JOB: dict[str, Words] = {
    "": lambda: _("Overview"),
    "settings": lambda: _("Settings"),
    "keeping": lambda: _("Settings"),
    "photos": lambda: _("Photos"),
    "albums": lambda: _("Photos"),
    "uploads": lambda: _("Photos"),
    "confirmation": lambda: pgettext("tab", "Selling"),
    "selling": lambda: pgettext("tab", "Selling"),
    "reopening": lambda: _("Customers"),
    "customers": lambda: _("Customers"),
    "more-time": lambda: _("Customers"),
    "codes": lambda: _("Customers"),
    "people": lambda: _("People"),
    "cards": lambda: _("Print cards"),
    "cards.pdf": lambda: _("Print cards"),
    "messages": lambda: _("Messages"),
    "history": lambda: _("History"),
    "history.csv": lambda: _("History"),
    "explanation": lambda: _("Why …?"),
    "shop-on-a-day": lambda: _("The shop on another day"),
    "statistics": lambda: _("Statistics"),
    "orders": lambda: _("Orders"),
    "packing": lambda: _("Packing list"),
    "packing.csv": lambda: _("Packing list"),
    "deletion": lambda: _("Deletion of the photos"),
}
"""What the page of a job is called, by the part of its address that follows the job."""
_NO_PAGES = ("confirmation", "uploads")
_OF_STUDIO: dict[str, Words] = {
    "": lambda: _("First page of the studio"),
    "jobs": lambda: _("Jobs"),
    "orders": lambda: _("Orders"),
    "orders.csv": lambda: _("Orders"),
    "customers": lambda: _("Customers"),
    "messages": lambda: _("Messages"),
    "outbox": lambda: _("Messages"),
    "communication-profiles": lambda: _("Communication profiles"),
    "price-lists": lambda: _("Price lists"),
    "storage": lambda: _("Storage"),
    "trash": lambda: _("Trash"),
    "deletions": lambda: _("Certificates of deletion"),
    "settings": lambda: _("Studio settings"),
    "help": lambda: _("Help"),
    "requests": lambda: _("Requests"),
}
_OF_CONSOLE: dict[str, Words] = {
    "": lambda: _("Search of the console"),
    "studios": lambda: _("The whole studio"),
    "jobs": lambda: _("Jobs"),
    "customers": lambda: _("Customers"),
    "requests": lambda: _("Requests"),
    "acting": lambda: _("The whole studio"),
}

_BY_AUDIENCE = {"studio": _OF_STUDIO, "console": _OF_CONSOLE}


@dataclass(frozen=True)
class SeenPage:
    """One page, or several pictures; `url` leads a photographer to the same, '' where nothing."""

    words: str
    url: str = ""


@dataclass(frozen=True)
class _Address:
    """What was recorded, taken apart: 'GET /studio/jobs/<id>/photos', or a path of the console."""

    path: str
    is_read: bool
    audience: str
    parts: tuple[str, ...]

    @classmethod
    def of(cls, recorded: str) -> "_Address":
        method, _space, path = recorded.rpartition(" ")
        audience, *parts = path.strip("/").split("/")
        return cls(path, method in ("", "GET", "HEAD"), audience, tuple(parts))

    @property
    def job_id(self) -> str:
        """The job that the address names, or ''."""
        return self.parts[1] if self.parts[:1] == ("jobs",) and is_id(self._at(1)) else ""

    @property
    def is_picture(self) -> bool:
        """Whether the bytes of a picture were asked for, no page."""
        return self.is_read and _PICTURE.fullmatch(self.path) is not None

    @property
    def section(self) -> str:
        """What the page is called; '' for a page without a name."""
        if self.job_id:
            words = _OF_JOB.get(self._at(2))
        else:
            words = _BY_AUDIENCE.get(self.audience, {}).get(self._at(0))
        return str(words()) if words else ""

    @property
    def url(self) -> str:
        """The page in the studio that shows the same."""
        if not self.section or not self._is_page:
            return ""
        if self.audience == "studio":
            return self.path
        if self.job_id:
            return f"/studio/jobs/{self.job_id}"
        is_customer = self.parts[:1] == ("customers",) and len(self.parts) > 1
        return f"/studio/customers/{self.parts[1]}" if is_customer else ""

    @property
    def _is_page(self) -> bool:
        """Whether the address alone opens a page: that of a section, or of something with an id."""
        main = 3 if self.job_id else 1
        opens = len(self.parts) <= main or is_id(self.parts[-1])
        is_part = self.is_picture or "." in self.path or self._at(2) in _NO_PAGES
        return self.is_read and opens and not is_part

    def _at(self, place: int) -> str:
        return self.parts[place] if len(self.parts) > place else ""


def job_of(recorded: str) -> str:
    """The id of the job whose page this was; ''."""
    return _Address.of(recorded).job_id


def page_name(path: str) -> str:
    """What the page at an address is called; '' for one without a name."""
    return _Address.of(path).section


def section_words(recorded: str, *, count: int = 1) -> str:
    """What the page is called among those of its job or studio: 'Photos', or '10 pictures'."""
    address = _Address.of(recorded)
    if address.is_picture:
        return _pictures(count)
    words = address.section or str(_("Another page"))
    return words if address.is_read else str(_("%(page)s (a form was sent)", page=words))


def seen_page(recorded: str, jobs: Mapping[str, str], *, count: int = 1) -> SeenPage:
    """'Riverside School: Photos', with the names of jobs by their ids; `count` pictures."""
    address, words = _Address.of(recorded), section_words(recorded, count=count)
    name = jobs.get(address.job_id, "")
    return SeenPage(f"{name}: {words}" if name else words, address.url)


def is_picture(recorded: str) -> bool:
    """Whether the bytes of a picture were asked for, no page."""
    return _Address.of(recorded).is_picture


def _pictures(count: int) -> str:
    shown = number(count)
    return str(ngettext("%(shown)s picture", "%(shown)s pictures", count, shown=shown))
