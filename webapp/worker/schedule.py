"""What the worker does by itself, and how often: the timetable."""

import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from webapp import clock
from webapp.photos.store import PhotoStore
from webapp.use_cases import (
    apply_ledger,
    apply_retention,
    archive_jobs,
    check_storage_nightly,
    close_reopenings,
    delete_files,
    delete_job,
    deliver_messages,
    derive_photos,
    empty_messages,
    empty_trash,
    forget_requests,
    hand_over,
    notice_retention,
    plan_messages,
    queue_new_looks,
    read_cards,
    send_digests,
    show_life,
    sweep_expired,
    sweep_store,
)

Counts = Mapping[str, int]


@dataclass(frozen=True)
class Workplace:
    """What the tasks work with: where photos are kept, how many processes, whether to stop, and
    the ways out of the house."""

    store: PhotoStore
    processes: int
    stopping: Callable[[], bool]
    post: deliver_messages.Post


@dataclass(frozen=True)
class Task:
    """One line of the timetable; `do` answers what it did in numbers, for the log.

    A long one is done beside the others, so that none of them waits for it (A5). Whatever reaches
    for the store of the photos, or for a mail server, is long: either may not answer for a while.
    """

    name: str
    every_seconds: float
    do: Callable[[Workplace], Counts]
    is_long: bool = False


def timetable() -> tuple[Task, ...]:
    """Every task, in the order in which those due at the same time are done."""
    return (
        Task("show that the worker is alive", every_seconds=20, do=_show_life),
        Task("archive due jobs", every_seconds=_archiving_seconds(), do=_archive_due_jobs),
        Task("close reopenings", every_seconds=_archiving_seconds(), do=_close_reopenings),
        Task("plan messages", every_seconds=_planning_seconds(), do=_plan_messages),
        Task("hand over due messages", every_seconds=_planning_seconds(), do=_hand_over_messages),
        Task("derive previews", every_seconds=2, do=_derive_previews, is_long=True),
        Task("queue new looks", every_seconds=5, do=_queue_new_looks, is_long=True),
        Task("read QR cards", every_seconds=2, do=_read_cards, is_long=True),
        Task("delete files", every_seconds=5, do=_delete_files, is_long=True),
        Task("empty the trash", every_seconds=5, do=_empty_trash, is_long=True),
        Task("write the weekly letter", every_seconds=60, do=_write_digests),
        Task("keep deleted what was deleted", every_seconds=3600, do=_apply_ledger, is_long=True),
        Task("compare records and files", every_seconds=600, do=_check_storage, is_long=True),
        Task("tell of deletions that come", _retention_seconds(), do=_notice_retention),
        Task("delete photos in time", _retention_seconds(), do=_apply_retention, is_long=True),
        Task("deliver messages", every_seconds=2, do=_deliver_messages, is_long=True),
        Task("sweep what has expired", every_seconds=3600, do=_sweep_expired),
        Task("sweep the store", every_seconds=3600, do=_sweep_store, is_long=True),
        Task("empty old messages", every_seconds=6 * 3600, do=_empty_messages),
    )


def worker_name() -> str:
    """How this worker calls itself in its heartbeat: machine and process."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}"


def _archiving_seconds() -> float:
    """Within a minute by rule (A5); whoever turns the clock by hand is watching."""
    return 1 if clock.is_set_by_hand() else 10


def _planning_seconds() -> float:
    """Within seconds (C6), at once for whoever is watching."""
    return 1 if clock.is_set_by_hand() else 5


def _retention_seconds() -> float:
    """What was said fourteen days ahead is in no hurry; whoever turns the clock is watching."""
    return 5 if clock.is_set_by_hand() else 3600


def _show_life(_place: Workplace) -> Counts:
    show_life.show_life(worker_name(), now=clock.machine_now())
    return {}


def _archive_due_jobs(_place: Workplace) -> Counts:
    return {"archived": archive_jobs.archive_due_jobs(now=clock.now())}


def _close_reopenings(_place: Workplace) -> Counts:
    return {"closed": close_reopenings.close_due_reopenings(now=clock.now())}


def _plan_messages(_place: Workplace) -> Counts:
    now = clock.now()
    noticed = plan_messages.notice_left_baskets(now=now)
    return {**noticed, **plan_messages.plan_stale_jobs(now=now)}


def _hand_over_messages(_place: Workplace) -> Counts:
    return hand_over.hand_over_due(now=clock.now())


def _derive_previews(place: Workplace) -> Counts:
    ready = derive_photos.run_once(
        place.store,
        workers=place.processes,
        machine_now=clock.machine_now,
        stopping=place.stopping,
    )
    return {"ready": ready}


def _queue_new_looks(place: Workplace) -> Counts:
    return {"queued": queue_new_looks.queue_new_looks(stopping=place.stopping)}


def _read_cards(place: Workplace) -> Counts:
    read = read_cards.read_cards(place.store, workers=place.processes, stopping=place.stopping)
    return {"read": read}


def _delete_files(place: Workplace) -> Counts:
    gone = delete_files.delete_files(place.store, business_now=clock.now, stopping=place.stopping)
    return {"gone": gone}


def _apply_ledger(place: Workplace) -> Counts:
    deleted = apply_ledger.apply_ledger(place.store, now=clock.now())
    return {"deleted": len(deleted)}


def _check_storage(place: Workplace) -> Counts:
    checks = check_storage_nightly.check_at_night(
        place.store, machine_now=clock.machine_now, business_now=clock.now
    )
    return {"checks": checks}


def _empty_trash(place: Workplace) -> Counts:
    now = clock.now()
    jobs = delete_job.go_on_deleting_jobs(place.store, now=now, stopping=place.stopping)
    return {
        "emptied": empty_trash.empty_due_trash(now=now, stopping=place.stopping),
        "jobs_deleted": jobs,
    }


def _write_digests(_place: Workplace) -> Counts:
    return send_digests.send_digests(now=clock.now())


def _deliver_messages(place: Workplace) -> Counts:
    return deliver_messages.deliver(
        place.post, now=clock.now, machine_now=clock.machine_now, stopping=place.stopping
    )


def _empty_messages(_place: Workplace) -> Counts:
    now = clock.now()
    return {
        "emptied": empty_messages.empty_old_messages(now=now),
        "requests_emptied": forget_requests.forget_old_requests(now=now),
    }


def _notice_retention(_place: Workplace) -> Counts:
    return notice_retention.notice_retention(now=clock.now())


def _apply_retention(_place: Workplace) -> Counts:
    return apply_retention.apply_retention(now=clock.now())


def _sweep_expired(_place: Workplace) -> Counts:
    return sweep_expired.sweep_expired(now=clock.machine_now()).as_counts()


def _sweep_store(place: Workplace) -> Counts:
    return sweep_store.sweep_store(place.store, now=clock.machine_now()).as_counts()
