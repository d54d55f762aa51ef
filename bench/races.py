"""Deeds at the same moment, 200 runs of each race on both databases, and without their locks.

`python -m bench.races --keep` plays them all, and puts the table into docs/reliability.md.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.reliability import keep, table
from webapp import clock

_ROOT = Path(__file__).resolve().parents[1]
_NEVER = "NEVER"
HEADING = "Deeds at the same moment"
_HEAD = ("at the same moment", "on", "runs", "anomalies", "without the locks wrong in run")


@dataclass
class Race:
    """What came of one race on one database."""

    runs: int = 0
    wrong: list[int] = field(default_factory=list)
    without: str = "it needs none"

    def add(self, said: dict[str, Any]) -> None:
        """One line of the report: a proof, an anomaly, or its negative control."""
        self.runs = said.get("runs", self.runs)
        if "wrong" in said:
            self.runs = said["wrong"]
            self.wrong.append(said["wrong"])
        if "without" in said:
            self.without = str(said["without"] or _NEVER)

    @property
    def is_proved(self) -> bool:
        """It never went wrong with the locks, and did without them, where it has a control."""
        return bool(self.runs) and not self.wrong and self.without != _NEVER


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
        failed = _play(report, runs=given.runs, only=given.only, workers=given.workers)
        races = _read(report.read_text(encoding="utf-8").splitlines())
    rows = [_cells(name, on, race) for (name, on), race in sorted(races.items())]
    outcome = table(_HEAD, rows)
    print(f"\n{outcome}")
    if given.keep:
        today = clock.machine_now().date().isoformat()
        keep(HEADING, f"Played on {today}, {os.cpu_count()} cores.\n\n{outcome}")
    return int(failed or not races or not all(race.is_proved for race in races.values()))


def _play(report: Path, *, runs: int, only: str, workers: str) -> bool:
    chosen = ["-k", only] if only else []
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", workers, "-m", "soaked", "tests/use_cases",
         "-o", "faulthandler_timeout=3600", *chosen],
        cwd=_ROOT, check=False,
        env=os.environ | {"RACE_RUNS": str(runs), "RACE_REPORT": str(report)},
    )  # fmt: skip
    return done.returncode != 0


def _read(lines: Iterable[str]) -> dict[tuple[str, str], Race]:
    races: dict[tuple[str, str], Race] = {}
    for line in lines:
        said = json.loads(line)
        races.setdefault((said["race"].rstrip("."), said["on"]), Race()).add(said)
    return races


def _cells(name: str, on: str, race: Race) -> tuple[str, ...]:
    return (name, on, str(race.runs), str(len(race.wrong)), race.without)


if __name__ == "__main__":
    sys.exit(main())
