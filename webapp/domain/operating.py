"""How the program at work is judged: what is fine, and what somebody has to look at."""

from datetime import datetime, timedelta

ALIVE = timedelta(seconds=120)
"""A worker shows itself every twenty seconds; one that was not seen for so long is dead."""

ARCHIVED_WITHIN = timedelta(minutes=1)
SENT_WITHIN = timedelta(minutes=15)
CHECKED_WITHIN = timedelta(hours=50)
LEAST_FREE = 2_000_000_000
LEAST_FREE_PART = 0.05


def is_alive(seen_at: datetime, *, now: datetime) -> bool:
    """Whether a worker that was seen then is still at work (the machine's time)."""
    return now - seen_at < ALIVE


def is_archiving_late(due_since: datetime | None, *, now: datetime) -> bool:
    """Whether a job stands in the shop for longer than the worker may take (A5)."""
    return due_since is not None and now - due_since > ARCHIVED_WITHIN


def is_sending_late(waiting_since: datetime | None, *, now: datetime) -> bool:
    """Whether what somebody waits for, an order's mail, has not gone out for too long."""
    return waiting_since is not None and now - waiting_since > SENT_WITHIN


def is_check_late(checked_at: datetime | None, *, now: datetime) -> bool:
    """Whether records and files have not been compared for two nights (D5)."""
    return checked_at is not None and now - checked_at > CHECKED_WITHIN


def is_disk_low(free: int, total: int) -> bool:
    """Whether uploads will soon be refused; bytes."""
    return free < LEAST_FREE or free < total * LEAST_FREE_PART
