"""Where it was killed: each deed dies before each of its steps, by kill -9; one line for each.

`python -m bench.kill_points` prints the table of docs/reliability.md; `--keep` puts it there.
"""

import argparse
import logging
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count

from bench.places import KINDS, SECRET, emptied
from bench.reliability import keep, place_of
from tests.faults.deeds import ALL
from tests.support import databases
from tests.support.clock import Clock
from tests.support.killing.kill_points import HEAD, Tally, kill
from tests.support.run import Run
from webapp import clock
from webapp.config import Config

HEADING = "Where it was killed"
_DEEDS = {deed.name: deed for deed in ALL}
_numbers = count(1)


def main() -> None:
    """Kill everything everywhere, telling each line as it is known; fail if anything was found."""
    given = _read()
    if given.keep:
        place_of(HEADING)
    logging.disable(logging.WARNING)  # what each worker says of each round
    tallies = []
    begun = time.monotonic()
    with _a_run() as run:
        for deed in given.deed:
            for kind in given.database or KINDS:
                with _a_place(run, kind) as config:
                    tallies.append(kill(deed(), config, every=given.every, instants=given.instants))
                _tell(tallies[-1], time.monotonic() - begun)
    print(f"\n{_table(tallies)}\n\n{_notes(tallies)}")
    if given.keep:
        _keep(tallies)
    if not all(tally.is_fine for tally in tallies):
        raise SystemExit(1)


@contextmanager
def _a_run() -> Iterator[Run]:
    """With the server of the tests: what dies is the program, so nobody has to wait for disks."""
    run = Run.begin()
    try:
        yield run
    finally:
        databases.drop_template(run)
        run.end()


@contextmanager
def _a_place(run: Run, kind: str) -> Iterator[Config]:
    data = run.folder / f"killed-{next(_numbers)}"
    data.mkdir()
    with emptied(run, kind) as address:
        yield Config(
            data=data, database_url=address, secret_key=SECRET, testing=True,
            clock_file=Clock(data / "clock").path,
        )  # fmt: skip


def _tell(tally: Tally, seconds: float) -> None:
    print(f"[{seconds:6.1f} s] {' · '.join(tally.cells)}", flush=True)
    for found in [*tally.torn, *tally.stuck]:
        print(f"           {found}", flush=True)


def _table(tallies: Sequence[Tally]) -> str:
    rows = [HEAD, ("---",) * len(HEAD), *(tally.cells for tally in tallies), _sum(tallies)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _sum(tallies: Sequence[Tally]) -> tuple[str, ...]:
    whole = Tally("all", "")
    for each in tallies:
        whole.killed.update(each.killed)
        whole.steps += each.steps
        whole.torn += each.torn
        whole.stuck += each.stuck
        whole.second_rounds += each.second_rounds
    return whole.cells


def _notes(tallies: Sequence[Tally]) -> str:
    """What is no fault, and has to be said."""
    return "\n".join(
        f"- {tally.deed}, {tally.database}: after {number} of the deaths {what}"
        for tally in tallies
        for what, number in sorted(tally.noted.items())
    )


def _keep(tallies: Sequence[Tally]) -> None:
    today = clock.machine_now().date().isoformat()
    said = f"Killed on {today}, {os.cpu_count()} cores."
    keep(HEADING, f"{said}\n\n{_table(tallies)}\n\n{_notes(tallies)}")


def _read(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Kill every deed before each of its steps.")
    parser.add_argument("--every", type=int, default=1, help="only before each n-th step")
    parser.add_argument("--instants", type=int, default=20, help="how often at any moment, besides")
    parser.add_argument("--deed", action="append", choices=sorted(_DEEDS), help="only this one")
    parser.add_argument("--database", action="append", choices=KINDS, help="only on this one")
    parser.add_argument("--keep", action="store_true", help="put the table into the documentation")
    given = parser.parse_args(arguments)
    given.deed = [_DEEDS[name] for name in given.deed or _DEEDS]
    return given


if __name__ == "__main__":
    main()
