"""How much memory an installation takes that nobody uses at the moment."""

import time
from collections.abc import Iterator
from pathlib import Path

from bench.choices import Choices, main
from bench.outcome import Line, at_most
from bench.serving import environment, free_port, running, wait_until_open
from tests.support.run import Run

_REST_SECONDS = 10


def measure(run: Run, choices: Choices) -> Iterator[Line]:
    """`shelflife run` at rest: supervisor, web and worker, memory they share counted once."""
    folder = run.folder / "installation"
    folder.mkdir()
    port = free_port()
    env = environment(f"sqlite:///{folder}/shelflife.sqlite3", folder, port)
    words = ("run", "--port", str(port))
    with running(*words, env=env, log=folder / "log") as supervisor:
        wait_until_open(port)
        time.sleep(_REST_SECONDS)
        family = [supervisor.pid, *descendants(supervisor.pid)]
        megabytes = sum(own_share(process) for process in family) / 1e6
    yield at_most("web and worker, idle", "sqlite", megabytes, 300, unit="MB",
                  beside=f"{len(family)} processes")  # fmt: skip


def descendants(process: int) -> Iterator[int]:
    """The processes that it started, and those that they started."""
    for tasks in Path(f"/proc/{process}/task").glob("*/children"):
        for child in map(int, tasks.read_text().split()):
            yield child
            yield from descendants(child)


def own_share(process: int) -> int:
    """Bytes in memory, those that several processes share divided among them (PSS)."""
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def most_of_its_own(process: int) -> int:
    """The most bytes that a process has ever had in memory (its high-water mark)."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


if __name__ == "__main__":
    main(measure)
