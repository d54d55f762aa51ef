"""A whole house on PostgreSQL: 1,000,000 jobs, 10,000,000 photo records, beside a small one.

    python -m bench.at_size --scale 0.02                 # for the direction
    python -m bench.at_size --folder /tmp/house          # keeps the databases for the next time
    python -m bench.at_size --keep                       # and puts the table into the page

Pages are those of the same big studio in both installations, asked for in turns over HTTP; what the
worker does is done in both as well. So every line is a ratio in one run.
"""

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import structlog
from flask import Flask

from bench.at_size import sweep
from bench.at_size.pages import Looked, pages
from bench.at_size.places import a_house, filled, rows_of_tables
from bench.at_size.plans import LARGE as LARGE_TABLE
from bench.at_size.plans import Plans, Scan, allowed, explained
from bench.at_size.rows import LARGE, SMALL, Size
from bench.choices import keep
from bench.measuring import counted, seconds_of
from bench.outcome import Line, at_most, percentile, table
from bench.places import SECRET, bytes_of, copied
from bench.serving import Browser, served
from tests.support.run import Run
from webapp import create_app
from webapp.config import Config
from webapp.models.base import db

_ON = "postgresql"
_TIMES = 1.5
_DUE, _FEW_DUE = 10_000, 1_000
_PROCESSES = (1, 2, 4)
_PLANNED = 200
_CLAIMS = 3
_WARM = 4
_SLOWEST = 6


@dataclass(frozen=True)
class House:
    """One installation: how large it is, where its database is, and the program on it."""

    size: Size
    address: str
    folder: Path
    app: Flask


def measure(run: Run, scale: float, asked: int) -> Iterator[Line]:
    """Fill both, then look at pages, at looks that find nothing, at plans, and at the sweep."""
    for name, size in (("small", SMALL), ("large", LARGE)):
        yield _filled(run, name, size.scaled(scale))
    small = filled(run, "small", SMALL.scaled(scale))
    with copied(run, small) as copy:
        houses = (
            _house(run, "large", LARGE.scaled(scale), filled(run, "large", LARGE.scaled(scale))),
            _house(run, "small", SMALL.scaled(scale), copy),
        )
        yield from _pages(*houses, asked)
        yield from _looks(*houses)
        yield from _messages(*houses, scale)
        yield from _plans(houses[0], scale)
        for house in houses:
            with house.app.app_context():
                db.engine.dispose()
    yield from _sweeps(run, houses[0], small, scale)


def _filled(run: Run, name: str, size: Size) -> Line:
    begin = time.monotonic()
    address = filled(run, name, size)
    return Line(
        f"filled: {size.jobs:,} jobs in {size.studios:,} studios", _ON,
        f"{bytes_of(address) / 1e6:,.0f} MB",
        f"{size.photos:,} photos, {size.baskets:,} baskets, {size.orders:,} orders;"
        f" in {time.monotonic() - begin:,.0f} s",
    )  # fmt: skip


def _house(run: Run, name: str, size: Size, address: str) -> House:
    folder = run.folder / name
    folder.mkdir(exist_ok=True)
    config = Config(data=folder, database_url=address, secret_key=SECRET, testing=True)
    app = create_app(config)
    _be_quiet()
    return House(size, address, folder, app)


def _be_quiet() -> None:
    """Warnings only: the program would tell of each request."""
    structlog.configure(processors=[structlog.dev.ConsoleRenderer()],
                        wrapper_class=structlog.make_filtering_bound_logger(30))  # fmt: skip


def _pages(large: House, small: House, asked: int) -> Iterator[Line]:
    """Each page in turns; how often it asks the database has to be the same in both."""
    looked = [_prepared(house) for house in (large, small)]
    with served(large.address, large.folder) as one, served(small.address, small.folder) as other:
        for here, there in zip(*looked, strict=True):
            number, few = _statements(large.app, here), _statements(small.app, there)
            if number != few:
                yield at_most(f"{here.name}: queries", _ON, number, few, unit="queries")
            slow, quick = _times((one, here), (other, there), asked)
            yield _slower(f"{here.name} ({number} queries)", slow, quick)


def _prepared(house: House) -> list[Looked]:
    with house.app.app_context():
        return pages(house.app, house.size)


def _statements(app: Flask, page: Looked) -> int:
    client = app.test_client()
    for name, value in page.cookies.items():
        client.set_cookie(name, value, domain="127.0.0.1")
    with app.app_context(), counted() as statements:
        answer = client.get(page.path, base_url="http://127.0.0.1:8000")
    assert answer.status_code == 200, f"{page.name}: {answer.status}"
    return statements.number


def _times(
    one: tuple[int, Looked], other: tuple[int, Looked], asked: int
) -> tuple[list[float], list[float]]:
    browsers = [(Browser(port, page.cookies), page.path) for port, page in (one, other)]
    found: tuple[list[float], list[float]] = ([], [])
    for turn in range(asked + _WARM):
        for (browser, path), times in zip(browsers, found, strict=True):
            seconds = seconds_of(lambda browser=browser, path=path: browser.get(path))
            if turn >= _WARM:
                times.append(seconds)
    return found


def _slower(what: str, slow: list[float], quick: list[float]) -> Line:
    large, small = percentile(slow, 95), percentile(quick, 95)
    return _ratio(f"{what}, p95", large, small)


