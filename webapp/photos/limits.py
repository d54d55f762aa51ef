"""How far a process goes for one photo: so much time, so much memory, and no further."""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

if sys.platform == "linux":
    import resource

_LOOK_FOR_PARENT_SECONDS = 1.0
_OOM_SCORE = Path("/proc/self/oom_score_adj")
_KILL_ME_FIRST = "1000"


@dataclass(frozen=True)
class Limits:
    """`seconds` for one photo, `memory` in bytes of address space, `photos` in a process's life.

    A WebP of 120 megapixels takes 1.8 GB, with transparency 3.3 GB.
    """

    seconds: float = 60.0
    memory: int = 4 * 1024**3
    photos: int = 300

    @contextmanager
    def timed(self) -> Iterator[None]:
        """The kernel ends this process if the block takes longer, whatever it is hanging in."""
        signal.setitimer(signal.ITIMER_REAL, self.seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def hold(self, *, parent: int) -> None:
        """What a new process begins with; it ends when `parent` does, however that ended."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        threading.Thread(target=_leave_after, args=(parent,), daemon=True).start()
        self._hold_memory()

    def _hold_memory(self) -> None:
        """Only Linux keeps to a limit of address space; elsewhere the time has to do."""
        if sys.platform != "linux":
            return
        resource.setrlimit(resource.RLIMIT_AS, (self.memory, self.memory))
        with suppress(OSError):  # a machine without memory ends this process, not the worker
            _OOM_SCORE.write_text(_KILL_ME_FIRST)


def _leave_after(parent: int) -> None:
    with suppress(OSError):
        while True:
            os.kill(parent, 0)  # no signal: only whether it is there
            time.sleep(_LOOK_FOR_PARENT_SECONDS)
    os._exit(0)
