"""One run of the tests: its folder, which databases a test runs on, what could not be had."""

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support import address_rules, databases
from tests.support.run import Run

RUN = pytest.StashKey[Run]()


def pytest_configure(config: pytest.Config) -> None:
    """Begin the run; a worker process gets its folder from the process that started it."""
    given = getattr(config, "workerinput", {}).get("run_folder")
    config.stash[RUN] = Run(Path(given)) if given else Run.begin()
    address_rules.compile_once()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker process where the run lives."""
    node.workerinput["run_folder"] = str(node.config.stash[RUN].folder)


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the run where it was begun."""
    if RUN in config.stash:
        databases.drop_copies(config.stash[RUN])
    if not hasattr(config, "workerinput") and RUN in config.stash:
        databases.drop_template(config.stash[RUN])
        config.stash[RUN].end()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test that needs the application runs on both databases; a live server on SQLite."""
    if "database" not in metafunc.fixturenames:
        return
    on_one = metafunc.definition.get_closest_marker("one_database")
    if on_one is not None and not (on_one.args or on_one.kwargs):
        raise pytest.UsageError(f"{metafunc.definition.nodeid}: one_database needs a reason")
    is_live = "live" in metafunc.fixturenames
    kinds = databases.KINDS[:1] if on_one or is_live else databases.KINDS
    metafunc.parametrize("database", kinds, indirect=True)


def pytest_collection_finish() -> None:
    """Let the garbage collector look at what the tests leave behind, seldom, and at nothing else.

    What has been imported and collected by now stays; looking at it again and again, every few
    hundred objects of a page, took a third of the processor time of a run.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)


@pytest.hookimpl(wrapper=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> Iterator[None]:
    """On the machine that decides (CI=true), what could not be tested is a failure."""
    yield
    config = session.config
    if not hasattr(config, "workerinput") and config.stash[RUN].missing() and _must_have_all():
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say in one line what could not be had, and what was skipped therefore."""
    skipped = terminalreporter.stats.get("skipped", [])
    for what, why in config.stash[RUN].missing().items():
        number = sum(f"no {what}:" in str(report.longrepr) for report in skipped)
        left_out = f"; tests skipped: {number}" if number else ""
        terminalreporter.write_line(f"no {what}: {why}{left_out}")
    for what, why in config.stash[RUN].instead().items():
        terminalreporter.write_line(f"no {what}: {why}")


def _must_have_all() -> bool:
    return os.environ.get("CI", "").lower() in ("1", "true")


@pytest.fixture(scope="session")
def run(request: pytest.FixtureRequest) -> Run:
    """What this run of the tests shares between its processes."""
    return request.config.stash[RUN]


@pytest.fixture(scope="session")
def need(run: Run) -> Callable[[bool, str, str], None]:
    """Skip where something can't be had, or fail with CI=true: `need(is_there, what, why)`."""

    def check(there: bool, what: str, why: str) -> None:
        if there:
            return
        run.note_missing(what, why)
        if _must_have_all():
            pytest.fail(f"no {what}: {why}", pytrace=False)
        pytest.skip(f"no {what}: {why}")

    return check


def proves_less(run: Run, what: str, why: str) -> None:
    """Something else stands in that proves less: told at the end, a failure with CI=true."""
    run.note_instead(what, why)
    if _must_have_all():
        pytest.fail(f"no {what}: {why}", pytrace=False)
