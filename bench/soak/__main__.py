"""Ten minutes of everything: a real installation with customers, photographers, uploads, archiving.

`python -m bench.soak` ends with 1 if anything was answered with an error, said in a log, lost,
done twice, or if memory grew: a straight line through the last two thirds, of all processes
together, may rise by a tenth at most (the first third is warming up). A steady leak of a sixth in
ten minutes is found, a smaller one only in a longer run. `--keep` puts the table into
docs/reliability.md.
"""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Sequence

from bench.places import KINDS, a_run
from bench.reliability import keep, table
from bench.soak.installation import soaked
from bench.soak.outcome import Soak
from webapp import clock

HEADING = "Ten minutes of everything"


def main(arguments: Sequence[str] | None = None) -> int:
    """Soak each database after the other; 1 if one of them has a fault."""
    parser = argparse.ArgumentParser(description="A real installation with everything at once.")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--database", choices=(*KINDS, "both"), default="both")
    parser.add_argument("--keep", action="store_true", help="put the table into the documentation")
    given = parser.parse_args(arguments)
    kinds = KINDS if given.database == "both" else (given.database,)
    soaks: dict[str, Soak] = {}
    with a_run(kinds) as run:
        for kind in kinds:
            soaks[kind] = soaked(run, kind, seconds=given.minutes * 60)
            print(f"{kind}: {dict(soaks[kind].cells())}", flush=True)
    outcome = _table(soaks)
    print(f"\n{outcome}")
    for kind, soak in soaks.items():
        for fault, number in Counter(soak.diary.faults).most_common(30):
            print(f"{kind}: {number} × {fault}")
    if given.keep:
        today = clock.machine_now().date().isoformat()
        keep(HEADING, f"Measured on {today}, {os.cpu_count()} cores.\n\n{outcome}")
    return int(any(soak.diary.faults for soak in soaks.values()))


def _table(soaks: dict[str, Soak]) -> str:
    columns = [dict(soak.cells()) for soak in soaks.values()]
    rows = [(name, *(column[name] for column in columns)) for name in columns[0]]
    return table(("what", *soaks), rows)


if __name__ == "__main__":
    sys.exit(main())
