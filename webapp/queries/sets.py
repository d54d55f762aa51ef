"""Sets: all pictures that one access code opens, ordered as one product."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, literal, select, union_all

from webapp.domain.access import NOTHING, Key
from webapp.domain.product_kinds import ProductKind
from webapp.models.base import db
from webapp.models.job import AccessCode, Album, Job, Person
from webapp.models.photo import Photo
from webapp.models.price_list import Product
from webapp.queries.gallery import visible
from webapp.queries.visitors import OpenedKey


@dataclass(frozen=True)
class PictureSet:
    """All pictures that a code opens: whose they are, how many now, and the first of them."""

    code_id: str
    job_id: str
    key: Key
    person: str
    album: str
    pictures: int
    cover_id: str | None

    @property
    def whose(self) -> str:
        """The person or the album they are of; '': the whole shoot."""
        return self.person or self.album


@dataclass(frozen=True)
class Offer:
    """A product that holds every picture of a code, offered to who has opened it."""

    product: Product
    pictures: PictureSet


def offers_in(job: Job, opened: Collection[OpenedKey], keys: Collection[Key]) -> list[Offer]:
    """What is sold as files of everything, for each code of the job that opens something now."""
    codes = [each.code_id for each in opened if each.job_id == job.id and each.key in keys]
    if not codes:
        return []
    products = db.session.scalars(
        select(Product)
        .where(
            Product.price_list_id == job.price_list_id,
            Product.kind == ProductKind.DIGITAL_ALL,
            Product.is_sold,
        )
        .order_by(Product.position, Product.price, Product.id)
    ).all()
    sets = sets_of(codes) if products else {}
    return [
        Offer(product, sets[code_id])
        for code_id in codes
        for product in products
        if sets[code_id].pictures
    ]


def sets_of(code_ids: Collection[str]) -> dict[str, PictureSet]:
    """The sets of these codes, by code: two statements, none without codes."""
    if not code_ids:
        return {}
    rows = db.session.execute(
        select(
            AccessCode.id,
            AccessCode.job_id,
            AccessCode.person_id,
            AccessCode.album_id,
            AccessCode.revoked_at,
            Person.album_id.label("of_person"),
            Person.name.label("person"),
            Album.name.label("album"),
        )
        .outerjoin(Person, Person.id == AccessCode.person_id)
        .outerjoin(Album, (Album.id == AccessCode.album_id) | (Album.id == Person.album_id))
        .where(AccessCode.id.in_(code_ids))
    ).all()
    keys = {
        row.id: NOTHING if row.revoked_at else Key(row.person_id, row.album_id or row.of_person)
        for row in rows
    }
    counted = _counted({row.id: (row.job_id, keys[row.id]) for row in rows})
    return {
        row.id: PictureSet(
            row.id, row.job_id, keys[row.id], row.person or "", row.album or "", *counted[row.id]
        )
        for row in rows
    }


def pictures_of(code: AccessCode) -> Sequence[Photo]:
    """Every picture that the code opens at this moment, group pictures too, by number."""
    return db.session.scalars(
        select(Photo)
        .where(Photo.job_id == code.job_id, visible([key_of(code)]))
        .order_by(Photo.number)
    ).all()


def key_of(code: AccessCode) -> Key:
    """What the code opens in its job; revoked: nothing."""
    if code.revoked_at is not None:
        return NOTHING
    of_person = code.person.album_id if code.person else None
    return Key(code.person_id, code.album_id or of_person)


def _counted(doors: dict[str, tuple[str, Key]]) -> dict[str, tuple[int, str | None]]:
    """How many pictures each code opens, and the first of them."""
    one_each = []
    for code_id, (job_id, key) in doors.items():
        opened = (Photo.job_id == job_id, visible([key]))
        first = select(Photo.id).where(*opened).order_by(Photo.is_group, Photo.number).limit(1)
        number = select(func.count()).select_from(Photo).where(*opened)
        one_each.append(select(literal(code_id), number.scalar_subquery(), first.scalar_subquery()))
    rows = db.session.execute(union_all(*one_each))
    return {code_id: (number, cover_id) for code_id, number, cover_id in rows}
