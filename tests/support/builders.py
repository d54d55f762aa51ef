"""Rows to start a test from: every builder stores what it makes and says the rest for you.

They need an app context; what is not given is what a photographer would most often have."""

from datetime import UTC, date, datetime
from itertools import count

from webapp.delivery.mail import Mail, Mailbox, build
from webapp.domain.archiving import ArchivePlan, Delay
from webapp.domain.status import Status
from webapp.models.base import new_id, transaction
from webapp.models.basket import Basket, BasketLine, RemovedLine
from webapp.models.customer import Customer, Registration, Visitor
from webapp.models.job import AccessCode, Album, Job, Person
from webapp.models.message import CommunicationProfile, Message, Notification
from webapp.models.outgoing import Outgoing
from webapp.models.photo import Photo, PhotoPerson
from webapp.models.price_list import PriceList, Product
from webapp.models.sealing import fingerprint, hash_token, seal
from webapp.models.studio import Member, Studio
from webapp.use_cases.open_code import remember_code

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
_numbers = count(1)
A_MAIL = build(
    Mail(
        sender=Mailbox("shop@example.org", "Studio Nord"),
        recipient=Mailbox("parent@example.org", "Anna Berger"),
        subject="Your order",
        text="Thank you for your order.\n",
        html='<!doctype html><html lang="en"><title>Order</title><p>Thank you for your order.</p>',
        message_id="first@shelflife.example",
        written_at=NOW,
    )
)


def _store(*rows):
    with transaction() as session:
        session.add_all(rows)
    return rows[0]


def a_studio(name="Studio Nord", slug=None, time_zone="Europe/Berlin", **facts):
    slug = slug or f"nord-{next(_numbers)}"
    facts = {"email": f"{slug}@example.org", "created_at": NOW, "language": "en"} | facts
    return _store(Studio(id=new_id(), name=name, slug=slug, time_zone=time_zone, **facts))


def a_member(studio, email=None, name="Jonas Weber", password_hash="!"):  # noqa: S107
    facts = {"email": email or f"member-{next(_numbers)}@example.org", "created_at": NOW}
    facts |= {"studio_id": studio.id, "password_hash": password_hash}
    return _store(Member(id=new_id(), name=name, **facts))


def a_price_list(studio, name=None, tax_rate=1900, **facts):
    name = name or f"Prices {next(_numbers)}"
    facts = {"studio_id": studio.id, "name": name, "tax_rate": tax_rate, "created_at": NOW} | facts
    return _store(PriceList(id=new_id(), **facts))


def a_product(price_list, name="Print 13 × 18 cm", price=890, kind="print", **facts):
    row = Product(id=new_id(), price_list_id=price_list.id, name=name, price=price, kind=kind)
    for fact, value in facts.items():
        setattr(row, fact, value)
    return _store(row)


def a_profile(studio, name="School standard", triggers=(("available", 0),), is_standard=False):
    """`triggers`: pairs of trigger and offset in days; all by e-mail."""
    profile = CommunicationProfile(
        id=new_id(), studio_id=studio.id, name=name, is_standard=is_standard, created_at=NOW
    )
    profile.notifications = [
        Notification(
            position=place,
            trigger=trigger,
            offset_days=offset,
            subject="S",
            message="M",
            since=LONG_AGO,
        )
        for place, (trigger, offset) in enumerate(triggers)
    ]
    return _store(profile)


def a_job(studio=None, status="planning", archive_on=None, delay="0", archived_at=None, **facts):
    """A job; `archive_on` (a date) ticks Archiving; an archived one needs `archived_at` or NOW."""
    studio = studio or a_studio()
    number = next(_numbers)
    if status == "archived":
        archived_at = archived_at or NOW
    plan = ArchivePlan(archive_on, Delay(delay), studio.time_zone) if archive_on else None
    if "price_list_id" not in facts:
        facts["price_list_id"] = a_price_list(studio).id
    defaults = {
        "public_name": f"Oak Lane Primary {number}",
        "internal_name": f"oak-lane-{number}",
        "access_type": "job",
        "shot_on": date(2026, 10, 12),
        "created_at": NOW,
        "selling_since": NOW if status != Status.PLANNING else None,
        "announced_at": NOW if status != Status.PLANNING else None,
        "profile_since": LONG_AGO,
    }
    return _store(
        Job(
            id=new_id(),
            studio_id=studio.id,
            status=status,
            archiving=archive_on is not None,
            archiving_date=archive_on,
            archiving_delay=delay,
            stop_at=plan.stop_at if plan else None,
            archived_at=archived_at,
            **(defaults | facts),
        )
    )


def an_album(job, name=None):
    facts = {"name": name or f"Class {next(_numbers)}", "created_at": NOW}
    return _store(Album(id=new_id(), job_id=job.id, **facts))


def a_person(job, name="Mia Berger", album=None, **facts):
    facts |= {"job_id": job.id, "album_id": album.id if album else None, "created_at": NOW}
    return _store(Person(id=new_id(), name=name, **facts))


