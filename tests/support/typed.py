"""Commands as an operator types them, in a process of their own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def clean_environment(**settings: str) -> dict[str, str]:
    """The environment of this machine with these settings of Shelflife alone."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("SHELFLIFE_")}
    return own | settings


def typed(
    *words: str, environ: Mapping[str, str], said: str | None = None
) -> subprocess.CompletedProcess[str]:
    """`shelflife` with these words, run to its end; `said` is what comes in from the keyboard."""
    return subprocess.run(
        [sys.executable, "-m", "webapp.cli", *words],
        cwd=ROOT,
        env=dict(environ),
        input=said,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def started(*words: str, environ: Mapping[str, str], log: Path) -> "subprocess.Popen[bytes]":
    """The same, left running; what it says goes to `log`."""
    with log.open("wb") as output:
        return subprocess.Popen(
            [sys.executable, "-m", "webapp.cli", *words],
            cwd=ROOT,
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
