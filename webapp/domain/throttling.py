"""How long somebody waits who types wrong passwords or codes again and again."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

FREE_FAILURES = 10
WINDOW = timedelta(minutes=15)
FIRST_DELAY = timedelta(seconds=15)
LONGEST_DELAY = timedelta(minutes=5)
_NONE = timedelta(0)
_DOUBLINGS = 10


@dataclass(frozen=True)
class Failures:
    """The failures counted for one address: how many, and between which instants.

    `free`: how many cost no time; `window`: after how long they are forgotten; `longest`: how long
    somebody waits at most.
    """

    number: int
    first_at: datetime
    last_at: datetime
    free: int = FREE_FAILURES
    window: timedelta = WINDOW
    longest: timedelta = LONGEST_DELAY

    def wait(self, now: datetime) -> timedelta:
        """How long the next attempt has to wait; nothing before the last free one."""
        if self.number < self.free or self.are_forgotten(now):
            return _NONE
        delay = self._delay()
        return min(max(self.last_at + delay - now, _NONE), delay)

    def are_forgotten(self, now: datetime) -> bool:
        """Whether they no longer count: few within the window, or long ago."""
        begin = self.first_at if self.number < self.free else self.last_at
        return now - begin >= self.window

    def one_more(self, now: datetime) -> "Failures":
        """With a failure at `now`; forgotten ones begin anew."""
        if self.number < 1 or self.are_forgotten(now):
            return replace(self, number=1, first_at=now, last_at=now)
        return replace(self, number=self.number + 1, last_at=now)

    def _delay(self) -> timedelta:
        """Twice as long with each failure, up to some minutes."""
        doublings = min(self.number - self.free, _DOUBLINGS)
        return min(FIRST_DELAY * int(2**doublings), self.longest)
