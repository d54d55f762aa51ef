"""Hears that the program shall end: SIGTERM, Ctrl-C or a closed terminal, even while it rests."""

import os
import select
import signal
from types import FrameType


class Stop:
    """Whether somebody asked the program to end; once asked, it stays asked.

    `leave_after`: so many seconds later the process ends, whatever it is doing. Nothing is torn by
    that: what was begun in a transaction is undone, a lent photo is lent again.
    """

    def __init__(self, *, leave_after: int | None = None) -> None:
        self.requested = False
        self._leave_after = leave_after
        self._reading, self._writing = os.pipe()
        os.set_blocking(self._writing, False)

    def listen(self) -> None:
        """Take the signals that ask for the end from now on; only a main thread may."""
        # The byte is written the moment the signal arrives, so that no wait can miss it.
        signal.set_wakeup_fd(self._writing, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._ask)
        signal.signal(signal.SIGALRM, _leave)

    def ended_in_time(self) -> None:
        """All is done: from now on there is nothing that the process would have to leave."""
        signal.alarm(0)

    def wait(self, seconds: float) -> bool:
        """Rest for so many seconds, or until asked to end; answers whether that is so."""
        if not self.requested:
            select.select([self._reading], [], [], max(0.0, seconds))
        return self.requested

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        if self._leave_after and not self.requested:
            signal.alarm(self._leave_after)
        self.requested = True


def _leave(_number: int, _frame: FrameType | None) -> None:
    os._exit(0)
