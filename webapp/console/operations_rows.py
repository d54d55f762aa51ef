"""The figures of the program at work as rows: what is so, and whether somebody has to look."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import format_timedelta, ngettext, pgettext
from flask_babel import gettext as _

from webapp.domain import operating
from webapp.domain.deriving import Turn
from webapp.queries.operations import Operations
from webapp.web.words import number, size

_KNOWN_FIGURES = 3


@dataclass(frozen=True)
class Value:
    """A figure as it is read; `key` and `raw` are the name and value that the metrics have."""

    key: str
    raw: float
    words: str


@dataclass(frozen=True)
class Row:
    """A line: what it is about, its figures, and what to do; '' is fine.

    One that is not `judged` only tells.
    """

    id: str
    label: str
    values: list[Value]
    advice: str = ""
    more: tuple[str, ...] = ()
    judged: bool = True


def work_rows(seen: Operations, *, now: datetime) -> list[Row]:
    """What waits to be done."""
    return [_due(seen, now), _outbox(seen, now), _outgoing(seen), _queue(seen), _failed(seen)]


def stock_rows(seen: Operations, *, machine_now: datetime) -> list[Row]:
    """What is kept, and where."""
    return [
        _check(seen, machine_now),
        _told("originals", _("Originals"), [_size("originals_bytes", seen.originals_bytes)]),
        _told("database", _("Database"), [_size("database_bytes", seen.database_bytes)]),
        _disk(seen),
        *_counted(seen),
    ]


def ago(at: datetime, *, now: datetime) -> str:
    """'5 minutes ago'."""
    return str(format_timedelta(at - now, add_direction=True))


def _due(seen: Operations, now: datetime) -> Row:
    words = ngettext("%(num)s job", "%(num)s jobs", seen.due)
    if seen.due_since is not None:
        words = _("%(jobs)s, the first %(ago)s", jobs=words, ago=ago(seen.due_since, now=now))
    advice = ""
    if seen.clock_hold is not None and seen.due:
        advice = _("They wait until the clock is released.")
    elif operating.is_archiving_late(seen.due_since, now=now):
        advice = _("A worker archives within a minute. See below whether one is at work.")
    return Row("due", _("Due to be archived"), [Value("jobs_due", seen.due, str(words))], advice)


def _outbox(seen: Operations, now: datetime) -> Row:
    waiting = seen.waiting
    words = ngettext("%(num)s message waits", "%(num)s messages wait", waiting.number)
    if waiting.oldest is not None:
        words = _("%(waiting)s, the oldest written %(ago)s", waiting=words,
                  ago=ago(waiting.oldest, now=now))  # fmt: skip
    advice = ""
    if seen.outbox_held is not None:
        advice = _("They wait until the outbox is released.")
    elif operating.is_sending_late(waiting.urgent, now=now):
        advice = _(
            "A message that somebody waits for does not go out. See what the mail server"
            " answered, in the messages of its studio."
        )
    value = Value("outgoing-waiting", waiting.number, str(words))
    return Row("outbox", _("Outbox"), [value], advice)


def _outgoing(seen: Operations) -> Row:
    left = {state: each for state, each in seen.outgoing.numbers.items() if state != "waiting"}
    values = _states("outgoing", left, about=seen.outgoing.about)
    return _told("outgoing", _("Left the outbox"), values)


def _queue(seen: Operations) -> Row:
    turns = {
        Turn.ON_SALE: _("on sale"),
        Turn.IN_PREPARATION: _("in preparation"),
        Turn.ARCHIVED: _("archived"),
        Turn.NEW_LOOK: _("new watermark"),
    }
    values = [
        Value(
            f"previews_queued-{turn.name.lower().replace('_', '-')}",
            seen.queued.get(turn, 0),
            f"{words}: {number(seen.queued.get(turn, 0))}",
        )
        for turn, words in turns.items()
    ]
    is_stuck = any(seen.queued.values()) and not seen.has_worker
    advice = _("No worker is at work: nobody makes them.") if is_stuck else ""
    return Row("queue", _("Previews to be made"), values, advice)


def _failed(seen: Operations) -> Row:
    total = sum(each.number for each in seen.failed)
    words = ngettext("%(num)s photo", "%(num)s photos", total)
    advice = ""
    if total:
        advice = _("The photographer finds them on the job’s Photos tab, with what to do.")
    return Row(
        "failed", _("Previews failed"), [Value("previews_failed", total, str(words))], advice
    )


def _check(seen: Operations, now: datetime) -> Row:
    check = seen.check
    label = _("Records and files")
    if check is None or check.ended_at is None:
        return Row(
            "check", label, [], more=(str(_("Not compared yet. A worker does so at night.")),)
        )
    left = check.differences - check.corrected
    words = ngettext("%(num)s difference", "%(num)s differences", left)
    advice = ""
    if left:
        advice = _("See what they are: shelflife storage check, and with --repair it mends them.")
    elif operating.is_check_late(check.ended_at, now=now):
        advice = _("Not compared for two nights. See below whether a worker is at work.")
    compared = _("compared %(ago)s", ago=ago(check.ended_at, now=now))
    value = Value("storage_differences", left, f"{words}, {compared}")
    return Row("check", label, [value], advice, tuple(check.sentences))


def _disk(seen: Operations) -> Row:
    label = _("Disk of the data folder")
    if seen.disk is None:
        return Row("disk", label, [], _("The folder cannot be reached."))
    free, total = seen.disk.free, seen.disk.total
    words = _("%(free)s of %(total)s free", free=size(free), total=size(total))
    is_low = operating.is_disk_low(free, total)
    advice = _("Uploads will be refused soon. Make room, or move the photos.") if is_low else ""
    return Row("disk", label, [Value("disk_free_bytes", free, str(words))], advice)


def _counted(seen: Operations) -> Iterable[Row]:
    yield _told("jobs", _("Jobs by status"), _states("jobs", seen.jobs))
    for key, label, found in (
        ("photos", _("Photos by previews"), seen.photos),
        ("messages", _("Messages by state"), seen.messages),
    ):
        yield _told(key, label, _states(key, found.numbers, about=found.about))


def _told(row_id: str, label: str, values: list[Value]) -> Row:
    return Row(row_id, label, values, judged=False)


def _size(key: str, value: int) -> Value:
    return Value(key, value, size(value))


def _states(
    key: str, counts: Mapping[str, int], *, about: Container[str] = frozenset()
) -> list[Value]:
    return [
        Value(
            f"{key}-{state}",
            count,
            f"{_state(state)}: {_reckoned(count) if state in about else number(count)}",
        )
        for state, count in sorted(counts.items())
    ]


def _reckoned(count: int) -> str:
    """'about 9,880,000': three figures are as much as anybody knows of it."""
    return str(_("about %(number)s", number=number(round(count, _KNOWN_FIGURES - len(str(count))))))


def _state(state: str) -> str:
    words = {
        "planning": _("planning"),
        "selling": _("selling"),
        "archived": _("archived"),
        "waiting": _("waiting"),
        "ready": _("ready"),
        "failed": _("failed"),
        "planned": _("planned"),
        "sending": _("sending"),
        "sent": _("sent"),
        "cancelled": pgettext("message", "cancelled"),
        "unknown": _("without an answer"),
    }
    return str(words.get(state, state))
