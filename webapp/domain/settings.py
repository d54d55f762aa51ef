"""What the settings page of a job says, as one value: read from the job, staged on the page."""

from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any

from webapp.domain.archiving import ArchivePlan, Delay, is_in_range
from webapp.domain.status import Status


class AccessType(StrEnum):
    """Who opens what: step 1 of the settings."""

    PERSON = "person"
    ALBUM = "album"
    JOB = "job"
    PUBLIC = "public"


@dataclass(frozen=True)
class JobSettings:
    """Everything one press of 'Save settings' stores; `None` as profile: no marketing (S4)."""

    status: Status
    public_name: str
    internal_name: str
    shot_on: date | None
    access_type: AccessType
    price_list_id: str | None
    archiving: bool
    archiving_date: date | None
    archiving_delay: Delay
    communication_profile_id: str | None

    def archive_plan(self, zone: str) -> ArchivePlan | None:
        """What step 3 says in this zone; None: Archiving is not ticked (A1)."""
        if not self.archiving or self.archiving_date is None:
            return None
        return ArchivePlan(self.archiving_date, self.archiving_delay, zone)


@dataclass(frozen=True)
class FieldChange:
    """One field of the settings before and after."""

    field: str
    before: Any
    after: Any


def differences(before: JobSettings, after: JobSettings) -> tuple[FieldChange, ...]:
    """What changes from one to the other, in the order of the page (S8)."""
    return tuple(
        FieldChange(each.name, getattr(before, each.name), getattr(after, each.name))
        for each in fields(JobSettings)
        if getattr(before, each.name) != getattr(after, each.name)
    )


class SettingFault(StrEnum):
    """What can be wrong with a value, whoever gave it."""

    DATE_MISSING = "date-missing"
    DATE_OUT_OF_RANGE = "date-out-of-range"
    PRICE_LIST_MISSING = "price-list-missing"
    NAME_TAKEN = "name-taken"
    PRICE_LIST_ARCHIVED = "price-list-archived"
    UNKNOWN = "unknown"


def faults(settings: JobSettings) -> dict[str, SettingFault]:
    """What is wrong, by field; empty: nothing (A1). What needs the database is checked there."""
    found: dict[str, SettingFault] = {}
    if settings.archiving and settings.archiving_date is None:
        found["archiving_date"] = SettingFault.DATE_MISSING
    for name in ("archiving_date", "shot_on"):
        value = getattr(settings, name)
        if value is not None and not is_in_range(value):
            found[name] = SettingFault.DATE_OUT_OF_RANGE
    if settings.status is Status.SELLING and settings.price_list_id is None:
        found["price_list_id"] = SettingFault.PRICE_LIST_MISSING
    return found


class SellUntil(StrEnum):
    """The ways out of a stop that has passed, offered in the confirmation window (R2)."""

    NEW_DATE = "date"
    NO_AUTOMATIC = "stay"
    NO_ARCHIVING = "open"


def decide(settings: JobSettings, way: SellUntil, new_date: date | None) -> JobSettings:
    """The settings with the chosen way; a new date keeps the delay, if that archives (R2)."""
    if way is SellUntil.NO_ARCHIVING:
        return replace(settings, archiving=False)
    if way is SellUntil.NO_AUTOMATIC:
        return replace(settings, archiving_delay=Delay.NEVER)
    return replace(settings, archiving=True, archiving_date=new_date)
