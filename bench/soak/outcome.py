"""What came of the soak of one installation, and what its table says."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import linear_regression

from bench.soak.traffic import Diary

GROWTH = 1.1
SETTLED = 5 * 60  # seconds: what is shorter is warming up, its growth is shown and not judged


@dataclass
class Soak:
    """What came of one installation."""

    diary: Diary = field(default_factory=Diary)
    memory: list[float] = field(default_factory=list)
    due: list[str] = field(default_factory=list)
    mails: int = 0
    seconds: float = 0.0

    @property
    def settled(self) -> tuple[float, float]:
        """Memory at the beginning and the end of the last two thirds, on the straight line that
        fits them best: a leak shows in its slope, however slowly it drips."""
        tail = self.memory[len(self.memory) // 3 :]
        slope, begin = linear_regression(range(len(tail)), tail)
        return begin, begin + slope * (len(tail) - 1)

    @property
    def growth(self) -> float:
        """By which factor that line rises."""
        begin, end = self.settled
        return end / begin

    @property
    def leaks(self) -> bool:
        """Whether a run that was long enough grew too much."""
        return self.seconds >= SETTLED and self.growth > GROWTH

    def cells(self) -> Iterator[tuple[str, str]]:
        """What the table says."""
        diary = self.diary
        begin, end = self.settled
        yield "minutes", f"{self.seconds / 60:.1f}"
        yield "requests", f"{diary.requests:,}"
        yield "orders placed, each mailed once", f"{len(diary.orders):,}"
        yield "saves of one job by two people, tried", f"{diary.attempts:,}"
        yield "stored, in order, none lost", f"{len(diary.saves):,}"
        yield "answered with a conflict (409)", f"{diary.conflicts:,}"
        yield "uploads", f"{len(diary.files):,}"
        yield "jobs archived, each once", f"{len(self.due):,}"
        yield "mails taken by the server", f"{self.mails:,}"
        yield "memory, from one third to the end, MB", f"{begin:.0f} to {end:.0f}"
        yield f"end / beginning (≤ {GROWTH})", f"{self.growth:.3f}"
        yield "faults", str(len(diary.faults))
