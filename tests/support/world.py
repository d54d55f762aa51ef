"""Everything an address can name, of one studio: for walks over the whole map of addresses."""

from dataclasses import dataclass
from itertools import cycle

from sqlalchemy import select

from tests.support import deleting, keeping
from tests.support.builders import (
    NOW,
    a_basket,
    a_basket_line,
    a_code,
    a_customer,
    a_job,
    a_member,
    a_message,
    a_person,
    a_photo,
    a_price_list,
    a_product,
    a_profile,
    a_registration,
    a_studio,
    a_visitor,
    an_album,
    an_outgoing,
)
from tests.support.half_uploads import a_waiting_upload
from tests.support.late import a_more_time_request
from tests.support.orders import a_line, an_order
from tests.support.requests import a_file, a_request, a_request_of_a_customer
from tests.support.staff import somebody_of_staff
from webapp.models import sealing
from webapp.models.base import db, new_id, transaction
from webapp.models.deletion import Trash
from webapp.models.job import AccessCode, Job
from webapp.models.staff import Staff
from webapp.models.studio import Member, Studio
from webapp.models.support import CannedAnswer, SupportSession
from webapp.photos.enclosed import Enclosed, enclosed
from webapp.photos.serving import current_store
from webapp.use_cases import links

MIA_TOKEN, BEN_TOKEN, LEA_TOKEN = "m" * 43, "b" * 43, "l" * 43
_CODES = cycle([f"K7MW9Q3X4T{first}{second}" for first in "23456789" for second in "23456789"])


@dataclass(frozen=True)
class World:
    """A studio with one of everything; `ids`: the parts of addresses, by name, `links`: what is
    signed for cards and mails, by the word before it.

    Mia's browser holds MIA_TOKEN: it knows all of the ids. Ben's (BEN_TOKEN) has another code of
    the same job, Lea's (LEA_TOKEN) a code of another job of the studio.
    """

    studio: Studio
    job: Job
    member: Member
    ids: dict[str, str]
    links: dict[str, str]

    def part(self, rule: str, name: str) -> str:
        """What stands in an address of this rule for this part of it."""
        if name == "request_id" and "/more-time/" in rule:
            return self.ids["more_time_id"]
        if name == "picture_id" and "/shop/" in rule and "/requests/" in rule:
            return self.ids["picture_of_mia"]
        if name == "link":
            return next(link for word, link in self.links.items() if f"/{word}/<" in rule)
        return self.ids[name]


def a_world(slug: str) -> World:
    """One more world; the tokens of its browsers begin with its address."""
    studio = a_studio(slug=slug)
    member, staff = a_member(studio), somebody_of_staff()
    price_list = a_price_list(studio)
    product = a_product(price_list)
    job = a_job(studio, "selling", price_list_id=price_list.id)
    album = an_album(job, "2b")
    mia, ben = a_person(job, "Mia Berger", album), a_person(job, "Ben Wolf", album)
    photo = a_photo(job, album, persons=[mia])
    code = _code(job, person=mia)
    visitor = a_visitor(studio, f"{slug}{MIA_TOKEN}", codes=[code])
    a_visitor(studio, f"{slug}{BEN_TOKEN}", codes=[_code(job, person=ben)])
    other = a_job(studio, "selling", price_list_id=price_list.id)
    a_visitor(studio, f"{slug}{LEA_TOKEN}", codes=[_code(other, person=a_person(other, "Lea"))])
    profile, customer = a_profile(studio), a_customer(studio)
    registration = a_registration(job, customer)
    order = an_order(job, a_line(job, photo, kind="digital"), customer=customer, paid_at=NOW)
    request = a_request(studio, member, pictures=(_picture(),))
    of_mia = a_request_of_a_customer(studio, visitor=visitor, pictures=(_picture(),))
    keeping.make_ready(current_store(), photo.id)
    ids = {
        "studio_id": studio.id,
        "slug": studio.slug,
        "job_id": job.id,
        "album_id": album.id,
        "person_id": mia.id,
        "photo_id": photo.id,
        "code_id": code.id,
        "customer_id": customer.id,
        "price_list_id": price_list.id,
        "product_id": product.id,
        "profile_id": profile.id,
        "notification_id": profile.notifications[0].id,
        "message_id": a_message(job, customer).id,
        "outgoing_id": an_outgoing(studio).id,
        "order_id": order.id,
        "token": order.token,
        "file_id": order.lines[0].photos[0].id,
        "line_id": a_basket_line(a_basket(visitor), photo, product).id,
        "upload_id": a_waiting_upload(job, album).id,
        "deletion_id": keeping.delete(job, a_photo(job, album).id).id,
        "trash_id": _thrown_away(job),
        "request_id": request.id,
        "more_time_id": a_more_time_request(job, code).id,
        "picture_id": request.messages[0].pictures[0].id,
        "picture_of_mia": of_mia.messages[0].pictures[0].id,
        "answer_id": _canned_answer(),
        "session_id": _support_session(studio, staff),
        "size": "small",
    }
    signed = {
        "card": (code.id, links.CARD),
        "open": (registration.id, links.OPEN),
        "confirm": (customer.id, links.confirming(customer, "email")),
        "my-messages": (customer.id, links.OWN_PAGE),
        "unsubscribe": (customer.id, links.UNSUBSCRIBE),
        "requests": (of_mia.id, links.REQUEST),
    }
    made = {word: sealing.sign(row, purpose=purpose) for word, (row, purpose) in signed.items()}
    return World(studio, job, member, ids, made)


def _code(job: Job, person: object) -> AccessCode:
    return a_code(job, next(_CODES), person=person)


def _thrown_away(job: Job) -> str:
    deleting.throw_photos(job, a_photo(job))
    return str(db.session.scalars(select(Trash.id).where(Trash.job_id == job.id)).one())


def _picture() -> Enclosed:
    file, _name = a_file()
    return enclosed(file)


def _canned_answer() -> str:
    row = CannedAnswer(
        id=new_id(), title="Where to find the code", language="en", words="On the card.",
        changed_at=NOW,
    )  # fmt: skip
    return _stored(row)


def _support_session(studio: Studio, staff: Staff) -> str:
    row = SupportSession(
        id=new_id(), staff_id=staff.id, studio_id=studio.id, token_hash=new_id(),
        reason="Request 1001", began_at=NOW, ends_at=NOW, ended_at=NOW, ended_by="staff",
    )  # fmt: skip
    return _stored(row)


def _stored(row: CannedAnswer | SupportSession) -> str:
    with transaction() as session:
        session.add(row)
    return row.id
