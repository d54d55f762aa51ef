"""A note for colleagues on a request: it stays in the console, and is mailed to nobody (H3)."""

from datetime import datetime

from webapp.domain.support_requests import Kind
from webapp.models.base import transaction
from webapp.models.staff import Staff
from webapp.use_cases.holding_request import add_message, held_request, is_written, note_change


def note_on_request(request_id: str, words: str, *, by: Staff, now: datetime) -> None:
    """Keep the note; it changes nothing of where the request stands."""
    with transaction() as session:
        request = held_request(session, request_id, version=None)
        if is_written(request, Kind.NOTE, words, staff_id=by.id):
            return
        add_message(session, request, Kind.NOTE, words, author=by.name, staff_id=by.id, now=now)
        note_change(request, now=now)
