"""What support opens in the console stands in the records of the studio that it is about (H2)."""

from flask import request

from webapp import clock
from webapp.console import guard
from webapp.use_cases.record_looks import record_look


def seen(studio_id: str, job_id: str | None = None) -> None:
    """Record that this page showed something of the studio, or of its job.

    A page calls it once it knows whose it is, and before it reads what it shows: the record is a
    transaction of its own, and what was read so far is read again. The address is kept without
    what was searched for.
    """
    record_look(studio_id, page=request.path, by=guard.actor(), now=clock.now(), job_id=job_id)
