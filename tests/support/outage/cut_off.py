"""An application whose only way to its database is a cable; PostgreSQL alone can be so far away."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import URL, make_url

from tests.support import databases
from tests.support.outage.cable import Cable, can_drop_packets
from tests.support.run import Run
from tests.support.session import proves_less

# Quicker than what an installation has, because here nothing is far away.
IMPATIENT = {
    "connect_timeout": "1",
    "keepalives_idle": "1",
    "keepalives_interval": "1",
    "keepalives_count": "1",
    "tcp_user_timeout": "1500",
    "options": "-c tcp_keepalives_idle=1 -c tcp_keepalives_interval=1 -c tcp_keepalives_count=1"
    " -c tcp_user_timeout=1500 -c client_connection_check_interval=500 -c lock_timeout=20000",
}


def over_tcp(address: str) -> URL:
    """The same database by the port of its server instead of the socket."""
    url = make_url(address)
    port = url.query.get("port", url.port or 5432)
    host = url.host if url.host and not url.host.startswith("/") else "127.0.0.1"
    return url.set(host=host, port=int(str(port)), query={})


def by_cable(address: str, cable: Cable, *, is_impatient: bool = True) -> str:
    """The same database at the end of this cable."""
    query = IMPATIENT if is_impatient else {}
    url = over_tcp(address).set(host="127.0.0.1", port=cable.port, query=query)
    return url.render_as_string(hide_password=False)


@contextmanager
def cable_to(address: str) -> Iterator[Cable]:
    """A cable to the server of this database."""
    url = over_tcp(address)
    assert url.host
    assert url.port
    with Cable((url.host, url.port)) as cable:
        yield cable


@pytest.fixture
def far_database(run: Run, need: Callable[..., None]) -> Iterator[str]:
    """The address of an empty database that can be reached by TCP."""
    need(bool(databases.server(run)), "postgresql", "no server and no programs to start one")
    if not can_drop_packets():
        proves_less(run, "dropped packets", "this kernel lets nobody but root drop packets;"
                    " connections were cut through instead")  # fmt: skip
    with databases.postgresql_copy(run) as address:
        yield address
