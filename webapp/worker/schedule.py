"""What the worker does by itself, and how often: the timetable."""

import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from flask import current_app

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
    end_acting,
    forget_requests,
    forget_support_requests,
    hand_over,
    notice_retention,
    plan_messages,
    queue_new_looks,
    read_cards,
    send_digests,
    show_life,
    sweep_drafts,
    sweep_expired,
    sweep_store,
)
from webapp.use_cases.note_runs import Runs
from webapp.use_cases.watch_clock import Watch

Counts = Mapping[str, int]


def worker_name() -> str:
    """How this worker calls itself in its heartbeat: machine and process."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}"


def watch() -> Watch:
    """Of the clock of this machine, for this worker."""
    return Watch(worker_name(), machine_now=clock.machine_now, steady=clock.steady)


@dataclass(frozen=True)
class Workplace:
    """What the tasks work with: where photos are kept, how many processes, whether to stop, the
    ways out of the house, the clocks, who watches them, and how the tasks went."""

    store: PhotoStore
    processes: int
    stopping: Callable[[], bool]
    post: deliver_messages.Post
    now: Callable[[], datetime] = clock.now
    machine_now: Callable[[], datetime] = clock.machine_now
    watch: Watch = field(default_factory=watch)
    runs: Runs = field(default_factory=Runs)

    def at_this_instant(self) -> "Workplace":
        """The same with both clocks read: what is done then is done at that one instant."""
        now, machine_now = self.now(), self.machine_now()
        return replace(self, now=lambda: now, machine_now=lambda: machine_now)


@dataclass(frozen=True)
class Task:
    """One line of the timetable; `do` answers what it did in numbers, for the log.

    A long one is done beside the others, so that none of them waits for it (A5). Whatever reaches
    for the store of the photos, or for a mail server, is long: either may not answer for a while.
    One that is `by_the_clock` waits while the clock is held: a wrong one would have it do what
    can't be undone. What follows from what people did goes on (docs/decisions/clock-hold.md).
    """

    name: str
    every_seconds: float
    do: Callable[[Workplace], Counts]
    is_long: bool = False
    by_the_clock: bool = False


def timetable() -> tuple[Task, ...]:
    """Every task, in the order in which those due at the same time are done."""
    archiving, planning, keeping = _archiving_seconds(), _planning_seconds(), _retention_seconds()
    return (
        Task("show that the worker is alive", 20, _show_life),
        Task("archive due jobs", archiving, _archive_due_jobs, by_the_clock=True),
        Task("close reopenings", archiving, _close_reopenings, by_the_clock=True),
        Task("plan messages", planning, _plan_messages, by_the_clock=True),
        Task("hand over due messages", planning, _hand_over_messages, by_the_clock=True),
        Task("derive previews", 2, _derive_previews, is_long=True),
        Task("queue new looks", 5, _queue_new_looks, is_long=True),
        Task("read QR cards", 2, _read_cards, is_long=True),
        Task("delete files", 5, _delete_files, is_long=True),
        Task("empty the trash", 5, _empty_trash, is_long=True, by_the_clock=True),
        Task("finish deletions", 5, _finish_deletions, is_long=True),
        Task("write the weekly letter", 60, _write_digests, by_the_clock=True),
        Task("keep deleted what was deleted", 3600, _apply_ledger, is_long=True),
        Task("compare records and files", 600, _check_storage, is_long=True, by_the_clock=True),
        Task("tell of deletions that come", keeping, _notice_retention, by_the_clock=True),
        Task("delete photos in time", keeping, _apply_retention, is_long=True, by_the_clock=True),
        Task("deliver messages", 2, _deliver_messages, is_long=True),
        Task("sweep what has expired", 3600, _sweep_expired, by_the_clock=True),
        Task("sweep the store", 3600, _sweep_store, is_long=True, by_the_clock=True),
        Task("empty old messages", 6 * 3600, _empty_messages, by_the_clock=True),
    )


def _archiving_seconds() -> float:
    """Within a minute by rule (A5); whoever turns the clock by hand is watching."""
    return 1 if clock.is_set_by_hand() else 10


def _planning_seconds() -> float:
    """Within seconds (C6), at once for whoever is watching."""
    return 1 if clock.is_set_by_hand() else 5


def _retention_seconds() -> float:
    """What was said fourteen days ahead is in no hurry; whoever turns the clock is watching."""
    return 5 if clock.is_set_by_hand() else 3600


def _show_life(place: Workplace) -> Counts:
    version = current_app.config["VERSION"]
    show_life.show_life(worker_name(), version=version, now=place.machine_now())
    place.runs.write_down(worker_name())
    return {}


def _archive_due_jobs(place: Workplace) -> Counts:
    return {"archived": archive_jobs.archive_due_jobs(now=place.now())}


def _close_reopenings(place: Workplace) -> Counts:
    return {"closed": close_reopenings.close_due_reopenings(now=place.now())}


def _plan_messages(place: Workplace) -> Counts:
    noticed = plan_messages.notice_left_baskets(now=place.now())
    return {**noticed, **plan_messages.plan_stale_jobs(now=place.now())}


def _hand_over_messages(place: Workplace) -> Counts:
    return hand_over.hand_over_due(now=place.now())


def _derive_previews(place: Workplace) -> Counts:
    ready = derive_photos.run_once(
        place.store,
        workers=place.processes,
        machine_now=place.machine_now,
        stopping=place.stopping,
    )
    return {"ready": ready}


def _queue_new_looks(place: Workplace) -> Counts:
    return {"queued": queue_new_looks.queue_new_looks(stopping=place.stopping)}


def _read_cards(place: Workplace) -> Counts:
    read = read_cards.read_cards(place.store, workers=place.processes, stopping=place.stopping)
    return {"read": read}


def _delete_files(place: Workplace) -> Counts:
    gone = delete_files.delete_files(place.store, business_now=place.now, stopping=place.stopping)
    return {"gone": gone}


def _apply_ledger(place: Workplace) -> Counts:
    deleted = apply_ledger.apply_ledger(place.store, now=place.now())
    return {"deleted": len(deleted)}


def _check_storage(place: Workplace) -> Counts:
    checks = check_storage_nightly.check_at_night(
        place.store, machine_now=clock.machine_now, business_now=place.now
    )
    return {"checks": checks}


def _empty_trash(place: Workplace) -> Counts:
    begun = empty_trash.begin_due_trash(now=place.now(), stopping=place.stopping)
    return {"begun": begun}


def _finish_deletions(place: Workplace) -> Counts:
    now = place.now()
    jobs = delete_job.go_on_deleting_jobs(place.store, now=now, stopping=place.stopping)
    return {
        "emptied": empty_trash.go_on_with_begun(now=now, stopping=place.stopping),
        "jobs_deleted": jobs,
    }


def _write_digests(place: Workplace) -> Counts:
    return send_digests.send_digests(now=place.now())


def _deliver_messages(place: Workplace) -> Counts:
    return deliver_messages.deliver(
        place.post,
        now=place.now,
        machine_now=place.machine_now,
        stopping=place.stopping,
        is_clock_held=place.watch.is_held,
    )


def _empty_messages(place: Workplace) -> Counts:
    return {
        "emptied": empty_messages.empty_old_messages(now=place.now()),
        "requests_emptied": forget_requests.forget_old_requests(now=place.now())
        + forget_support_requests.forget_old_support_requests(now=place.now()),
    }


def _notice_retention(place: Workplace) -> Counts:
    return notice_retention.notice_retention(now=place.now())


def _apply_retention(place: Workplace) -> Counts:
    return apply_retention.apply_retention(now=place.now())


def _sweep_expired(place: Workplace) -> Counts:
    machine_now = place.machine_now()
    ended = end_acting.end_what_has_run_out(now=clock.now(), machine_now=machine_now)
    return {**sweep_expired.sweep_expired(now=machine_now).as_counts(), "acting_ended": ended}


def _sweep_store(place: Workplace) -> Counts:
    now = place.machine_now()
    drafts = sweep_drafts.sweep_drafts(place.post.outside.data, now=now)
    return {"drafts": drafts, **sweep_store.sweep_store(place.store, now=now).as_counts()}
