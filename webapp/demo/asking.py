"""What the demo's people have asked the support: a photographer waits, a parent was answered."""

from sqlalchemy import select

from webapp.demo import people
from webapp.demo.jobs import Stage
from webapp.demo.shoppers import Shopper
from webapp.domain.support_requests import Context
from webapp.models.base import db, read_committed_state
from webapp.models.staff import Staff
from webapp.models.studio import Member
from webapp.use_cases.answer_request import answer_request
from webapp.use_cases.submit_request import Asked, Asker, submit_request

_QUESTION = "Two parents say that their code opens nothing. Where do I see whether it was revoked?"
_ANSWER = "Please type it without the line in the middle.\n\nIf it stays closed, write again here."


def ask_support(stage: Stage, job_id: str, shopper: Shopper) -> None:
    """A parent's question of yesterday is answered, the photographer's of today is new."""
    _answered(stage, shopper)
    read_committed_state()
    member = db.session.scalars(select(Member).where(Member.studio_id == stage.studio_id)).one()
    page = f"/studio/jobs/{job_id}/customers"
    submit_request(
        stage.studio_id,
        Asker(member.name, member.email, "en", member_id=member.id),
        Asked("A code opens nothing", _QUESTION, context=Context(job_id, page, "access-codes")),
        now=stage.calendar.at(0, hour=8, minute=40),
    )


def _answered(stage: Stage, shopper: Shopper) -> None:
    buyer = shopper.buyer
    request_id = submit_request(
        stage.studio_id,
        Asker(buyer.name, buyer.email, "en", visitor_id=shopper.visitor_id),
        Asked("My code", "I typed the code of the card, and nothing opens."),
        now=stage.calendar.at(-1, hour=15, minute=5),
    )
    read_committed_state()
    is_samira = Staff.email == people.STAFF_EMAIL
    staff = db.session.scalars(select(Staff).where(is_samira)).one()
    db.session.expunge(staff)
    answer_request(
        request_id, _ANSWER, version=1, is_done=False, by=staff,
        now=stage.calendar.at(-1, hour=16, minute=20),
    )  # fmt: skip
