"""What the demo's people have asked the support: two are new, one waits, one is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from webapp.demo import helping, people
from webapp.demo.jobs import Stage
from webapp.demo.screenshot import screenshot
from webapp.demo.shoppers import Shopper
from webapp.domain.support_requests import Context
from webapp.models.base import db, read_committed_state
from webapp.models.job import Job
from webapp.models.staff import Staff
from webapp.models.studio import Member
from webapp.models.support import SupportRequest
from webapp.use_cases.answer_request import answer_request
from webapp.use_cases.note_on_request import note_on_request
from webapp.use_cases.submit_request import Asked, Asker, submit_request, write_again

_KIRSTENS_NEW_ADDRESS = "kirsten@petersen-family.example"
_KIRSTEN_ASKS = (
    "The other parents of class 2b got a mail that the pictures are there. I got none."
    " Have I missed something?"
)
_NOTE = (
    "The server of fjord.example knows nobody by her address (550, on the day the pictures went on"
    " sale). Nothing is written to it since. She asks from another address."
)
_FIRST_ANSWER = (
    "Hello Kirsten,\n\nthe mail went out, but the server of fjord.example answered that it knows"
    " nobody by your address there. Since then nothing has been written to it.\n\nDo you still"
    " use that address, or is the one you write from the right one?"
)
_KIRSTEN_ADDS = (
    "I changed my provider in summer and forgot that you have the old address. This one is right."
)
_SECOND_ANSWER = (
    "Thank you, Kirsten.\n\nThe pictures are in the shop, and the code on Finn’s card opens them."
    " Please give the new address when you order: then the confirmation reaches you."
)
_JONAS_ASKS = (
    "Patrick Walsh says that Henry’s code opens nothing any more. Last week I revoked a code"
    " because a card was lost. Was it the wrong one? If so, please make a new one for Henry."
)
_ANSWER_TO_JONAS = (
    "Hello Jonas,\n\nyes, the code you revoked was Henry’s: ‘Why …?’ next to a customer tells"
    " it.\n\nAs you asked, I have made a new one. You find it, with the card to print, below"
    " ‘People and codes’. The old one stays closed.\n\nDoes it work for Patrick?"
)
_ANNA_ASKS = (
    "With the code on Mia’s card I see Mia, and Ben only where they are together. Ben is in class"
    " 4c of the same school. Where are his own pictures?"
)
_MURAT_ASKS = (
    "I wanted to order Elif’s picture of spring. Everything is grey and there is no button to"
    " order. I have put in what I see."
)


@dataclass(frozen=True)
class Desk:
    """What people ask about: two jobs by their ids; who of the staff answers."""

    stage: Stage
    job_id: str
    archived_id: str
    staff: Staff


def ask_support(stage: Stage, job_id: str, archived_id: str, everybody: Sequence[Shopper]) -> None:
    """Six days at the support, the oldest request first."""
    read_committed_state()
    is_samira = Staff.email == people.STAFF_EMAIL
    staff = db.session.scalars(select(Staff).where(is_samira)).one()
    db.session.expunge(staff)
    desk = Desk(stage, job_id, archived_id, staff)
    by_child = {key: shopper for shopper in everybody for key in shopper.buyer.children}
    _no_mail(desk, by_child["finn"])
    _revoked_code(desk, by_child["henry"])
    at = stage.calendar.at
    words = Asked("I see only Mia’s pictures", _ANNA_ASKS, context=_shop_page(job_id))
    submit_request(stage.studio_id, _parent(by_child["mia"]), words, now=at(0, 8, 40))
    _grey_pictures(desk, by_child["elif"], now=at(0, 9, 25))


def _no_mail(desk: Desk, shopper: Shopper) -> None:
    """Asked, answered, asked once more, and done."""
    stage, at = desk.stage, desk.stage.calendar.at
    asker = _parent(shopper, email=_KIRSTENS_NEW_ADDRESS)
    asked = Asked("No mail about the pictures", _KIRSTEN_ASKS, context=_shop_page(desk.job_id))
    request_id = submit_request(stage.studio_id, asker, asked, now=at(-6, 9, 15))
    helping.look_up(stage, desk.job_id, shopper.customer_id, now=at(-6, 10, 2))
    note_on_request(request_id, _NOTE, by=desk.staff, now=at(-6, 10, 6))
    _answer(desk, request_id, _FIRST_ANSWER, now=at(-6, 10, 12))
    write_again(request_id, _KIRSTEN_ADDS, now=at(-6, 19, 40))
    _answer(desk, request_id, _SECOND_ANSWER, is_done=True, now=at(-5, 9, 5))


def _revoked_code(desk: Desk, shopper: Shopper) -> None:
    """The photographer asks from a help note; the support acts, answers, and waits for him."""
    stage, at = desk.stage, desk.stage.calendar.at
    member = db.session.scalars(select(Member).where(Member.studio_id == stage.studio_id)).one()
    asker = Asker(member.name, member.email, "en", member_id=member.id)
    context = Context(desk.job_id, f"/studio/jobs/{desk.job_id}/people", "access-codes")
    request_id = submit_request(
        stage.studio_id,
        asker,
        Asked("A code opens nothing", _JONAS_ASKS, context=context),
        now=at(-1, 14, 20),
    )
    helping.look_up(stage, desk.job_id, shopper.customer_id, now=at(-1, 15, 52))
    number = _request(request_id).number
    reason = f"Request {number}: a new code for {people.REVOKED_CHILD}, as {member.name} asks"
    helping.act(stage, desk.job_id, desk.staff.id, reason, day=-1)
    _answer(desk, request_id, _ANSWER_TO_JONAS, now=at(-1, 16, 20))


def _grey_pictures(desk: Desk, shopper: Shopper, *, now: datetime) -> None:
    """A father shows what he sees of a job that has left the shop."""
    read_committed_state()
    picture = screenshot(db.session.get_one(Job, desk.archived_id).public_name)
    asked = Asked("All pictures are grey", _MURAT_ASKS, (picture,), _shop_page(desk.archived_id))
    submit_request(desk.stage.studio_id, _parent(shopper), asked, now=now)


def _answer(
    desk: Desk, request_id: str, words: str, *, is_done: bool = False, now: datetime
) -> None:
    version = _request(request_id).version
    answer_request(request_id, words, version=version, is_done=is_done, by=desk.staff, now=now)


def _request(request_id: str) -> SupportRequest:
    read_committed_state()
    return db.session.get_one(SupportRequest, request_id)


def _parent(shopper: Shopper, *, email: str = "") -> Asker:
    buyer = shopper.buyer
    return Asker(buyer.name, email or buyer.email, "en", visitor_id=shopper.visitor_id)


def _shop_page(job_id: str) -> Context:
    return Context(job_id, f"/shop/{people.STUDIO_SLUG}/jobs/{job_id}")
