"""The only module that asks the machine for the time.

Two clocks: `now()` is the time of the business (jobs, dates, the counter), which a demo or a test
may set through a file; `machine_now()` is the machine's own and measures what must not be moved:
sessions, throttling, leases, heartbeats.
"""

import time
from datetime import UTC, datetime
from pathlib import Path

_clock_file: Path | None = None
# Linux has one that counts the time asleep; elsewhere (macOS) the monotonic one does.
_STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def use_file(path: Path | None) -> None:
    """Take the business time from this file (one ISO 8601 instant), or from the machine: None."""
    global _clock_file  # noqa: PLW0603 - one process, one clock
    _clock_file = path


def is_set_by_hand() -> bool:
    """Whether a file, and not the machine, says what time it is."""
    return _clock_file is not None and _clock_file.exists()


def now() -> datetime:
    """The aware UTC instant of the business; re-reads the clock file at every look."""
    if _clock_file is None:
        return machine_now()
    try:
        text = _clock_file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return machine_now()
    return parse(text)


def machine_now() -> datetime:
    """The aware UTC instant of the machine, whatever the clock file says."""
    return datetime.now(UTC)


def steady() -> float:
    """Seconds of a clock that nobody sets, and that goes on while the machine sleeps.

    Against it one sees that the machine's clock was set: a machine that slept has not jumped.
    """
    return time.clock_gettime(_STEADY)


def monotonic() -> float:
    """Seconds of a clock that never goes back, for measuring how long something took."""
    return time.monotonic()


def parse(text: str) -> datetime:
    """The aware UTC instant of an ISO 8601 text; a text without a zone is an error: ValueError."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"an instant needs its zone, like 2026-11-23T09:00:00+00:00, not {text!r}")
    return instant.astimezone(UTC)


def set_by_hand(instant: datetime) -> None:
    """Write the clock file, whole or not at all. Demo and tests only: RuntimeError without one."""
    if _clock_file is None:
        raise RuntimeError("there is no clock file to set")
    draft = _clock_file.with_suffix(".new")
    draft.write_text(instant.astimezone(UTC).isoformat(), encoding="ascii")
    draft.replace(_clock_file)
