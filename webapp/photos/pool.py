"""Opens many photos at a time in processes of their own, so that a bad one fails alone."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import wait
from types import TracebackType
from typing import Generic, Self

from webapp.photos.deriving import Original, Preview, derive
from webapp.photos.failures import Failure
from webapp.photos.keys import Size
from webapp.photos.limits import Limits
from webapp.photos.process import Given, Made, Outcome, PictureProcess

_LOOK_SECONDS = 0.2
_AHEAD = 2  # the next photo lies ready while the previews of the last one are stored


@dataclass(frozen=True)
class Done(Generic[Made]):
    """What came of one photo: what was made of it, or why not; `detail` is for the log."""

    photo_id: str
    made: Made | None = None
    failure: Failure | None = None
    detail: str = ""


class PicturePool(Generic[Given, Made]):
    """Processes that stay for the next photos; started when there is something to do.

    A photo that takes too long, too much memory or its process along fails alone, with its reason.
    """

    def __init__(
        self, make: Callable[[Given], Made], workers: int, *, limits: Limits | None = None
    ) -> None:
        self._make = make
        self._workers = workers
        self._limits = limits or Limits()
        self._processes: list[PictureProcess[Given, Made]] = []

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
        while self._processes:
            self._processes.pop().end()

    def make_all(
        self,
        photos: Iterable[tuple[str, Given]],
        stopping: Callable[[], bool] = lambda: False,
    ) -> Iterator[Done[Made]]:
        """One result for each (photo id, its files), as they become ready, in any order.

        Ends soon after `stopping()` says so; what is not ready then has no result.
        """
        line = _Line(photos)
        try:
            while not stopping():
                self._hand_out(line)
                if not self._is_busy():
                    return
                for photo_id, outcome in self._answers(line):
                    yield Done(photo_id, outcome.made, outcome.failure, outcome.detail)
                    if stopping():
                        return
        finally:
            if self._is_busy():
                self.close()

    def _is_busy(self) -> bool:
        return any(process.busy for process in self._processes)

    def _hand_out(self, line: "_Line[Given]") -> None:
        self._release()
        while (process := self._free()) is not None:
            photo = line.take()
            if photo is None:
                return
            process.give(*photo)

    def _release(self) -> None:
        """Let those go that have had their share, or died while they had nothing to do."""
        for process in [each for each in self._processes if not each.busy]:
            if process.is_alive and not process.is_spent:
                continue
            self._processes.remove(process)
            process.end()

    def _free(self) -> PictureProcess[Given, Made] | None:
        """Whoever has least to do; a new one rather than one that is at work."""
        free = [each for each in self._processes if each.busy < _AHEAD and not each.is_spent]
        least = min(free, key=lambda process: process.busy, default=None)
        if (least is None or least.busy) and len(self._processes) < self._workers:
            least = PictureProcess(self._make, self._limits)
            self._processes.append(least)
        return least

    def _answers(self, line: "_Line[Given]") -> Iterator[tuple[str, Outcome[Made]]]:
        for process in self._that_answer():
            answer = process.receive()
            if answer is None:
                self._processes.remove(process)
                answer, not_begun = process.bury()
                line.put_back(not_begun)
            if answer is not None:
                yield answer

    def _that_answer(self) -> list[PictureProcess[Given, Made]]:
        busy = [each for each in self._processes if each.busy]
        ready = wait([each.connection for each in busy], _LOOK_SECONDS)
        return [each for each in busy if each.connection in ready]


class _Line(Generic[Given]):
    """Who waits: taken one by one, as late as possible; whoever is put back comes first."""

    def __init__(self, photos: Iterable[tuple[str, Given]]) -> None:
        self._photos = iter(photos)
        self._put_back: deque[tuple[str, Given]] = deque()

    def take(self) -> tuple[str, Given] | None:
        return self._put_back.popleft() if self._put_back else next(self._photos, None)

    def put_back(self, photos: Sequence[tuple[str, Given]]) -> None:
        self._put_back.extend(photos)


class DerivingPool(PicturePool[Original, list[Preview]]):
    """Processes that make previews."""

    def __init__(
        self,
        workers: int,
        sizes: Sequence[Size] = tuple(Size),
        *,
        limits: Limits | None = None,
    ) -> None:
        super().__init__(partial(derive, sizes=tuple(sizes)), workers, limits=limits)
