"""Who of the staff sees to a request, and whether it is settled (H3)."""

from datetime import datetime

from webapp.domain.support_requests import State
from webapp.models.base import transaction
from webapp.use_cases.holding_request import held_request, note_change


def assign_request(request_id: str, staff_id: str | None, *, version: int, now: datetime) -> None:
    """Give it to somebody of the staff, or to nobody. Raises ChangedMeanwhileError."""
    with transaction() as session:
        request = held_request(session, request_id, version=version)
        if request.staff_id == staff_id:
            return
        request.staff_id = staff_id
        note_change(request, now=now)


def settle_request(request_id: str, *, is_done: bool, version: int, now: datetime) -> None:
    """It is done without a further answer, or is to be seen to again: then it is new.

    Raises ChangedMeanwhileError.
    """
    with transaction() as session:
        request = held_request(session, request_id, version=version)
        if (request.state == State.DONE) is is_done:
            return
        request.state = (State.DONE if is_done else State.NEW).value
        note_change(request, now=now)
