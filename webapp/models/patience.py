"""How long the program waits for its database: always for an answer, never for ever.

A machine that is cut off hears nothing, not even that it is cut off. Both ends of every connection
find out by themselves, so that a page is answered in bounded time, and what a vanished machine had
locked is free again in seconds. Whoever wants other figures says them in SHELFLIFE_DATABASE_URL.
"""

from typing import Any

import psycopg
from sqlalchemy import make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.orm import Session

from webapp.models.idle_connections import POOL_EVENTS

# Of the client: libpq's own words. An open connection is given up after 15 to 20 seconds.
_OURS = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
# Of the server, for this connection: it undoes what a client that has vanished had begun, also
# while a statement runs or waits. Nobody waits longer than that for somebody else's lock.
_THE_SERVERS = {
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "3",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "15000",
    "client_connection_check_interval": "5000",
    "lock_timeout": "30000",
    # Compiling a statement that is asked once takes longer than its answer: three seconds for the
    # messages of a job, as soon as PostgreSQL guesses that much is to be read.
    "jit": "off",
}
# A worker asks on 32 when all its tasks and ten transports are at work (deploy/growing.md).
_CONNECTIONS_KEPT, _MORE_AT_ONCE = 5, 30
_LOCKED = "55P03"
_WAIT_BRIEFLY = text("SET LOCAL lock_timeout = '1s'")

OutOfReach = (OperationalError, PoolExhausted)


def engine_options(database_url: str) -> dict[str, Any]:
    """What SQLAlchemy is to be told about the database at this address."""
    # What was asked of the database stays out of logs: codes, addresses, hashes.
    on_every_database: dict[str, Any] = {"hide_parameters": True}
    address = make_url(database_url)
    if address.get_backend_name() != "postgresql":
        return on_every_database
    words: dict[str, Any] = {
        name: value for name, value in _OURS.items() if name not in address.query
    }
    said = address.query.get("options")
    if said is None:
        words["options"] = " ".join(f"-c {name}={value}" for name, value in _THE_SERVERS.items())
    elif not str(said).strip():
        # Some poolers refuse whoever sends start-up options at all; an empty word is not sent.
        words["options"] = ""
    return on_every_database | {
        "connect_args": words,
        "pool_events": POOL_EVENTS,
        "pool_size": _CONNECTIONS_KEPT,
        "max_overflow": _MORE_AT_ONCE,
    }


def wait_briefly(session: Session) -> None:
    """Let this transaction wait for a lock of others for a second at most: for whoever has already
    waited, and has more to do. SQLite has no such locks."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(_WAIT_BRIEFLY)


def is_out_of_reach(error: Exception) -> bool:
    """Whether the server cannot be asked now: cut off, restarting, or with no place left."""
    if isinstance(error, PoolExhausted):
        return True
    state = _state(error)
    return state is not None and (not state or state.startswith(("08", "53", "57P")))


def is_kept_waiting(error: Exception) -> bool:
    """Whether somebody else held a lock for too long."""
    return _state(error) == _LOCKED


def _state(error: Exception) -> str | None:
    """What PostgreSQL calls it, '' where it could not even say that; None: it was not asked."""
    if not isinstance(error, OperationalError) or not isinstance(error.orig, psycopg.Error):
        return None
    return error.orig.sqlstate or ""
