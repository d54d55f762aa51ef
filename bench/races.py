"""Deeds at the same moment, 200 runs of each race on both databases, and without their locks.

`python -m bench.races --keep` plays them all, and puts the table into docs/reliability.md: what is
known so far every half minute, so that an interruption loses nothing.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.reliability import keep, table
from webapp import clock

_ROOT = Path(__file__).resolve().parents[1]
_EVERY = 30.0  # seconds between two looks at what is known so far
_TO_THE_END = (0, 1)  # pytest: all is well, or some failed; what else there is, cut it short
HEADING = "Deeds at the same moment"
_HEAD = ("at the same moment", "on", "runs", "anomalies", "refusals",
         "without the locks: runs", "anomalies", "refusals")  # fmt: skip
_COUNTS = ("runs", "anomalies", "refusals")


@dataclass
class Race:
    """What came of one race on one database; what was not played stands for nothing."""

    with_locks: dict[str, int] | None = None
    without: dict[str, int] | None = None
    needs_no_lock: str = ""
    stopped_by: str = ""

    def add(self, said: dict[str, Any]) -> None:
        """One line of the report: of the proof, or of its negative control."""
        self.with_locks = said.get("with", self.with_locks)
        self.without = said.get("without", self.without)
        self.needs_no_lock = said.get("needs_no_lock") or self.needs_no_lock
        self.stopped_by = said.get("stopped_by") or self.stopped_by

    @property
    def is_right(self) -> bool:
        """It was played, and nothing went wrong or was refused."""
        return bool(self.with_locks and self.with_locks["runs"]) and not _wrong(self.with_locks)

    @property
    def has_control(self) -> bool:
        """Without its locks it was seen going wrong, or it has said that it needs none."""
        if self.without is None:
            return bool(self.needs_no_lock)
        enough = ("anomalies", "refusals") if self.stopped_by else ("anomalies",)
        return any(self.without[each] for each in enough)

    def cells(self) -> tuple[str, ...]:
        """Its figures in the table."""
        without = _cells(self.without)
        if self.without is None and self.needs_no_lock:
            without = (f"needs none: {self.needs_no_lock}", "–", "–")
        elif self.stopped_by:
            without = (*without[:2], f"{without[2]}: {self.stopped_by}")
        return (*_cells(self.with_locks), *without)


Races = dict[tuple[str, str], Race]


def main(arguments: Sequence[str] | None = None) -> int:
    """Play, print the table; 1 where a race went wrong or a control never did."""
    parser = argparse.ArgumentParser(description="Deeds at the same moment, with and without locks")
    parser.add_argument("--runs", type=int, default=200, help="of each race")
    parser.add_argument("--keep", action="store_true", help="put the table into the documentation")
    parser.add_argument("--workers", default="2", help="processes in which races are played")
    parser.add_argument("--only", default="", help="an expression as pytest's -k takes it")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "races.jsonl"
        report.touch()
        playing = _play(report, runs=given.runs, only=given.only, workers=given.workers)
        try:
            _watch(playing, report, is_kept=given.keep)
        finally:
            playing.terminate()
            playing.wait()
            races = _told(report, is_kept=given.keep, is_over=playing.returncode in _TO_THE_END)
    print(f"\n{_table(races)}")
    missing = unproved(races)
    for name, on in missing:
        print(f"not proved: {name} ({on})")
    return int(playing.returncode != 0 or not races or bool(missing))


def unproved(races: Races) -> list[tuple[str, str]]:
    """Those that went wrong, or have no control. Where SQLite only refuses (whoever has looked
    before another wrote may not write), PostgreSQL's control of the same race stands for both."""

    def has_control(name: str, on: str) -> bool:
        refused = races[name, on].without
        elsewhere = races.get((name, "postgresql"), Race())
        is_refused = on == "sqlite" and bool(refused and refused["refusals"])
        return races[name, on].has_control or (is_refused and elsewhere.has_control)

    return [
        (name, on)
        for (name, on), race in sorted(races.items())
        if not (race.is_right and has_control(name, on))
    ]


def read(lines: Iterable[str]) -> Races:
    """The report, line by line, as the races wrote it."""
    races: Races = {}
    for line in lines:
        said = json.loads(line)
        races.setdefault((said["race"].rstrip("."), said["on"]), Race()).add(said)
    return races


def _play(report: Path, *, runs: int, only: str, workers: str) -> "subprocess.Popen[bytes]":
    chosen = ["-k", only] if only else []
    return subprocess.Popen(
        [sys.executable, "-m", "pytest", "-q", "-n", workers, "-m", "soaked", "tests/use_cases",
         "-o", "faulthandler_timeout=3600", *chosen],
        cwd=_ROOT,
        env=os.environ | {"RACE_RUNS": str(runs), "RACE_REPORT": str(report)},
    )  # fmt: skip


def _watch(playing: "subprocess.Popen[bytes]", report: Path, *, is_kept: bool) -> None:
    while playing.poll() is None:
        try:
            playing.wait(_EVERY)
        except subprocess.TimeoutExpired:
            _told(report, is_kept=is_kept, is_over=False)


def _told(report: Path, *, is_kept: bool, is_over: bool) -> Races:
    """What is known by now; it is kept as soon as there is anything."""
    races = read(report.read_text(encoding="utf-8").splitlines())
    if is_kept and races:
        today = clock.machine_now().date().isoformat()
        how_far = "" if is_over else ", and not to the end: what is missing was not played"
        said = f"Played on {today}, {os.cpu_count()} cores{how_far}."
        keep(HEADING, f"{said}\n\n{_table(races)}")
    return races


def _table(races: Races) -> str:
    return table(_HEAD, [(name, on, *race.cells()) for (name, on), race in sorted(races.items())])


def _cells(counts: dict[str, int] | None) -> tuple[str, ...]:
    return tuple(str(counts[each]) for each in _COUNTS) if counts else ("not run", "–", "–")


def _wrong(counts: dict[str, int] | None) -> int:
    return counts["anomalies"] + counts["refusals"] if counts else 0


if __name__ == "__main__":
    sys.exit(main())
