"""Two webs and two workers on one database and one object store: one dies, one is cut off for a
minute. Prints what was lost and what was done twice, and ends with 1 if it was anything."""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.places import a_run, emptied
from bench.reliability import keep, place_of
from bench.reliability import table as markdown
from bench.stores import a_bucket
from tests.support.mail_server import DOT, SLOW, MailServer
from tests.support.outage.cable import can_drop_packets
from tests.support.outage.day import Day, Seen, live_through
from tests.support.outage.machines import SECRET, Place
from tests.support.run import Run
from webapp import clock, create_app
from webapp.config import Config
from webapp.models.base import db

HEADING = "Several machines"
A_MINUTE = 60.0
# A connection is given up after 20 s at the latest, another one after 5, the page takes its time.
_LONGEST_ANSWER = 45.0
_LONGEST_END = 10.0  # the rule


@contextmanager
def _place(run: Run, folder: Path) -> Iterator[Place]:
    with (
        emptied(run, "postgresql") as address,
        a_bucket() as bucket,
        MailServer(script={DOT: [SLOW] * 400}) as mail,
    ):
        yield Place(
            folder=folder, database_url=address, bucket=bucket, mail=mail,
            clock=folder / "clock", base_url="http://photos.example", is_impatient=False,
        )  # fmt: skip


def measure(cut_off: float) -> Seen:
    """The day that tests/support/outage/day.py describes, with the patience of an installation."""
    day = Day(
        cut_off=cut_off, around=15, due=60, orders=100,
        longest_answer=_LONGEST_ANSWER, longest_end=_LONGEST_END,
    )  # fmt: skip
    with a_run(("postgresql",)) as run, tempfile.TemporaryDirectory(prefix="machines-") as name:
        folder = Path(name)
        with _place(run, folder) as place:
            (folder / "here").mkdir()
            app = create_app(
                Config(
                    data=folder / "here", database_url=place.database_url,
                    photos_url=place.photos_url, secret_key=SECRET, base_url=place.base_url,
                    clock_file=place.clock, testing=True,
                )
            )  # fmt: skip
            try:
                return live_through(app, place, day)
            finally:
                with app.app_context():
                    db.engine.dispose()


def table(seen: Seen, cut_off: float) -> str:
    """What happened, as Markdown."""
    dropped = "packets dropped" if can_drop_packets() else "connections cut through"
    answers = ", ".join(f"`{path}` {status}" for path, status in seen.while_cut_off.items())
    lines = [
        ("cut off: a web and a worker", f"{cut_off:.0f} s, {dropped}"),
        ("killed: a worker, then a web", f"with {seen.in_the_midst} in hands"),
        ("orders accepted, each there once with one mail", f"{len(seen.accepted)}"),
        ("saves of settings, each with its record, in order", f"{seen.renamed}"),
        ("files sent in pieces to both webs in turn, each there once", f"{seen.uploaded}"),
        ("jobs archived by the other worker meanwhile", f"{seen.archived_meanwhile}"),
        ("connections to the database at most", f"{seen.connections}"),
        ("mails that went out", f"{seen.sent}"),
        ("of them sent again with the same Message-ID (order mails may)", f"{seen.sent_again}"),
        ("the web that was cut off answers", answers),
        ("the longest answer to anybody", f"{seen.longest_answer:.1f} s"),
        ("requests that a killed web left without one", f"{seen.unanswered}"),
        ("SIGTERM until the last process was gone", f"{seen.seconds_to_end:.1f} s"),
        ("lost, twice, torn or stuck", f"{len(seen.faults)}"),
    ]
    return markdown(("what", "found"), lines)


def main() -> None:
    """Measure, print, keep if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cut-off", type=float, default=A_MINUTE, help="for so many seconds")
    parser.add_argument("--keep", action="store_true", help="put the table into the documentation")
    given = parser.parse_args()
    if given.keep:
        place_of(HEADING)
    seen = measure(given.cut_off)
    outcome = table(seen, given.cut_off)
    print(outcome)
    for fault in seen.faults:
        print(fault, file=sys.stderr)
    if given.keep:
        today = clock.machine_now().date().isoformat()
        keep(HEADING, f"Measured on {today}, {os.cpu_count()} cores.\n\n{outcome}")
    sys.exit(bool(seen.faults))


if __name__ == "__main__":
    main()
