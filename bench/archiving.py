"""Archiving: what it costs beside bare SQL, beside a loop over rows, and among a million jobs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from bench.choices import Choices, main
from bench.floor import bare_sql, row_loop
from bench.measuring import counted, seconds_of
from bench.outcome import Line, at_least, at_most, percentile, shown
from bench.places import application, bytes_of, connect, copied, filled
from bench.volume import LARGE, NOW, SMALL, Volume
from tests.support.run import Run
from webapp.use_cases import archive_jobs
from webapp.use_cases.archive_jobs import archive_due_jobs

LOOPED = 200
MANY_DUE = 20_000


def measure(run: Run, choices: Choices) -> Iterator[Line]:
    """One line for each budget of archiving, on each database."""
    for kind in choices.databases:
        large, small = LARGE.scaled(choices.scale), SMALL.scaled(choices.scale)
        address = filled(run, kind, large)
        yield Line(
            f"filled: {large.jobs:,} jobs, {large.due:,} due, {large.baskets:,} baskets",
            kind,
            f"{bytes_of(address) / 1e6:,.0f} MB",
        )
        among_many = yield from _beside_the_floors(run, kind, address, large, choices)
        yield from _nothing_due(run, kind, address, large)
        yield from _many_due(run, kind, address, choices)
        address = filled(run, kind, small)
        among_few = min(_program(run, address, small) for _ in range(choices.repeat))
        yield at_most(
            f"archiving among {large.jobs:,} jobs / among {small.jobs:,}",
            kind,
            among_many / among_few,
            1.3,
            unit="×",
            beside=f"{among_few:.2f} s",
        )


def _beside_the_floors(
    run: Run, kind: str, address: str, volume: Volume, choices: Choices
) -> Iterator[Line]:
    """The program and the bare SQL in turns, the best of each; then the loop."""
    program, bare, looped = [], [], []
    for _ in range(choices.repeat):
        program.append(_program(run, address, volume))
        bare.append(_bare(run, address, kind, volume))
        looped.append(_looped(run, address, volume))
    best, floor = min(program), min(bare)
    each = min(looped) / min(LOOPED, volume.due)
    what = f"archiving {volume.due:,} due jobs"
    yield at_most(
        f"{what} / the bare SQL", kind, best / floor, 2, unit="×",
        beside=f"{best:.2f} s / {floor:.2f} s",
    )  # fmt: skip
    yield at_least(
        f"a loop over rows / {what}", kind, each * volume.due / best, 50, unit="×",
        beside=f"{1 / each:,.0f} jobs/s / {volume.due / best:,.0f} jobs/s",
    )  # fmt: skip
    yield Line("a loop over rows / the bare SQL", kind, f"{shown(each * volume.due / floor)} ×",
               f"{1 / each:,.0f} jobs/s / {volume.due / floor:,.0f} jobs/s")  # fmt: skip
    return best


def _program(run: Run, address: str, volume: Volume) -> float:
    with copied(run, address) as copy, application(copy, run.folder), without_pauses():
        seconds = seconds_of(lambda: archive_due_jobs(now=NOW))
        _check(copy, volume)
        return seconds


def _bare(run: Run, address: str, kind: str, volume: Volume) -> float:
    with copied(run, address) as copy:
        seconds = seconds_of(lambda: bare_sql(copy, archive_jobs.PACES[kind]))
        _check(copy, volume)
        return seconds


def _looped(run: Run, address: str, volume: Volume) -> float:
    with copied(run, address) as copy, application(copy, run.folder):
        return seconds_of(lambda: row_loop(min(LOOPED, volume.due)))


def _nothing_due(run: Run, kind: str, address: str, volume: Volume) -> Iterator[Line]:
    with copied(run, address) as copy, application(copy, run.folder), without_pauses():
        archive_due_jobs(now=NOW)
        with counted() as statements:
            archive_due_jobs(now=NOW)
        looks = [seconds_of(lambda: archive_due_jobs(now=NOW)) for _ in range(20)]
    what = f"a tick with nothing due among {volume.kept:,} selling"
    yield at_most(what, kind, percentile(looks, 50) * 1000, 50, unit="ms",
                  beside=f"the slowest of 20: {max(looks) * 1000:.0f} ms")  # fmt: skip
    yield at_most(what, kind, statements.number, 1, unit="statements")


def _many_due(run: Run, kind: str, address: str, choices: Choices) -> Iterator[Line]:
    """With the pauses that let others write, as the worker does it."""
    wanted = max(int(MANY_DUE * choices.scale), 2)
    with copied(run, address) as copy, application(copy, run.folder):
        make_due(copy, wanted)
        archived = 0

        def archive_all() -> None:
            nonlocal archived
            archived = archive_due_jobs(now=NOW)

        seconds = seconds_of(archive_all)
        assert archived == wanted, f"{archived} of {wanted} were archived"
    yield at_most(
        f"{wanted:,} due jobs, with pauses for others", kind, seconds, 20 * choices.scale,
        unit="s", beside=f"{wanted / seconds:,.0f} jobs/s",
    )  # fmt: skip


@contextmanager
def without_pauses() -> Iterator[None]:
    """Archive without letting others write in between: what is compared is the work."""
    paces = archive_jobs.PACES
    kept = dict(paces)
    paces.update({kind: replace(pace, pause=0.0) for kind, pace in kept.items()})
    try:
        yield
    finally:
        paces.update(kept)


def make_due(address: str, wanted: int) -> None:
    """Let the stop of selling jobs pass until so many are due."""
    with connect(address) as connection:
        connection.execute(
            "UPDATE job SET stop_at = (SELECT min(stop_at) FROM job WHERE status = 'selling')"
            " WHERE id IN (SELECT id FROM job WHERE status = 'selling'"
            f" ORDER BY stop_at, id LIMIT {wanted})"
        )
    connection.close()


def _check(address: str, volume: Volume) -> None:
    """Whether the work was really done, whoever did it."""
    messages = volume.due * 5
    expected = {
        "SELECT count(*) FROM removed_line": volume.lines_of_due,
        "SELECT count(*) FROM basket_line": volume.baskets * 2,
        "SELECT count(*) FROM history_entry": volume.due,
        "SELECT count(*) FROM message WHERE state = 'cancelled'": messages,
        "SELECT count(*) FROM message WHERE state = 'planned'": messages,
        "SELECT count(*) FROM job WHERE status = 'selling'": volume.kept,
    }
    connection = connect(address)
    for statement, number in expected.items():
        row = connection.execute(statement).fetchone()
        assert row and row[0] == number, f"{statement}: {row and row[0]}, not {number}"
    connection.close()


if __name__ == "__main__":
    main(measure)