def a_photo(
    job, album=None, state="ready", is_group=False, persons=(), original_bytes=1000, **facts
):
    """A photo on record (without a file); the job's figures follow."""
    album = album or an_album(job)
    number = job.last_photo_number + 1
    usual = {
        "id": new_id(),
        "studio_id": job.studio_id,
        "job_id": job.id,
        "album_id": album.id,
        "number": number,
        "original_name": f"DSC_{number:04d}.jpg",
        "content_hash": f"{number:064d}",
        "media_type": "image/jpeg",
        "width": 800,
        "height": 1000,
        "queue": 1 if state == "waiting" else None,
        "created_at": NOW,
    }
    photo = Photo(original_bytes=original_bytes, is_group=is_group, state=state, **(usual | facts))
    with transaction() as session:
        stored_job = session.get_one(Job, job.id)
        stored_job.photo_count += 1
        stored_job.last_photo_number = number
        stored_job.original_bytes += original_bytes
        session.add(photo)
        session.flush()
        session.add_all(PhotoPerson(photo_id=photo.id, person_id=each.id) for each in persons)
    return photo


def a_code(job, code="K7MW9Q3X4T2P", person=None, album=None):
    return _store(
        AccessCode(
            id=new_id(),
            studio_id=job.studio_id,
            job_id=job.id,
            person_id=person.id if person else None,
            album_id=album.id if album else None,
            fingerprint=fingerprint(code, purpose="access code"),
            sealed=seal(code),
            created_at=NOW,
        )
    )


def a_customer(studio, email=None, name="Anna Berger", **facts):
    email = email or f"parent-{next(_numbers)}@example.org"
    facts = {"studio_id": studio.id, "created_at": NOW, "email_confirmed_at": LONG_AGO} | facts
    return _store(Customer(id=new_id(), email=email, name=name, **facts))


def a_registration(job, customer=None, created_at=NOW, **facts):
    customer = customer or a_customer(job.studio)
    facts = {"consented_at": created_at, "created_at": created_at} | facts
    facts = {"job_id": job.id, "customer_id": customer.id} | facts
    return _store(Registration(id=new_id(), **facts))


def a_visitor(studio, token=None, codes=(), customer=None):
    """A browser in the shop, holding the cookie token `token`, that opened these codes."""
    visitor = Visitor(
        id=new_id(),
        studio_id=studio.id,
        token_hash=hash_token(token or new_id()),
        customer_id=customer.id if customer else None,
        created_at=NOW,
        expires_at=datetime(2099, 1, 1, tzinfo=UTC),
    )
    _store(visitor)
    for code in codes:
        with transaction() as session:
            remember_code(session, visitor, session.get_one(AccessCode, code.id), now=NOW)
    return visitor


def a_basket(visitor, state="pending"):
    whose = {"studio_id": visitor.studio_id, "visitor_id": visitor.id}
    return _store(Basket(id=new_id(), state=state, created_at=NOW, **whose))


def a_basket_line(basket, photo, product, quantity=1):
    return _store(
        BasketLine(
            id=new_id(),
            basket_id=basket.id,
            job_id=photo.job_id,
            photo_id=photo.id,
            product_id=product.id,
            **{"quantity": quantity, "created_at": NOW},
        )
    )


def a_removed_line(basket, photo, product, quantity=1, removed_at=NOW):
    return _store(
        RemovedLine(
            id=new_id(),
            basket_id=basket.id,
            job_id=photo.job_id,
            photo_id=photo.id,
            product_id=product.id,
            photo_number=photo.number,
            product_name=product.name,
            quantity=quantity,
            removed_at=removed_at,
        )
    )


def a_message(job, customer, trigger="available", state="sent", **facts):
    defaults = {
        "offset_days": 0,
        "channel": "email",
        "occasion": "",
        "due_at": NOW,
        "created_at": NOW,
    }
    return _store(
        Message(
            id=new_id(),
            studio_id=job.studio_id,
            job_id=job.id,
            customer_id=customer.id,
            trigger=trigger,
            state=state,
            **(defaults | facts),
        )
    )


def an_outgoing(studio, kind="order", state="waiting", message=None, **facts):
    """A row of the outbox with a small mail; of a ledger row if there is a `message`."""
    row_id = new_id()
    defaults = {
        "channel": "email",
        "recipient": "parent@example.org",
        "host": "example.org",
        "subject": "Your order",
        "content": A_MAIL,
        "mail_id": f"{row_id}@shelflife.example",
        "available_at": LONG_AGO,
        "created_at": NOW,
        "expires_at": datetime(2099, 1, 1, tzinfo=UTC),
    }
    if message is not None:
        facts = {"message_id": message.id, "job_id": message.job_id} | facts
    return _store(
        Outgoing(id=row_id, studio_id=studio.id, kind=kind, state=state, **(defaults | facts))
    )


def a_filled_basket(job, quantity=1, visitor=None):
    """A pending basket with one line of a new photo of the job; answers the line."""
    product = a_product(price_list_of(job))
    basket = a_basket(visitor or a_visitor(job.studio))
    return a_basket_line(basket, a_photo(job), product, quantity)


def price_list_of(job):
    """The price list a job uses."""
    with transaction() as session:
        return session.get_one(PriceList, job.price_list_id)
