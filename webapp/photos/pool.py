"""Derives many photos at a time in processes of their own, so that a bad one fails alone."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType

from webapp.photos.deriving import Preview, derive
from webapp.photos.keys import Size

_LOOK_SECONDS = 0.2
_LOOK_FOR_PARENT_SECONDS = 1.0


@dataclass(frozen=True)
class Derived:
    """What came of one photo: its previews, or the reason in `failure` (for the log)."""

    photo_id: str
    previews: Sequence[Preview] = ()
    failure: str = ""
    is_missing: bool = False


class DerivingPool:
    """Processes that stay for the next photos; started when there is something to do."""

    def __init__(self, workers: int, sizes: Sequence[Size] = tuple(Size)) -> None:
        self._workers = workers
        self._sizes = tuple(sizes)
        self._executor: ProcessPoolExecutor | None = None

    def __enter__(self) -> "DerivingPool":
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

    def derive_all(
        self,
        originals: Iterable[tuple[str, Path]],
        stopping: Callable[[], bool] = lambda: False,
    ) -> Iterator[Derived]:
        """One result for each (photo id, original), as they become ready, in any order.

        Ends soon after `stopping()` says so; what is not ready then has no result.
        """
        waiting = dict(originals)
        try:
            for result in self._together(waiting, stopping):
                del waiting[result.photo_id]
                yield result
        except BrokenProcessPool:
            self.close()
            yield from self._one_by_one(waiting, stopping)

    def _together(
        self, originals: dict[str, Path], stopping: Callable[[], bool]
    ) -> Iterator[Derived]:
        futures = {self._submit(path): photo_id for photo_id, path in originals.items()}
        waiting = set(futures)
        while waiting and not stopping():
            done, waiting = wait(waiting, _LOOK_SECONDS, return_when=FIRST_COMPLETED)
            for future in done:
                yield _outcome(futures[future], future)
                if stopping():
                    return

    def _one_by_one(
        self, originals: dict[str, Path], stopping: Callable[[], bool]
    ) -> Iterator[Derived]:
        """A process died: whoever kills it alone is the one to blame."""
        for photo_id, path in originals.items():
            if stopping():
                return
            try:
                yield _outcome(photo_id, self._submit(path))
            except BrokenProcessPool:
                self.close()
                yield Derived(photo_id, failure="the deriving process ended")

    def _submit(self, path: Path) -> Future[list[Preview]]:
        if self._executor is None:
            self._executor = ProcessPoolExecutor(
                self._workers,
                mp_context=get_context("spawn"),
                initializer=_stay_only_with,
                initargs=(os.getpid(),),
            )
        return self._executor.submit(derive, path, self._sizes)


def _stay_only_with(parent: int) -> None:
    """Leave Ctrl-C to the parent, and go when it is gone, however it ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_after, args=(parent,), daemon=True).start()


def _leave_after(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_FOR_PARENT_SECONDS)
    os._exit(0)


def _outcome(photo_id: str, future: Future[list[Preview]]) -> Derived:
    try:
        return Derived(photo_id, future.result())
    except BrokenProcessPool:
        raise
    except FileNotFoundError:
        return Derived(photo_id, failure="the original is missing", is_missing=True)
    except Exception as fault:  # noqa: BLE001 - decoders raise nearly anything
        return Derived(photo_id, failure=f"{type(fault).__name__}: {fault}")
