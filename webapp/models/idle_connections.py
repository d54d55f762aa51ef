"""Whether a connection that has lain in the pool still has a server at its other end.

Asking at each use would cost a way to the database for every page. A server that has gone, or has
thrown the connection out, has said so: there is something to read where nobody has asked. Only a
machine that was cut off says nothing, so what has lain for long is asked as well.
"""

import select
import time
from typing import Any

import psycopg
from sqlalchemy.exc import InvalidatePoolError

TRUSTED_SECONDS = 5.0
_SINCE = "idle since"


def _put_away(_connection: Any, record: Any) -> None:
    record.info[_SINCE] = time.monotonic()


def _take_out(connection: "psycopg.Connection[Any]", record: Any, _proxy: Any) -> None:
    if _SINCE not in record.info:
        return
    rested = time.monotonic() - record.info[_SINCE]
    if rested < TRUSTED_SECONDS and not _has_something_to_say(connection):
        return
    if not _answers(connection):
        raise InvalidatePoolError


def _has_something_to_say(connection: "psycopg.Connection[Any]") -> bool:
    """Whether there is something to read, be it the end; also of one that is closed here."""
    if connection.closed:
        return True
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))


def _answers(connection: "psycopg.Connection[Any]") -> bool:
    try:
        connection.autocommit = True
        connection.execute("SELECT 1")
        connection.autocommit = False
    except psycopg.Error:
        return False
    return True


# For the pool of an engine on PostgreSQL.
POOL_EVENTS = ((_put_away, "checkin"), (_take_out, "checkout"))
