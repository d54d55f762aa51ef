"""What of a job decided, at an earlier instant, what customers saw: the history taken back (S8)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from webapp.domain.archiving import ArchivePlan, Delay
from webapp.domain.settings import AccessType
from webapp.domain.status import Status


@dataclass(frozen=True)
class ShopFacts:
    """Status, dates and who may see it; the instants are aware UTC."""

    status: Status
    access_type: AccessType
    archiving: bool
    archiving_date: date | None
    archiving_delay: Delay
    selling_since: datetime | None
    archived_at: datetime | None

    def plan(self, zone: str) -> ArchivePlan | None:
        """The plan that follows from it; None: Archiving is not ticked (A1)."""
        if not self.archiving or self.archiving_date is None:
            return None
        return ArchivePlan(self.archiving_date, self.archiving_delay, zone)


@dataclass(frozen=True)
class Recorded:
    """One record of the history: when, and its changes {field, before, after} (S8)."""

    at: datetime
    changes: tuple[Mapping[str, Any], ...]


def as_it_was(today: ShopFacts, records: Iterable[Recorded], *, at: datetime) -> ShopFacts:
    """The facts at `at`, from those of today and the records, the newest first.

    What no record tells stays as it is today. Instants that lie after `at` had not come yet.
    """
    facts, since = today, {Status.SELLING: today.selling_since, Status.ARCHIVED: today.archived_at}
    found: set[Status] = set()
    for record in records:
        for change in reversed(record.changes):
            if record.at > at:
                facts = _taken_back(facts, change)
            elif change["field"] == "status" and (moved := Status(change["after"])) not in found:
                found.add(moved)
                since[moved] = record.at
    selling, archived = since[Status.SELLING], since[Status.ARCHIVED]
    return replace(
        facts,
        selling_since=selling if selling and selling <= at else None,
        archived_at=min(archived or at, at) if facts.status is Status.ARCHIVED else None,
    )


def _taken_back(facts: ShopFacts, change: Mapping[str, Any]) -> ShopFacts:
    read = _READ.get(change["field"])
    if read is None:
        return facts
    return replace(facts, **{change["field"]: read(change["before"])})


def _status(value: Any) -> Status:
    """Before it was created a job is taken for a planned one."""
    return Status(value) if value else Status.PLANNING


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if value else None


_READ: dict[str, Callable[[Any], Any]] = {
    "status": _status,
    "access_type": AccessType,
    "archiving": bool,
    "archiving_date": _day,
    "archiving_delay": Delay,
}
