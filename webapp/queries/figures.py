"""The look at the program as figures with names, for those who watch many programs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from webapp.domain.deriving import Turn
from webapp.models.operation import StorageCheck, TaskRun
from webapp.queries.counting import Counted
from webapp.queries.operations import Operations
from webapp.queries.workers import SeenWorker, is_failing

_Values = dict[tuple[str, ...], float]
_NOTHING: _Values = {}


@dataclass(frozen=True)
class Figure:
    """One measured thing; `values` by its labels, () for one without."""

    name: str
    meaning: str
    values: Mapping[tuple[str, ...], float]
    labels: tuple[str, ...] = field(default=())


def figures(seen: Operations, *, now: datetime, machine_now: datetime) -> list[Figure]:
    """What was seen, in figures; ages count from `now`, of the business or the machine."""
    return [
        Figure("jobs", "Jobs by status", _labelled(seen.jobs), ("status",)),
        _single("jobs_due", "Selling jobs whose stop has passed", seen.due),
        _age("jobs_due_seconds", "Seconds since the first of them was due", seen.due_since, now),
        _counted("photos", "Photos by state of their previews", seen.photos),
        Figure("previews_queued", "Photos that wait for previews", _queued(seen), ("turn",)),
        _single("previews_failed", "Photos whose previews failed", _failed(seen)),
        _counted("messages", "Messages by state", seen.messages),
        _counted("outgoing", "Mails and SMS by state", seen.outgoing),
        _age("outbox_oldest_seconds", "Age of the oldest message that waits to go out",
             seen.waiting.oldest or now, now),
        _age("outbox_urgent_seconds", "Age of the oldest that somebody waits for, by day and night",
             seen.waiting.urgent or now, now),
        _single("outbox_held", "1 while nothing goes out because this is a copy",
                seen.outbox_held is not None),
        _single("originals_bytes", "Bytes of all originals on record", seen.originals_bytes),
        *_of_clock(seen),
        *_of_workers(seen.workers, machine_now),
        *_of_timetable(seen.runs, machine_now),
        *_of_storage(seen.check, machine_now),
        _single("database_bytes", "Bytes of the database", seen.database_bytes),
        _single("disk_free_bytes", "Bytes free where the data folder is",
                seen.disk.free if seen.disk else None),
    ]  # fmt: skip


def _of_clock(seen: Operations) -> list[Figure]:
    hold = seen.clock_hold
    return [
        _single("clock_held", "1 while what acts by the clock waits for a person",
                hold is not None),
        _single("clock_jump_seconds", "How far the clock had jumped ahead that is held",
                hold.jumped_seconds if hold else None),
    ]  # fmt: skip


def _of_workers(workers: Iterable[SeenWorker], now: datetime) -> list[Figure]:
    found = list(workers)
    alive = sum(worker.is_alive for worker in found)
    counts: _Values = {("alive",): float(alive), ("dead",): float(len(found) - alive)}
    return [
        Figure("workers", "Workers by whether they still show themselves", counts, ("state",)),
        _age("worker_age_seconds", "Seconds since a worker was seen",
             max((worker.seen_at for worker in found), default=None), now),
    ]  # fmt: skip


def _of_timetable(runs: Iterable[TaskRun], now: datetime) -> list[Figure]:
    found = list(runs)
    ages: _Values = {(run.name,): max(0.0, (now - run.ran_at).total_seconds()) for run in found}
    failing: _Values = {(run.name,): float(is_failing(run)) for run in found}
    return [
        Figure("task_age_seconds", "Seconds since a task of the timetable ran", ages, ("task",)),
        Figure("task_failing", "1 while a task broke off the last time", failing, ("task",)),
    ]


def _of_storage(check: StorageCheck | None, now: datetime) -> list[Figure]:
    """What the last check left different, and how long ago it ended; nothing before the first."""
    left = check.differences - check.corrected if check else None
    return [
        _single("storage_differences", "Differences of records and files at the last check", left),
        _age("storage_check_age_seconds", "Seconds since records and files were compared",
             check.ended_at if check else None, now),
    ]  # fmt: skip


def _counted(name: str, meaning: str, found: Counted) -> Figure:
    words = f"{meaning}; about, of: {', '.join(sorted(found.about))}" if found.about else meaning
    return Figure(name, words, _labelled(found.numbers), ("state",))


def _single(name: str, meaning: str, value: float | None) -> Figure:
    return Figure(name, meaning, _NOTHING if value is None else {(): float(value)})


def _age(name: str, meaning: str, since: datetime | None, now: datetime) -> Figure:
    return _single(name, meaning, max(0.0, (now - since).total_seconds()) if since else None)


def _labelled(counts: Mapping[str, int]) -> dict[tuple[str, ...], float]:
    return {(name,): float(number) for name, number in counts.items()}


def _queued(seen: Operations) -> dict[tuple[str, ...], float]:
    return {
        (turn.name.lower().replace("_", "-"),): float(seen.queued.get(turn, 0)) for turn in Turn
    }


def _failed(seen: Operations) -> int:
    return sum(each.number for each in seen.failed)
