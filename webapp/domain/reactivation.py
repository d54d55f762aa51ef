"""What putting a job on sale again does (R2, R3)."""

from datetime import date, datetime

from webapp.domain.archiving import local_day

PROFILE_KEPT_DAYS = 14


def days_archived(archived_at: datetime, *, now: datetime, zone: str) -> int:
    """Local calendar days since the day of archiving, never negative (R3)."""
    return max(0, (local_day(now, zone) - archived_on(archived_at, zone)).days)


def archived_on(archived_at: datetime, zone: str) -> date:
    """The local day on which the job was archived."""
    return local_day(archived_at, zone)


def loses_profile(archived_at: datetime, *, now: datetime, zone: str) -> bool:
    """Whether the communication profile goes: archived strictly more than 14 days (R3)."""
    return days_archived(archived_at, now=now, zone=zone) > PROFILE_KEPT_DAYS
