"""A record of the history in words: when, who, what from what to what, and what it brought."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.domain.archiving import local_day
from webapp.models.history import HistoryEntry
from webapp.web.actor_words import support_words
from webapp.web.setting_words import field_words, value_words
from webapp.web.words import day, number, time_of_day


@dataclass(frozen=True)
class ChangeView:
    """One field before and after, in words."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class EntryView:
    """One record; `title` sums it up, `counts` is '' where nothing was counted."""

    day: str
    time: str
    iso: str
    who: str
    title: str
    changes: list[ChangeView]
    counts: str

    @property
    def under_title(self) -> str:
        """Who, and what it brought about, in one line."""
        return " · ".join(part for part in (self.who, self.counts) if part)


def entry_view(entry: HistoryEntry, *, zone: str, now: datetime) -> EntryView:
    """A record as it is read in the studio's zone."""
    on, today = local_day(entry.at, zone), local_day(now, zone)
    changes = [change for change in entry.changes if _is_shown(change)]
    return EntryView(
        day=day(on, "short" if on.year == today.year else "short-year"),
        time=time_of_day(entry.at, zone),
        iso=entry.at.isoformat(),
        who=_who(entry),
        title=_title(entry, changes),
        changes=[_change(change) for change in changes],
        counts=", ".join(_count(name, value) for name, value in entry.counts.items()),
    )


def _is_shown(change: dict[str, Any]) -> bool:
    """Not what stayed, and not by which session support acted: that is for looking up."""
    return bool(change["before"] != change["after"]) and change["field"] != "acting"


def _who(entry: HistoryEntry) -> str:
    if entry.actor_kind == "worker":
        return str(_("Shelflife, by itself"))
    if entry.actor_kind == "support":
        return support_words(entry.actor_name)
    if entry.actor_kind == "customer" and not entry.actor_name:
        return str(_("A customer whose data was deleted"))
    return entry.actor_name


def _title(entry: HistoryEntry, changes: list[dict[str, Any]]) -> str:
    """'Planning → Selling' for a change of status, else the name of the deed."""
    status = next((change for change in changes if change["field"] == "status"), None)
    if status and status["before"]:
        before, after = (value_words("status", status[end]) for end in ("before", "after"))
        return f"{before} → {after}"
    words = DEEDS.get(entry.deed)
    return words() if words else entry.deed.replace("-", " ").capitalize()


def _change(change: dict[str, Any]) -> ChangeView:
    field = change["field"]
    return ChangeView(
        field_words(field),
        value_words(field, change["before"]),
        value_words(field, change["after"]),
    )


def _count(name: str, value: int) -> str:
    words = COUNTS.get(name)
    if words is None:
        return f"{name.replace('_', ' ')}: {number(value)}"
    return words(value)


