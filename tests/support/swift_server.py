"""OpenStack Swift in one process of its own, with the S3 interface that checks signatures.

`python -m tests.support.swift_server FOLDER` prints the port when it answers. Ends with its input,
that is with whoever started it.
"""

import socket
import sys
import warnings
from pathlib import Path

# Written for older interpreters: what it says of itself on the way is not ours to mend.
warnings.simplefilter("ignore")

import eventlet  # noqa: E402
import eventlet.wsgi  # noqa: E402

eventlet.patcher.monkey_patch(all=False, socket=True, select=True, thread=True, time=True)

from swift.common import storage_policy, utils, wsgi  # noqa: E402
from swift.common.constraints import reload_constraints  # noqa: E402
from swift.common.http_protocol import SwiftHttpProtocol  # noqa: E402
from swift.common.ring.ring import RingData  # noqa: E402

from tests.support.swift_words import ACCOUNT, SECRET_KEY, USER  # noqa: E402

_STORING = ("account", "container", "object")
_PART_POWER = 1
_CONF = """
[swift-hash]
swift_hash_path_suffix = tests
[storage-policy:0]
name = one-copy
default = yes
"""
_STORING_CONF = """
[DEFAULT]
swift_dir = {folder}
devices = {folder}
mount_check = false
disable_fallocate = true
fallocate_reserve = 0
log_level = ERROR
[pipeline:main]
pipeline = app
[app:app]
use = egg:swift#{kind}
"""
_PROXY_CONF = """
[DEFAULT]
swift_dir = {folder}
log_level = ERROR
[pipeline:main]
pipeline = catch_errors cache s3api tempauth bulk slo proxy-server
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:{closed}
[filter:s3api]
use = egg:swift#s3api
[filter:tempauth]
use = egg:swift#tempauth
user_{account}_{user} = {secret} .admin
[filter:bulk]
use = egg:swift#bulk
[filter:slo]
use = egg:swift#slo
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
"""


def serve(folder: Path) -> None:
    """Answer until the input ends."""
    _settle(folder)
    sockets = {kind: eventlet.listen(("127.0.0.1", 0)) for kind in (*_STORING, "proxy")}
    for kind in _STORING:
        _write_ring(folder, kind, sockets[kind].getsockname()[1])
        _start(sockets[kind], folder, kind, _STORING_CONF.format(folder=folder, kind=kind))
    conf = _PROXY_CONF.format(
        folder=folder, closed=_closed_port(), account=ACCOUNT, user=USER, secret=SECRET_KEY
    )
    _start(sockets["proxy"], folder, "proxy", conf)
    print(sockets["proxy"].getsockname()[1], flush=True)
    eventlet.tpool.execute(sys.stdin.read)


def _settle(folder: Path) -> None:
    """Say once where everything lies: Swift looks in /etc unless it is told."""
    (folder / "sda1").mkdir()
    (folder / "swift.conf").write_text(_CONF)
    utils.set_swift_dir(str(folder))
    storage_policy.reload_storage_policies()
    reload_constraints()


def _write_ring(folder: Path, kind: str, port: int) -> None:
    device = {
        "id": 0, "region": 1, "zone": 1, "weight": 1, "device": "sda1",
        "ip": "127.0.0.1", "port": port, "replication_ip": "127.0.0.1", "replication_port": port,
    }  # fmt: skip
    ring = RingData([[0] * 2**_PART_POWER], [device], 32 - _PART_POWER)
    ring.save(str(folder / f"{kind}.ring.gz"))


def _start(listening: socket.socket, folder: Path, kind: str, conf: str) -> None:
    path = folder / f"{kind}.conf"
    path.write_text(conf)
    eventlet.spawn(
        eventlet.wsgi.server, listening, wsgi.loadapp(str(path)), utils.NullLogger(),
        protocol=SwiftHttpProtocol, capitalize_response_headers=False,
    )  # fmt: skip


def _closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
