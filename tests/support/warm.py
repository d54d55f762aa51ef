"""Programs beside a test that begin at once: forks of a process that has imported Shelflife.

Importing it takes a second of a processor; the process they come from has done nothing else.
"""

import os
from collections.abc import Callable, Mapping
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parents[2]
_processes = get_context("forkserver")
_processes.set_forkserver_preload(
    ["webapp.cli", "gunicorn.app.wsgiapp", "gunicorn.workers.gthread"]
)


def begin(
    program: Callable[..., Any], *words: Any, environ: Mapping[str, str], log: Path
) -> BaseProcess:
    """Call `program(*words)` in a process of its own that has this environment and says all to
    `log`; its `exitcode` is negative if a signal ended it."""
    process = _processes.Process(
        target=_run, args=(program, words, dict(environ), str(log)), daemon=True
    )
    process.start()
    return process


def pipe() -> tuple[Connection, Connection]:
    """Two ends by which such a program and the test talk."""
    return _processes.Pipe()


def _run(
    program: Callable[..., Any], words: tuple[Any, ...], environ: dict[str, str], log: str
) -> None:
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    silence = os.open(os.devnull, os.O_RDONLY)
    for known, own in ((silence, 0), (output, 1), (output, 2)):
        os.dup2(known, own)
    os.environ.clear()
    os.environ.update(environ)
    os.chdir(_ROOT)
    program(*words)
