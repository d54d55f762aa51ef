"""The whole history of a job as one line of time: what kinds of things happen, and how it may be
narrowed (H1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from webapp.domain.job_list import page_number

PAGE_SIZE = 50


class Kind(StrEnum):
    """What happened, in the order in which it is offered; a deed of the history has one of them.

    STATUS: also going on sale and archiving with its counts. SUPPORT: looks, acting on behalf, and
    requests to the support.
    """

    STATUS = "status"
    SETTINGS = "settings"
    PEOPLE = "people"
    PHOTOS = "photos"
    CUSTOMERS = "customers"
    MESSAGES = "messages"
    ORDERS = "orders"
    MORE_TIME = "more-time"
    SUPPORT = "support"


# Pages that support opened in the console, or asked for on behalf of the studio: one record each.
LOOKS = frozenset({"looked", "acted", "act-refused"})
# Deeds of the history by kind. What is in none is a setting; a record that changes the status is
# STATUS, whatever its deed.
DEEDS: Mapping[Kind, frozenset[str]] = {
    Kind.STATUS: frozenset({"created", "archived"}),
    Kind.PEOPLE: frozenset(
        {
            "people-added", "people-imported", "person-changed", "person-removed",
            "person-forgotten", "code-made", "code-replaced", "code-revoked",
        }
    ),
    Kind.PHOTOS: frozenset(
        {
            "album-assigned", "album-deleted", "photos-moved", "photos-deleted",
            "photos-sorted-by-names", "photos-sorted-by-cards", "trash-restored", "trash-emptied",
            "retention-applied",
        }
    ),
    Kind.CUSTOMERS: frozenset({"customer-unsubscribed", "customers-forgotten"}),
    Kind.MESSAGES: frozenset({"messages-replanned", "messages-cancelled", "announced"}),
    Kind.ORDERS: frozenset({"order-entered"}),
    Kind.MORE_TIME: frozenset(
        {"reopened-for-one", "reopening-moved", "reopening-ended", "more-time-declined"}
    ),
    Kind.SUPPORT: LOOKS | {"acting-began", "acting-raised", "acting-ended"},
}  # fmt: skip
NAMED = frozenset().union(*DEEDS.values())


def kind_of(deed: str, fields: Sequence[str]) -> Kind:
    """The kind of a record with this deed that changed these fields."""
    if "status" in fields:
        return Kind.STATUS
    return next((kind for kind, deeds in DEEDS.items() if deed in deeds), Kind.SETTINGS)


@dataclass(frozen=True)
class TimelineFilters:
    """What is asked for: some kinds (none: all), days in the studio's zone, a page from 1.

    `each`: every message, customer and photo by itself; else what belongs together is one line.
    """

    kinds: tuple[Kind, ...] = ()
    first: date | None = None
    last: date | None = None
    each: bool = False
    page: int = 1

    @classmethod
    def read(
        cls,
        *,
        kinds: Sequence[str] = (),
        first: str = "",
        last: str = "",
        each: str = "",
        page: str = "",
    ) -> "TimelineFilters":
        """The filters of an address; unknown values mean the same as none."""
        return cls(
            kinds=tuple(kind for kind in Kind if kind in kinds),
            first=_day(first),
            last=_day(last),
            each=each == "1",
            page=page_number(page),
        )

    def shows(self, kind: Kind) -> bool:
        """Whether things of this kind are asked for."""
        return not self.kinds or kind in self.kinds

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return bool(self.kinds or self.first or self.last)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in _YEARS else None


_YEARS = range(1970, 2100)
