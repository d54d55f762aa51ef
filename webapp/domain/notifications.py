"""One automatic message as a photographer sets it up: when, to whom, by which channel (C1, C2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Trigger(StrEnum):
    """What sets a notification off (C2)."""

    AVAILABLE = "available"
    REGISTERED = "registered"
    BEFORE_ARCHIVING = "before-archiving"
    ARCHIVED = "archived"
    AFTER_ARCHIVING = "after-archiving"
    ABANDONED = "abandoned"

    @property
    def offsets(self) -> Sequence[int]:
        """The offsets that make sense, in days, or in hours for a basket left behind (C1)."""
        return _OFFSETS[self]

    @property
    def counts_hours(self) -> bool:
        """Whether the offset is in hours; all others count local days."""
        return self is Trigger.ABANDONED

    @property
    def is_of_a_day(self) -> bool:
        """Whether it belongs to a calendar day, so that a time of that day has to be chosen."""
        return self in (Trigger.BEFORE_ARCHIVING, Trigger.AFTER_ARCHIVING)

    @property
    def is_of_its_time(self) -> bool:
        """Whether it is only worth something on time: late by a day it is dropped (C6).

        That photos are there is true as long as they are; all else is old news a day later.
        """
        return self is not Trigger.AVAILABLE


_OFFSETS: dict[Trigger, Sequence[int]] = {
    Trigger.AVAILABLE: range(31),
    Trigger.REGISTERED: range(31),
    Trigger.BEFORE_ARCHIVING: range(61),
    Trigger.ARCHIVED: (0,),
    Trigger.AFTER_ARCHIVING: range(1, 91),
    Trigger.ABANDONED: (1, 3, 24),
}


class Window(StrEnum):
    """The time of day: at once, or at 09:00 or 18:00 studio time (C1)."""

    AT_ONCE = "at-once"
    MORNING = "morning"
    EVENING = "evening"


class Group(StrEnum):
    """Who of the registered customers is meant: all, those who bought nothing, buyers (C1)."""

    ALL = "all"
    POTENTIAL = "potential"
    BUYERS = "buyers"

    def takes(self, *, has_bought: bool) -> bool:
        """Whether a customer who has bought of the job, or has not, belongs to it."""
        return self is Group.ALL or (self is Group.BUYERS) == has_bought


class Condition(StrEnum):
    """Whether there have to be photos that the customer can see (C1)."""

    EVERYONE = "everyone"
    WITH_PHOTOS = "with-photos"
    WITHOUT_PHOTOS = "without-photos"

    def holds(self, *, has_photos: bool) -> bool:
        """Whether it is met by a customer who sees photos, or sees none."""
        return self is Condition.EVERYONE or (self is Condition.WITH_PHOTOS) == has_photos


class Channel(StrEnum):
    """The way it goes."""

    EMAIL = "email"
    SMS = "sms"


@dataclass(frozen=True)
class Rule:
    """A notification as planning reads it; `since`: aware UTC, nothing before it is made up (C7).

    `offset` is in days, or in hours where the trigger counts them.
    """

    id: str
    trigger: Trigger
    offset: int
    window: Window
    group: Group
    condition: Condition
    channel: Channel
    since: datetime

    @property
    def offset_days(self) -> int:
        """The offset as the ledger's key has it: 0 where hours are counted."""
        return 0 if self.trigger.counts_hours else self.offset

    @property
    def offset_hours(self) -> int:
        """The offset as the ledger's key has it: 0 where days are counted."""
        return self.offset if self.trigger.counts_hours else 0
