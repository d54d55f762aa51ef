"""Once a night the worker compares records and files, and writes down what it found (D5).

It reports, sets figures right, and removes what is left of deleted photos; whatever else means
deleting or deriving is left to a person and `shelflife storage check --repair`. What stays
different shows in the metrics until it is mended.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from typing import Self

from sqlalchemy import delete, func, select

from webapp.models.base import db, new_id, read_committed_state, transaction
from webapp.models.expressions import insert_or_update
from webapp.models.operation import StorageCheck
from webapp.photos.store import PhotoStore
from webapp.use_cases.check_storage import Drift, differences
from webapp.use_cases.storage_figures import wrong_figures

NIGHT = range(1, 5)
KEPT = 30
SAID = 100
_A_DAY_OR_SO = timedelta(hours=20)
_TOO_LONG = timedelta(hours=48)


def is_due(*, now: datetime, last: datetime | None) -> bool:
    """At night; by day only on a machine that sleeps at night, or when it was never done.

    `now`: the machine's time, in the machine's own zone.
    """
    if last is None or now - last >= _TOO_LONG:
        return True
    return now.hour in NIGHT and now - last >= _A_DAY_OR_SO


def check_at_night(
    store: PhotoStore,
    *,
    machine_now: Callable[[], datetime],
    business_now: Callable[[], datetime] | None = None,
) -> int:
    """The check, if it is due and nobody else has begun it; how many checks that were."""
    began_at = machine_now()
    if not is_due(now=began_at.astimezone(), last=_last_begun()):
        return 0
    check_id = f"night-{began_at.astimezone():%Y%m%d}"
    if not _begin(check_id, began_at):
        return 0
    try:
        figures = (Drift(sentence, is_corrected=True) for sentence in wrong_figures(repair=True))
        found = differences(
            store,
            repair=False,
            now=began_at,
            business_now=business_now() if business_now else None,
            finish_deletions=True,
        )
        result = _Result.of(chain(figures, found))
    except BaseException:
        _forget(check_id)
        raise
    _end(check_id, result, now=machine_now())
    return 1


def note_check(
    found: Iterable[Drift], *, began_at: datetime, ended_at: Callable[[], datetime]
) -> None:
    """Go through what a check by hand finds, and keep it: it counts as the last one."""
    check_id = new_id()
    result = _Result.of(found)
    _begin(check_id, began_at)
    _end(check_id, result, now=ended_at())


@dataclass
class _Result:
    differences: int = 0
    corrected: int = 0
    sentences: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, found: Iterable[Drift]) -> Self:
        result = cls()
        for drift in found:
            result.differences += 1
            result.corrected += drift.is_corrected
            if len(result.sentences) < SAID and not drift.is_corrected:
                result.sentences.append(drift.sentence)
        return result


def _last_begun() -> datetime | None:
    read_committed_state()
    last = db.session.scalar(select(func.max(StorageCheck.began_at)))
    read_committed_state()
    return last


def _begin(check_id: str, now: datetime) -> bool:
    """Whether it is ours: the id of a night is given once."""
    with transaction() as session:
        begun = session.execute(
            insert_or_update(session, StorageCheck)
            .values(id=check_id, began_at=now, differences=0, corrected=0, sentences=[])
            .on_conflict_do_nothing(index_elements=["id"])
            .returning(StorageCheck.id)
        )
        return begun.first() is not None


def _forget(check_id: str) -> None:
    """It broke off: whoever comes next begins it anew."""
    with transaction() as session:
        session.execute(delete(StorageCheck).where(StorageCheck.id == check_id))


def _end(check_id: str, result: _Result, *, now: datetime) -> None:
    """Write down what was found, and keep the last thirty checks."""
    with transaction() as session:
        check = session.get_one(StorageCheck, check_id)
        check.ended_at, check.sentences = now, result.sentences
        check.differences, check.corrected = result.differences, result.corrected
        session.flush()
        kept = select(StorageCheck.id).order_by(StorageCheck.began_at.desc()).limit(KEPT)
        ids = session.scalars(kept).all()
        session.execute(delete(StorageCheck).where(StorageCheck.id.not_in(ids)))
