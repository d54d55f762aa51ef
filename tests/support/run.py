"""What one run of the tests shares between its processes, and how it is cleared away at the end."""

import fcntl
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

# Waits until the run has ended, however it ended (the pipe closes even after kill -9), then stops
# the PostgreSQL server of the run and removes its folder.
_KEEPER = """
cat >/dev/null
if [ -f "$1/postgresql/postmaster.pid" ]; then
    server=$(head -n 1 "$1/postgresql/postmaster.pid")
    kill -QUIT "$server" 2>/dev/null
    while [ -f "$1/postgresql/postmaster.pid" ] && kill -0 "$server" 2>/dev/null
    do sleep 0.05; done
fi
rm -rf "$1"
"""


@dataclass
class Run:
    """A folder that all processes of one run know."""

    folder: Path
    _keeper: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    @classmethod
    def begin(cls) -> "Run":
        """Make the folder; short and open to all, because a database server has to live there."""
        folder = Path(tempfile.mkdtemp(prefix="shelflife-", dir="/tmp"))  # noqa: S108 - short
        folder.chmod(0o755)
        keeper = subprocess.Popen(
            ["/bin/sh", "-c", _KEEPER, "keeper", str(folder)],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )
        return cls(folder, keeper)

    @property
    def name(self) -> str:
        """A name that no other run has, fit for a database."""
        return self.folder.name.replace("-", "_").lower()

    def once(self, name: str, make: Callable[[], str]) -> str:
        """Make something for the whole run: the first process that asks does, the others wait."""
        answer = self.folder / f"{name}.answer"
        with (self.folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not answer.exists():
                answer.write_text(make())
        return answer.read_text()

    def note_missing(self, what: str, why: str) -> None:
        """Remember for the end of the run what could not be had, and therefore was skipped."""
        (self.folder / f"{what}.missing").write_text(why)

    def missing(self) -> dict[str, str]:
        """What could not be had, and why."""
        return {path.stem: path.read_text() for path in sorted(self.folder.glob("*.missing"))}

    def note_instead(self, what: str, why: str) -> None:
        """Remember for the end of the run what was tested in another way, and why."""
        (self.folder / f"{what}.instead").write_text(why)

    def instead(self) -> dict[str, str]:
        """What had to be tested in another way, and why."""
        return {path.stem: path.read_text() for path in sorted(self.folder.glob("*.instead"))}

    def end(self) -> None:
        """Stop what is still running and remove the folder."""
        if self._keeper is None or self._keeper.stdin is None:
            return
        self._keeper.stdin.close()
        self._keeper.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
