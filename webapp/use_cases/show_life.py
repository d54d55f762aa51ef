"""A worker shows that it is alive, so that the readiness page can tell."""

from datetime import datetime

from webapp.models.base import transaction
from webapp.models.operation import Heartbeat


def show_life(worker: str, *, version: str, now: datetime) -> None:
    """Note that this worker of this version was alive at `now`, the machine's time."""
    with transaction() as session:
        heartbeat = session.get(Heartbeat, worker, with_for_update=True)
        if heartbeat is None:
            session.add(Heartbeat(worker=worker, version=version, seen_at=now))
        else:
            heartbeat.seen_at, heartbeat.version = now, version
