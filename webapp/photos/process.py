"""One process that opens photos, and what it has been given; if it dies, it is known over what."""

import os
import signal
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Generic, TypeVar

from webapp.photos.failures import Failure
from webapp.photos.limits import Limits

_SECONDS_TO_END = 5.0
# A copy of a process with threads would hold their locks for ever, and a fresh one imports the
# program for a second: these are copies of one that has imported it and does nothing else.
_CONTEXT = get_context("forkserver")
_CONTEXT.set_forkserver_preload(
    ["__main__", "webapp.photos.deriving", "webapp.photos.card_reading"]
)

Given = TypeVar("Given")
Made = TypeVar("Made")


@dataclass(frozen=True)
class Outcome(Generic[Made]):
    """What a process says of one photo; `detail` is for the log."""

    made: Made | None = None
    failure: Failure | None = None
    detail: str = ""


class PictureProcess(Generic[Given, Made]):
    """A process that does what it is given one after the other, and answers in that order."""

    def __init__(self, make: Callable[[Given], Made], limits: Limits) -> None:
        self.connection, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(
            target=_work, args=(theirs, make, limits, os.getpid()), daemon=True
        )
        self._process.start()
        theirs.close()
        self._given: deque[tuple[str, Given]] = deque()
        self._left = limits.photos

    @property
    def busy(self) -> int:
        """How many photos it has not answered yet."""
        return len(self._given)

    @property
    def number(self) -> int | None:
        """Its number among the processes of the machine."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether it is there; who was killed while idle is to blame for nothing."""
        return self._process.is_alive()

    @property
    def is_spent(self) -> bool:
        """Whether it has had its share: decoders may leak, and so another takes its place."""
        return self._left <= 0

    def give(self, photo_id: str, files: Given) -> None:
        """One more photo for it; if it is dead, `receive` says so."""
        self._given.append((photo_id, files))
        self._left -= 1
        with suppress(OSError):
            self.connection.send(files)

    def receive(self) -> tuple[str, Outcome[Made]] | None:
        """Its next answer; None when it died. It blocks unless `connection` is ready."""
        try:
            outcome: Outcome[Made] = self.connection.recv()
        except (EOFError, OSError):
            return None
        if outcome.failure is Failure.TOO_MUCH_MEMORY:
            self._left = 0
        return self._given.popleft()[0], outcome

    def bury(self) -> tuple[tuple[str, Outcome[Made]] | None, list[tuple[str, Given]]]:
        """Of a dead one: over what it died and why, and what it had not begun."""
        self.end()
        if not self._given:
            return None, []
        photo_id, _files = self._given.popleft()
        code = self._process.exitcode
        reason = _REASONS.get(code or 0, Failure.UNREADABLE)
        return (photo_id, Outcome(None, reason, f"the process ended ({code})")), [*self._given]

    def end(self) -> None:
        """Let it go; whatever it has not answered is lost."""
        self.connection.close()
        if self._given:
            self._process.kill()
        self._process.join(_SECONDS_TO_END)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


# Who is killed without having been asked was killed by the kernel, which was out of memory.
_REASONS = {-signal.SIGALRM: Failure.TOO_LONG, -signal.SIGKILL: Failure.TOO_MUCH_MEMORY}


def _work(
    connection: Connection, make: Callable[[Given], Made], limits: Limits, parent: int
) -> None:
    limits.hold(parent=parent)
    while True:
        try:
            files = connection.recv()
        except EOFError:
            return
        with limits.timed():
            outcome = _outcome(make, files)
        connection.send(outcome)


def _outcome(make: Callable[[Given], Made], files: Given) -> Outcome[Made]:
    try:
        return Outcome(make(files))
    except FileNotFoundError:
        return Outcome(None, Failure.MISSING, "the original is missing")
    except MemoryError:
        return Outcome(None, Failure.TOO_MUCH_MEMORY, "no memory is left")
    except Exception as fault:  # noqa: BLE001 - decoders raise nearly anything
        return Outcome(None, Failure.UNREADABLE, f"{type(fault).__name__}: {fault}")
