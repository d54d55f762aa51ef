"""Keeps a store that hangs from holding up everybody: while it is silent, one call asks again."""

import threading
from collections.abc import Callable
from time import monotonic

from webapp.photos.store import StoreDown

SECONDS_DOWN = 5.0
_LONGEST_CALL = 120.0


class Breaker:
    """Lets through all calls to a store that answers; to a silent one, one call at a time.

    That one waits for as long as the network takes; all others are refused at once meanwhile.
    """

    def __init__(
        self, *, seconds: float = SECONDS_DOWN, now: Callable[[], float] = monotonic
    ) -> None:
        self._seconds = seconds
        self._now = now
        self._lock = threading.Lock()
        self._closed_until: float | None = None

    def refuse_in_vain(self) -> None:
        """Before a call. Raises StoreDown at once where it would only wait."""
        with self._lock:
            if self._closed_until is None:
                return
            if self._now() < self._closed_until:
                raise StoreDown("the object store does not answer")
            self._closed_until = self._now() + _LONGEST_CALL

    def note_silence(self) -> None:
        """The store did not answer this call."""
        with self._lock:
            self._closed_until = self._now() + self._seconds

    def note_answer(self) -> None:
        """The store answered, whatever it said."""
        with self._lock:
            self._closed_until = None
