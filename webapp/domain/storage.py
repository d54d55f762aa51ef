"""What to delete first, so that there is room again: the suggestions of the storage page (D1)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from webapp.domain.archiving import first_instant, local_day
from webapp.domain.retention import months_after

OLD_AFTER_MONTHS = (12, 6, 3)
"""How long ago a job was archived, the longest first: the groups that are suggested."""
FORGOTTEN_AFTER_MONTHS = 12


class Kind(StrEnum):
    """What a suggestion is about."""

    OLD_JOBS = "old-jobs"
    TRASH = "trash"
    NEVER_SOLD = "never-sold"
    FAILED = "failed"


@dataclass(frozen=True)
class Group:
    """So many jobs (or photos, where it is about photos), with the bytes of their originals."""

    number: int = 0
    size: int = 0

    def __add__(self, other: "Group") -> "Group":
        return Group(self.number + other.number, self.size + other.size)


@dataclass(frozen=True)
class Facts:
    """What is true of a studio's storage at this moment.

    `old`: jobs whose albums may be deleted, each in the first group of `OLD_AFTER_MONTHS` that it
    is old enough for. `never_sold`: planned for more than a year. `trash`, `failed`: photos.
    """

    old: Mapping[int, Group]
    trash: Group = Group()
    never_sold: Group = Group()
    failed: int = 0


@dataclass(frozen=True)
class Suggestion:
    """One way to get room, or something to look at; `months` is that of a group of old jobs."""

    kind: Kind
    group: Group
    months: int = 0


def suggestions(facts: Facts) -> tuple[Suggestion, ...]:
    """What to do first stands first: what has been archived the longest, then the trash.

    A group of old jobs holds the older groups too, and is left out where it adds none to them.
    """
    return tuple(_suggestions(facts))


def archived_before(months: int, *, now: datetime, zone: str) -> datetime:
    """A job archived before this instant has been archived for more than so many months."""
    return first_instant(months_after(local_day(now, zone), -months), zone)


def _suggestions(facts: Facts) -> Iterator[Suggestion]:
    jobs = Group()
    for months in OLD_AFTER_MONTHS:
        added = facts.old.get(months, Group())
        jobs += added
        if added.number:
            yield Suggestion(Kind.OLD_JOBS, jobs, months)
    if facts.trash.number:
        yield Suggestion(Kind.TRASH, facts.trash)
    if facts.never_sold.number:
        yield Suggestion(Kind.NEVER_SOLD, facts.never_sold)
    if facts.failed:
        yield Suggestion(Kind.FAILED, Group(facts.failed))
