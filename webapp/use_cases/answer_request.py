"""The support answers a request: by a mail that goes out with it (H3)."""

from datetime import datetime

from webapp.domain.support_requests import Kind, State
from webapp.models.base import transaction
from webapp.models.staff import Staff
from webapp.use_cases.holding_request import (
    ChangedMeanwhileError,
    add_message,
    held_request,
    is_written,
    note_change,
)
from webapp.use_cases.request_letters import send_answer


def answer_request(
    request_id: str, words: str, *, version: int, is_done: bool, by: Staff, now: datetime
) -> None:
    """Answer it; who asked has the word then, or with `is_done` it is settled.

    Who answers what nobody has taken on takes it on. Raises ChangedMeanwhileError when somebody
    else has answered or asked meanwhile, or who asked is forgotten; sent twice, it is sent once.
    """
    with transaction() as session:
        request = held_request(session, request_id, version=None)
        if is_written(request, Kind.ANSWER, words, staff_id=by.id):
            return
        if request.version != version or not request.email:
            raise ChangedMeanwhileError
        answer = add_message(
            session, request, Kind.ANSWER, words, author=by.name, staff_id=by.id, now=now
        )
        answer.mail_id = send_answer(session, request.studio, request, answer, now=now)
        request.staff_id = request.staff_id or by.id
        request.state = (State.DONE if is_done else State.WAITING).value
        note_change(request, now=now)
