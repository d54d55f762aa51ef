"""Throwing away and deleting: how long the trash lasts, and why something is gone (D2, D3)."""

from datetime import datetime, timedelta
from enum import StrEnum

TRASH_LASTS = timedelta(days=7)


class Kind(StrEnum):
    """What is gone."""

    PHOTOS = "photos"
    JOB = "job"
    PERSON = "person"
    CUSTOMER = "customer"


class Reason(StrEnum):
    """Why it is gone: somebody deleted it or emptied the trash, seven days in the trash were over,
    the time that photos are kept was over, or the person it was about asked for it."""

    HAND = "hand"
    TRASH = "trash"
    RETENTION = "retention"
    REQUEST = "request"


def trash_ends_at(thrown_at: datetime) -> datetime:
    """Until when what was thrown away can be restored: seven days of 24 hours (D2)."""
    return thrown_at + TRASH_LASTS