def _ratio(what: str, large: float, small: float, most: float = _TIMES) -> Line:
    beside = f"{large * 1000:,.1f} ms / {small * 1000:,.1f} ms"
    return at_most(what, _ON, large / small, most, unit="×", beside=beside)


def _looks(large: House, small: House) -> Iterator[Line]:
    """What each line of the timetable costs when there is nothing to do."""
    statements, tick = sweep.nothing_due(large.app)
    what = "a tick with nothing due"
    yield at_most(what, _ON, statements, 1, unit="statements")
    yield at_most(what, _ON, tick * 1000, 50, unit="ms")
    slow, quick = sweep.seconds_of_looks(large.app), sweep.seconds_of_looks(small.app)
    for name, seconds in sorted(slow.items(), key=lambda each: -each[1])[:_SLOWEST]:
        beside = f"among {small.size.jobs:,} jobs: {quick[name] * 1000:.1f} ms"
        yield at_most(f"nothing to do: {name}", _ON, seconds * 1000, 50, unit="ms", beside=beside)


def _messages(large: House, small: House, scale: float) -> Iterator[Line]:
    """Planning stale jobs, and lending what waits among everything that was ever sent."""
    jobs = max(int(_PLANNED * min(scale * 10, 1)), 10)
    times = [[sweep.planned(house.app, jobs) for house in (large, small)] for _ in range(3)]
    yield _ratio(
        f"planning the messages of {jobs} jobs", *(min(each) for each in zip(*times, strict=True))
    )
    claims = []
    for house in (large, small):
        with sweep.waiting(house.app, (_CLAIMS + 1) * 100):
            claims.append(sweep.claimed(house.app, _CLAIMS))
    yield _ratio("a claim of 100 messages", *claims)


def _plans(house: House, scale: float) -> Iterator[Line]:
    """Every statement of these pages and of the timetable: does it read a whole large table?"""
    most = LARGE_TABLE * min(scale, 1)
    looked = _prepared(house)
    with house.app.app_context(), explained(rows_of_tables(house.address, most)) as plans:
        for page in looked:
            plans.where = page.name
            _statements(house.app, page)
        for task, look in sweep.looks(house.app):
            plans.where = task.name
            look()
    yield from _lines_of(plans)


def _lines_of(plans: Plans) -> Iterator[Line]:
    found = list(plans.scans.values())
    unexpected = [scan for scan in found if not allowed(scan)]
    for scan in unexpected:
        print(_in_words(scan), flush=True)
    of_all = f"of {len(plans.statements)} statements of these pages and of the timetable"
    yield at_most("statements that read a whole large table for no reason", _ON, len(unexpected),
                  0, unit="statements", beside=of_all)  # fmt: skip
    for scan in found:
        if reason := allowed(scan):
            yield Line(f"reads all of {scan.table}: {scan.where}", _ON,
                       f"{scan.milliseconds:,.0f} ms", reason)  # fmt: skip


def _in_words(scan: Scan) -> str:
    return (
        f"{scan.where}: {scan.way} of {scan.rows:,} rows of {scan.table},"
        f" {scan.milliseconds:,.0f} ms\n    {scan.statement}"
    )


def _sweeps(run: Run, large: House, small: str, scale: float) -> Iterator[Line]:
    """What is due costs, not what there is; nothing is done twice by several processes."""
    due, few = max(int(_DUE * scale), 40), max(int(_FEW_DUE * scale), 4)
    times = {
        number: min(
            sweep.swept(large.address, large.folder, due=due, processes=number) for _ in range(2)
        )
        for number in _PROCESSES
    }
    one = times[1]
    for number, seconds in times.items():
        yield Line(
            f"archiving {due:,} due, {number} worker(s), each job once", _ON, f"{seconds:.1f} s",
            f"{due / seconds:,.0f} jobs/s; {one / seconds:.2f} × one worker",
        )  # fmt: skip
    among_few = min(_swept_in_a_copy(run, small, large.folder, due) for _ in range(2))
    what = f"archiving {due:,} due among {large.size.jobs:,} / among {SMALL.scaled(scale).jobs:,}"
    yield _ratio(what, one, among_few, 1.3)
    some = min(sweep.swept(large.address, large.folder, due=few, processes=1) for _ in range(3))
    what = f"a job of {due:,} due / of {few:,} due"
    yield _ratio(what, one / due, some / few, 1.3)


def _swept_in_a_copy(run: Run, small: str, folder: Path, due: int) -> float:
    with copied(run, small) as copy:
        return sweep.swept(copy, folder, due=due, processes=1)


def main() -> None:
    """Measure, telling each figure as it is known, and print the table at the end."""
    parser = argparse.ArgumentParser(description="A whole house on PostgreSQL.")
    parser.add_argument("--scale", type=float, default=1.0, help="of 1,000,000 jobs")
    parser.add_argument("--asked", type=int, default=30, help="how often for each page")
    parser.add_argument("--folder", type=Path, help="where the databases are kept for next time")
    parser.add_argument("--keep", action="store_true", help="put the table into the documentation")
    given = parser.parse_args()
    _be_quiet()
    begin, lines = time.monotonic(), []
    with a_house(given.folder) as run:
        for line in measure(run, given.scale, given.asked):
            print(f"[{time.monotonic() - begin:6.1f} s] {' · '.join(filter(None, line.cells))}",
                  flush=True)  # fmt: skip
            lines.append(line)
    print(f"\n{table(lines)}")
    if given.keep:
        keep(table(lines), scale=given.scale, part="at_size")


if __name__ == "__main__":
    main()
