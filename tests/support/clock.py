"""The clock of a test: it stands still until the test turns it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

MONDAY_MORNING = datetime(2026, 11, 23, 9, tzinfo=UTC)  # 10:00 in Berlin


class Clock:
    """Writes the file that `webapp.clock` reads, here and in a server beside the test."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.set(MONDAY_MORNING)

    def now(self) -> datetime:
        """The instant that the application takes for the present."""
        return datetime.fromisoformat(self.path.read_text())

    def set(self, instant: datetime) -> None:
        """Turn the clock to an aware instant."""
        draft = self.path.with_suffix(".draft")
        draft.write_text(instant.astimezone(UTC).isoformat())
        draft.replace(self.path)

    def advance(self, **duration: float) -> datetime:
        """Turn the clock on, as in `advance(days=1, hours=2)`; gives the new present."""
        self.set(self.now() + timedelta(**duration))
        return self.now()
