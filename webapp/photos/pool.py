"""Opens many photos at a time in processes of their own, so that a bad one fails alone."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType
from typing import Generic, Self, TypeVar

from webapp.photos.deriving import Preview, derive
from webapp.photos.keys import Size

_LOOK_SECONDS = 0.2
_LOOK_FOR_PARENT_SECONDS = 1.0


Given = TypeVar("Given")
Made = TypeVar("Made")


@dataclass(frozen=True)
class Done(Generic[Made]):
    """What came of one photo: what was made of it, or the reason in `failure` (for the log)."""

    photo_id: str
    made: Made | None = None
    failure: str = ""
    is_missing: bool = False


@dataclass(frozen=True)
class Derived:
    """What came of one photo: its previews, or the reason in `failure` (for the log)."""

    photo_id: str
    previews: Sequence[Preview] = ()
    failure: str = ""
    is_missing: bool = False


class PicturePool(Generic[Given, Made]):
    """Processes that stay for the next photos; started when there is something to do."""

    def __init__(self, make: Callable[[Given], Made], workers: int) -> None:
        self._make = make
        self._workers = workers
        self._executor: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the processes; the next photo starts new ones."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
            self._executor = None

    def make_all(
        self,
        photos: Iterable[tuple[str, Given]],
        stopping: Callable[[], bool] = lambda: False,
    ) -> Iterator[Done[Made]]:
        """One result for each (photo id, its files), as they become ready, in any order.

        Ends soon after `stopping()` says so; what is not ready then has no result.
        """
        waiting = dict(photos)
        try:
            for result in self._together(waiting, stopping):
                del waiting[result.photo_id]
                yield result
        except BrokenProcessPool:
            self.close()
            yield from self._one_by_one(waiting, stopping)

    def _together(
        self, photos: dict[str, Given], stopping: Callable[[], bool]
    ) -> Iterator[Done[Made]]:
        futures = {self._submit(files): photo_id for photo_id, files in photos.items()}
        waiting = set(futures)
        while waiting and not stopping():
            done, waiting = wait(waiting, _LOOK_SECONDS, return_when=FIRST_COMPLETED)
            for future in done:
                yield _outcome(futures[future], future)
                if stopping():
                    return

    def _one_by_one(
        self, photos: dict[str, Given], stopping: Callable[[], bool]
    ) -> Iterator[Done[Made]]:
        """A process died: whoever kills it alone is the one to blame."""
        for photo_id, files in photos.items():
            if stopping():
                return
            try:
                yield _outcome(photo_id, self._submit(files))
            except BrokenProcessPool:
                self.close()
                yield Done(photo_id, failure="the deriving process ended")

    def _submit(self, files: Given) -> Future[Made]:
        if self._executor is None:
            self._executor = ProcessPoolExecutor(
                self._workers,
                mp_context=get_context("spawn"),
                initializer=_stay_only_with,
                initargs=(os.getpid(),),
            )
        return self._executor.submit(self._make, files)


class DerivingPool(PicturePool[Path, list[Preview]]):
    """Processes that make previews."""

    def __init__(self, workers: int, sizes: Sequence[Size] = tuple(Size)) -> None:
        super().__init__(partial(derive, sizes=tuple(sizes)), workers)

    def derive_all(
        self,
        originals: Iterable[tuple[str, Path]],
        stopping: Callable[[], bool] = lambda: False,
    ) -> Iterator[Derived]:
        """One result for each (photo id, original), as they become ready, in any order."""
        for done in self.make_all(originals, stopping):
            yield Derived(done.photo_id, done.made or (), done.failure, done.is_missing)


def _stay_only_with(parent: int) -> None:
    """Leave Ctrl-C to the parent, and go when it is gone, however it ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_after, args=(parent,), daemon=True).start()


def _leave_after(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_FOR_PARENT_SECONDS)
    os._exit(0)


def _outcome(photo_id: str, future: Future[Made]) -> Done[Made]:
    try:
        return Done(photo_id, future.result())
    except BrokenProcessPool:
        raise
    except FileNotFoundError:
        return Done(photo_id, failure="the original is missing", is_missing=True)
    except Exception as fault:  # noqa: BLE001 - decoders raise nearly anything
        return Done(photo_id, failure=f"{type(fault).__name__}: {fault}")