DEEDS: dict[str, Callable[[], str]] = {
    "created": lambda: str(_("Job created")),
    "settings-saved": lambda: str(_("Settings saved")),
    "people-added": lambda: str(_("People added")),
    "people-imported": lambda: str(_("People imported")),
    "person-changed": lambda: str(_("Person changed")),
    "person-removed": lambda: str(_("Person removed")),
    "code-made": lambda: str(_("Code made")),
    "code-replaced": lambda: str(_("Code replaced")),
    "code-revoked": lambda: str(_("Code revoked")),
    "album-assigned": lambda: str(_("Photos of an album assigned")),
    "photos-moved": lambda: str(_("Photos moved to another album")),
    "photos-sorted-by-names": lambda: str(_("Photos assigned by file name")),
    "photos-sorted-by-cards": lambda: str(_("Photos assigned by QR cards")),
    "album-deleted": lambda: str(_("Album deleted")),
    "photos-deleted": lambda: str(_("Photos deleted")),
    "trash-restored": lambda: str(_("Restored from the trash")),
    "trash-emptied": lambda: str(_("Deleted for good")),
    "order-entered": lambda: str(_("Order entered for a customer")),
    "time-zone-changed": lambda: str(_("Time zone changed")),
    "messages-replanned": lambda: str(_("Messages planned anew")),
    "messages-cancelled": lambda: str(_("Messages cancelled by hand")),
    "announced": lambda: str(_("Customers told that photos are available")),
    "customer-unsubscribed": lambda: str(_("A customer has unsubscribed")),
    "archived": lambda: str(_("Archived")),
    "reopened-for-one": lambda: str(_("Opened again for one code")),
    "reopening-moved": lambda: str(_("Open for one code until another day")),
    "reopening-ended": lambda: str(_("No longer open for one code")),
    "more-time-declined": lambda: str(_("More time declined")),
    "retention-told": lambda: str(_("Deletion of the photos announced")),
    "retention-applied": lambda: str(_("Photos deleted: their time was over")),
    "retention-changed": lambda: str(_("Keeping of the photos changed")),
    "customers-forgotten": lambda: str(_("Data of customers deleted")),
    "plan-changed": lambda: str(_("Plan and storage changed")),
    "person-forgotten": lambda: str(_("Data of a person deleted")),
    "looked": lambda: str(_("Looked at")),
    "acting-began": lambda: str(_("Support began to act for the studio")),
    "acting-raised": lambda: str(_("Support allowed itself changes")),
    "acting-ended": lambda: str(_("Support stopped acting for the studio")),
    "acted": lambda: str(_("Page asked for on behalf")),
    "act-refused": lambda: str(_("Refused on behalf")),
    "support-access-changed": lambda: str(_("Access of support changed")),
}
COUNTS: dict[str, Callable[[int], str]] = {
    "photos_to_delete": lambda n: ngettext(
        "%(shown)s photo", "%(shown)s photos", n, shown=number(n)
    ),
    "photos_deleted": lambda n: ngettext(
        "%(shown)s photo deleted", "%(shown)s photos deleted", n, shown=number(n)
    ),
    "customers_forgotten": lambda n: ngettext(
        "%(shown)s customer", "%(shown)s customers", n, shown=number(n)
    ),
    "registrations_deleted": lambda n: ngettext(
        "%(shown)s registration deleted", "%(shown)s registrations deleted", n, shown=number(n)
    ),
    "lines_removed": lambda n: ngettext(
        "%(shown)s product left the baskets",
        "%(shown)s products left the baskets",
        n,
        shown=number(n),
    ),
    "baskets_changed": lambda n: ngettext(
        "%(shown)s basket changed", "%(shown)s baskets changed", n, shown=number(n)
    ),
    "lines_returned": lambda n: ngettext(
        "%(shown)s product returned to the baskets",
        "%(shown)s products returned to the baskets",
        n,
        shown=number(n),
    ),
    "baskets_refilled": lambda n: ngettext(
        "%(shown)s basket refilled", "%(shown)s baskets refilled", n, shown=number(n)
    ),
    "asked_told": lambda n: ngettext(
        "%(shown)s person who asked for more time told",
        "%(shown)s people who asked for more time told",
        n,
        shown=number(n),
    ),
    "messages_queued": lambda n: ngettext(
        "%(shown)s message queued", "%(shown)s messages queued", n, shown=number(n)
    ),
    "messages_cancelled": lambda n: ngettext(
        "%(shown)s message cancelled", "%(shown)s messages cancelled", n, shown=number(n)
    ),
    "messages_moved": lambda n: ngettext(
        "%(shown)s message moved to another time",
        "%(shown)s messages moved to another time",
        n,
        shown=number(n),
    ),
    "customers_told": lambda n: ngettext(
        "%(shown)s customer is told", "%(shown)s customers are told", n, shown=number(n)
    ),
    "products": lambda n: ngettext("%(shown)s product", "%(shown)s products", n, shown=number(n)),
    "people": lambda n: ngettext("%(shown)s person", "%(shown)s people", n, shown=number(n)),
    "photos_of_people": lambda n: ngettext(
        "%(shown)s photo assigned", "%(shown)s photos assigned", n, shown=number(n)
    ),
    "group_photos": lambda n: ngettext(
        "%(shown)s group photo", "%(shown)s group photos", n, shown=number(n)
    ),
    "photos_moved": lambda n: ngettext(
        "%(shown)s photo moved", "%(shown)s photos moved", n, shown=number(n)
    ),
    "photos_thrown": lambda n: ngettext(
        "%(shown)s photo put into the trash",
        "%(shown)s photos put into the trash",
        n,
        shown=number(n),
    ),
    "photos_restored": lambda n: ngettext(
        "%(shown)s photo restored", "%(shown)s photos restored", n, shown=number(n)
    ),
    "albums": lambda n: ngettext("%(shown)s new album", "%(shown)s new albums", n, shown=number(n)),
    "codes": lambda n: ngettext("%(shown)s code made", "%(shown)s codes made", n, shown=number(n)),
    "lines_left_out": lambda n: ngettext(
        "%(shown)s faulty line left out",
        "%(shown)s faulty lines left out",
        n,
        shown=number(n),
    ),
    "photos_without_person": lambda n: ngettext(
        "%(shown)s photo is no longer theirs",
        "%(shown)s photos are no longer theirs",
        n,
        shown=number(n),
    ),
    "codes_revoked": lambda n: ngettext(
        "%(shown)s code revoked", "%(shown)s codes revoked", n, shown=number(n)
    ),
}
