"""Copies everything that an installation keeps from one store to another, verified by its hash.

Nothing is ever deleted at the source. What lies at the target with the right hash is left as it
is: whoever was interrupted, however hard, does it again and goes on where it ended.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from itertools import islice

from sqlalchemy import ColumnElement, select

from webapp.models.base import db, read_committed_state
from webapp.models.photo import Photo
from webapp.models.trash import WITH_TRASH
from webapp.photos.keys import original_key
from webapp.photos.store import PhotoStore

AT_ONCE = 200
THREADS = 8
_ORIGINALS = "originals/"


class Outcome(StrEnum):
    """How it went with one file."""

    COPIED = "copied"
    THERE = "there"  # from an earlier time, whole
    GONE = "gone"  # deleted at the source meanwhile, with its record
    DIFFERS = "differs"  # at the target, but not what is on record or was sent
    MISSING = "missing"  # on record, and not at the source


FAULTS = (Outcome.DIFFERS, Outcome.MISSING)


@dataclass(frozen=True)
class Step:
    """One file that was dealt with; `size` in bytes of what was sent."""

    key: str
    outcome: Outcome
    size: int = 0


@dataclass
class Moved:
    """How many files of each outcome, and how many bytes were copied."""

    files: Counter[Outcome] = field(default_factory=Counter)
    copied_bytes: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether the target has everything, as it is on record."""
        return not any(self.files[fault] for fault in FAULTS)

    def note(self, step: Step) -> None:
        """Count it."""
        self.files[step.outcome] += 1
        self.copied_bytes += step.size


def move_store(
    source: PhotoStore, target: PhotoStore, *, on_step: Callable[[Step], None] = lambda _: None
) -> Moved:
    """Copy what the target lacks. Raises StoreDown and StoreFull: then do it again later.

    Originals are compared with the hash on their record, everything else with what was read.
    """
    moved = Moved()
    for step in _steps(source, target):
        moved.note(step)
        on_step(step)
    return moved


def _steps(source: PhotoStore, target: PhotoStore) -> Iterator[Step]:
    seen: set[str] = set()
    with ThreadPoolExecutor(THREADS) as threads:
        copy = partial(_copy, source, target)
        for keys in _chunks(source.keys()):
            wanted = _hashes_on_record(keys)
            seen |= wanted.keys()
            yield from map(_look_again, threads.map(copy, keys, map(wanted.get, keys)))
        for unseen in _unseen(seen):
            yield from map(_look_again, threads.map(copy, unseen, unseen.values()))


def _copy(source: PhotoStore, target: PhotoStore, key: str, on_record: str | None) -> Step:
    try:
        if _is_there(source, target, key, on_record):
            return Step(key, Outcome.THERE)
        with source.open(key) as file:
            sent = target.put(key, file)
    except FileNotFoundError:
        return Step(key, Outcome.GONE)
    is_right = sent.sha256 == (on_record or sent.sha256) == target.sha256(key)
    return Step(key, Outcome.COPIED if is_right else Outcome.DIFFERS, sent.size)


def _is_there(source: PhotoStore, target: PhotoStore, key: str, on_record: str | None) -> bool:
    """Whether the target has these very bytes already; of a bucket, asked once."""
    try:
        found = target.sha256(key)
    except FileNotFoundError:
        return False
    return found == (on_record or source.sha256(key))


def _chunks(keys: Iterable[str]) -> Iterator[list[str]]:
    keys = iter(keys)
    while chunk := list(islice(keys, AT_ONCE)):
        yield chunk


def _hashes_on_record(keys: Sequence[str]) -> dict[str, str]:
    """The hash that is on record for each of these originals, by their keys."""
    ids = [key.rpartition("/")[2] for key in keys if key.startswith(_ORIGINALS)]
    return _hashes(Photo.id.in_(ids)) if ids else {}


def _unseen(seen: set[str]) -> Iterator[Mapping[str, str]]:
    """What is on record and was not among the files: added since, or missing."""
    last = ""
    while wanted := _hashes(Photo.id > last):
        last = list(wanted)[-1].rpartition("/")[2]
        yield {key: sha256 for key, sha256 in wanted.items() if key not in seen}


def _hashes(condition: ColumnElement[bool]) -> dict[str, str]:
    read_committed_state()
    rows = db.session.execute(
        select(Photo.id, Photo.content_hash).where(condition).order_by(Photo.id).limit(AT_ONCE),
        execution_options=WITH_TRASH,
    )
    return {original_key(photo_id): content_hash for photo_id, content_hash in rows}


def _look_again(step: Step) -> Step:
    """A photo whose original is gone with its record was deleted; without, it is missing."""
    if step.outcome is Outcome.GONE and _hashes_on_record([step.key]):
        return Step(step.key, Outcome.MISSING)
    return step
