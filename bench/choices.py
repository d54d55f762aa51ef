"""What one may choose when measuring: how much, on which databases, how often."""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog

from bench.outcome import Line, table
from bench.places import KINDS, a_run
from tests.support.run import Run
from webapp import clock

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
_END = "<!-- its end -->"


@dataclass(frozen=True)
class Choices:
    """`scale`: of the volumes, 1 for the budgets; `repeat`: of which the best counts."""

    scale: float = 1.0
    databases: tuple[str, ...] = KINDS
    repeat: int = 3
    keep: bool = False


Measurement = Callable[[Run, Choices], Iterator[Line]]


def main(*measurements: Measurement) -> list[Line]:
    """Measure, telling each figure as it is known, and print the table at the end; `--keep` puts
    the lines of each measurement, as soon as it ends, into the part of the page of its name."""
    parts = {_part(each): each for each in measurements}
    choices, wanted = _read(list(parts))
    structlog.configure(processors=[structlog.dev.ConsoleRenderer()],
                        wrapper_class=structlog.make_filtering_bound_logger(30))  # fmt: skip
    with a_run(choices.databases) as run:
        lines = [line for part in wanted for line in _kept(part, parts[part], run, choices)]
    print(f"\n{table(lines)}")
    return lines


def _kept(part: str, measurement: Measurement, run: Run, choices: Choices) -> list[Line]:
    lines = list(_told(measurement, run, choices))
    if choices.keep:
        keep(table(lines), scale=choices.scale, part=part)
    return lines


def _part(measurement: Measurement) -> str:
    """`archiving` for what bench/archiving.py measures, also where that is what was started."""
    module = sys.modules[measurement.__module__]
    name = module.__spec__.name if module.__spec__ else module.__name__
    return name.rpartition(".")[2]


def _told(measurement: Measurement, run: Run, choices: Choices) -> Iterator[Line]:
    begin = time.monotonic()
    for line in measurement(run, choices):
        print(f"[{time.monotonic() - begin:6.1f} s] {' · '.join(filter(None, line.cells))}",
              flush=True)  # fmt: skip
        yield line


def keep(outcome: str, *, scale: float, part: str) -> None:
    """Replace a table in docs/performance.md: what stands between its part's two marks."""
    before, begin, end, after = place_of(part)
    today = clock.machine_now().date().isoformat()
    said = f"Measured on {today}, {os.cpu_count()} cores, scale {scale:g}."
    PAGE.write_text(f"{before}{begin}\n{said}\n\n{outcome}\n{end}{after}", encoding="utf-8")


def place_of(part: str) -> tuple[str, str, str, str]:
    """What stands before its place, the two marks, and what stands after; LookupError: none."""
    before, begin, rest = PAGE.read_text(encoding="utf-8").partition(f"<!-- {part} -->")
    _old, end, after = rest.partition(_END)
    if not end:
        raise LookupError(f"{PAGE.name} has no place for {part}")
    return before, begin, end, after


def _read(parts: Sequence[str]) -> tuple[Choices, Sequence[str]]:
    """What is chosen, and of which parts."""
    parser = argparse.ArgumentParser(description="Measure what the budgets promise.")
    parser.add_argument("parts", nargs="*", metavar="part", help=f"{', '.join(parts)}; none: all")
    parser.add_argument("--scale", type=float, default=1.0, help="of the volumes; 1: the budgets")
    parser.add_argument("--database", action="append", choices=KINDS, help="only on this one")
    parser.add_argument("--repeat", type=int, default=3, help="of which the best counts")
    parser.add_argument("--keep", action="store_true", help="put the table into the documentation")
    given = parser.parse_args()
    if unknown := set(given.parts) - set(parts):
        parser.error(f"nothing is called {', '.join(sorted(unknown))}")
    wanted = given.parts or parts
    for part in wanted if given.keep else ():
        place_of(part)  # before anything is measured that could not be kept
    choices = Choices(given.scale, tuple(given.database or KINDS), given.repeat, given.keep)
    return choices, wanted
