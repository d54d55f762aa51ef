"""Watches the machine's clock, and has what acts by it wait once it has jumped (invariant 5)."""

from collections.abc import Callable
from datetime import datetime
from threading import Lock

from webapp.domain.clock_watch import Reading, jump
from webapp.queries.clock_hold import is_clock_held
from webapp.use_cases.hold_clock import hold_clock

ASKED_EVERY_SECONDS = 2.0


class Watch:
    """Looks at two clocks and into the database; one for all threads of a worker.

    The business clock of a demo, which is moved by hand, is not looked at. `asked_every`: so many
    seconds may the knowledge be old that nobody else holds; an own jump is known at once.
    """

    def __init__(
        self,
        worker: str,
        *,
        machine_now: Callable[[], datetime],
        steady: Callable[[], float],
        asked_every: float = ASKED_EVERY_SECONDS,
    ) -> None:
        self._worker = worker
        self._machine_now = machine_now
        self._steady = steady
        self._asked_every = asked_every
        self._free_until = float("-inf")
        self._lock = Lock()
        self._last = self._read()

    def is_held(self) -> bool:
        """Whether what acts by the clock has to wait; looks first. Needs an app context.

        Nobody gets an answer before a jump that somebody sees is on record. If that fails, it is
        seen again at the next look.
        """
        with self._lock:
            reading = self._read()
            ahead = jump(self._last, reading)
            if ahead is not None:
                hold_clock(ahead, worker=self._worker, now=reading.machine)
                self._free_until = float("-inf")
            self._last = reading
            if reading.steady < self._free_until:
                return False
            is_held = is_clock_held()
            if not is_held:
                self._free_until = reading.steady + self._asked_every
            return is_held

    def _read(self) -> Reading:
        return Reading(self._machine_now(), self._steady())
