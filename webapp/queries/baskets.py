"""What lies in a visitor's basket, and what it costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby

from sqlalchemy import Row, Select, select

from webapp.domain.access import PhotoFacts, sees
from webapp.domain.archiving import ArchivePlan
from webapp.domain.baskets import Refusal, Wish, fits, most_of, refusal, takes_note
from webapp.domain.payment import Method
from webapp.domain.pricing import PricedLine, Totals, totals_of
from webapp.domain.product_kinds import Part, ProductKind, is_printed
from webapp.domain.status import Standing
from webapp.models.base import db
from webapp.models.basket import Basket, BasketLine
from webapp.models.job import Job
from webapp.models.photo import Photo, PhotoPerson
from webapp.models.price_list import PriceList, Product
from webapp.queries.price_lists import parts_of, priced
from webapp.queries.sets import PictureSet, sets_of
from webapp.queries.visitors import Access, OpenedKey, access_to
from webapp.queries.ways_to_pay import ways_of


@dataclass(frozen=True)
class Line:
    """A product in the basket: of one picture (`photo`), or of all that a code opens (`pictures`).

    `plan`: what the counter of its job counts to (A10). `parts`: what a package holds. `person`,
    `group`: whose code opens the picture, '' where none says. `also_in`: the set in this basket
    that holds this file as well. `why_not`: the reason why it can't be ordered now.
    """

    id: str
    quantity: int
    note: str
    job: Job
    standing: Standing
    plan: ArchivePlan | None
    photo: Photo | None
    pictures: PictureSet | None
    product: Product
    parts: tuple[Part, ...]
    person: str
    group: str
    also_in: PictureSet | None
    why_not: Refusal | None

    @property
    def priced(self) -> PricedLine:
        """The line as the totals need it."""
        return priced(self.product, self.quantity, self.parts)

    @property
    def total(self) -> int:
        """The price of the line in minor units."""
        return self.priced.total

    @property
    def is_printed(self) -> bool:
        """Whether something of it is printed, and so posted or collected."""
        return is_printed(self.product.kind, self.parts)

    @property
    def takes_note(self) -> bool:
        """Whether a note on the crop can go with it."""
        return takes_note(self.product.kind, self.parts)

    @property
    def most(self) -> int:
        """How many of it can be ordered."""
        return most_of(self.product.kind)


@dataclass(frozen=True)
class Filled:
    """A pending basket at an instant: its lines by job, what can be ordered and what it costs."""

    lines: tuple[Line, ...] = ()

    @property
    def by_job(self) -> list[tuple[Job, list[Line]]]:
        """The lines that can be ordered, grouped by the shoot they belong to."""
        return [(job, list(lines)) for job, lines in groupby(self.orderable, lambda line: line.job)]

    @cached_property
    def orderable(self) -> tuple[Line, ...]:
        """What can be ordered now."""
        return tuple(line for line in self.lines if line.why_not is None)

    @cached_property
    def refused(self) -> tuple[Line, ...]:
        """What lies in the basket and can't be ordered any more (A6)."""
        return tuple(line for line in self.lines if line.why_not is not None)

    @cached_property
    def totals(self) -> Totals:
        """What the orderable lines cost, paid in the usual way; one parcel if it is posted."""
        return self.totals_if(is_posted=not self.ways or self.ways[0].is_posted)

    def totals_if(self, *, is_posted: bool) -> Totals:
        """What they cost when it is posted, or when it is collected."""
        return totals_of([line.priced for line in self.orderable], is_posted=is_posted)

    @cached_property
    def is_printed(self) -> bool:
        """Whether something in it is printed, and so posted or collected."""
        return any(line.is_printed for line in self.orderable)

    @cached_property
    def ways(self) -> tuple[Method, ...]:
        """How it can be paid, the usual way first; nothing for an empty basket."""
        if not self.lines:
            return ()
        return ways_of(self.lines[0].job.studio, is_printed=self.is_printed)

    @cached_property
    def photo_ids(self) -> frozenset[str]:
        """The pictures of which something lies in the basket."""
        return frozenset(line.photo.id for line in self.orderable if line.photo)

    def quantity_of(self, of_id: str, product_id: str) -> Line | None:
        """The line of this product of this picture, or of the set of this code."""
        return next(
            (
                line
                for line in self.orderable
                if line.product.id == product_id and of_id in _ids_of(line)
            ),
            None,
        )


def pending(visitor_id: str, opened: Sequence[OpenedKey], *, now: datetime) -> Filled:
    """The visitor's pending basket as it is at `now`."""
    rows = db.session.execute(lines_of(visitor_id)).all()
    around = _around(rows, opened)
    return Filled(tuple(_line(row, around, now=now) for row in rows))


def lines_of(visitor_id: str) -> Select[BasketLine, Job, Photo, Product, PriceList]:
    """The rows of a pending basket, by job and in the order in which they were added."""
    return (
        select(BasketLine, Job, Photo, Product, PriceList)
        .join(Basket, Basket.id == BasketLine.basket_id)
        .join(Job, Job.id == BasketLine.job_id)
        .outerjoin(Photo, Photo.id == BasketLine.photo_id)
        .join(Product, Product.id == BasketLine.product_id)
        .join(PriceList, PriceList.id == Product.price_list_id)
        .where(Basket.visitor_id == visitor_id, Basket.state == "pending")
        .order_by(Job.stop_at.is_(None), Job.stop_at, Job.id, BasketLine.created_at, BasketLine.id)
    )


_LineRow = Row[BasketLine, Job, Photo, Product, PriceList]


@dataclass(frozen=True)
class _Around:
    """What the lines of a basket are looked at with, read once for all of them."""

    opened: Sequence[OpenedKey]
    people: dict[str, frozenset[str]]
    sets: dict[str, PictureSet]
    parts: dict[str, tuple[Part, ...]]

    def facts(self, photo: Photo) -> PhotoFacts:
        """What decides who sees the picture."""
        people = self.people.get(photo.id, frozenset())
        return PhotoFacts(photo.album_id, photo.is_group, people)

    def shows(self, line: BasketLine, photo: Photo | None, access: Access) -> bool:
        """Whether the visitor sees the picture, or holds the code whose pictures are meant."""
        if photo is not None:
            return photo.is_shown and sees(access.keys, self.facts(photo))
        pictures = self.sets[line.access_code_id or ""]
        is_opened = any(each.code_id == pictures.code_id for each in self.opened)
        return is_opened and pictures.key in access.keys and pictures.pictures > 0

    def whose(self, job: Job, photo: Photo | None) -> tuple[str, str]:
        """The person and the group whose code opens the picture: for the packing list."""
        if photo is None:
            return "", ""
        facts = self.facts(photo)
        people = [each for each in self.opened if each.is_of(job.id) and each.key.person_id]
        own = [each for each in people if each.key.person_id in facts.person_ids]
        found = own or [each for each in people if each.key.opens(facts)]
        return (found[0].person, found[0].album) if found else ("", "")

    def also_in(self, product: Product, photo: Photo | None) -> PictureSet | None:
        """The set in the basket that holds this file of one picture as well."""
        if photo is None or product.kind != ProductKind.DIGITAL:
            return None
        sets = (each for each in self.sets.values() if each.job_id == photo.job_id)
        return next((each for each in sets if each.key.opens(self.facts(photo))), None)


def _around(rows: Sequence[_LineRow], opened: Sequence[OpenedKey]) -> _Around:
    packages = {row.Product.id for row in rows if row.Product.kind == ProductKind.PACKAGE}
    codes = [row.BasketLine.access_code_id for row in rows if row.BasketLine.access_code_id]
    photo_ids = [row.Photo.id for row in rows if row.Photo]
    return _Around(opened, _people_in(photo_ids, opened), sets_of(codes), parts_of(packages))


def _line(row: _LineRow, around: _Around, *, now: datetime) -> Line:
    line, job, photo, product, _price_list = row
    access = access_to(job, around.opened, now=now)
    wish = Wish(
        standing=access.standing,
        is_visible=around.shows(line, photo, access),
        is_on_list=product.price_list_id == job.price_list_id,
        is_sold=product.is_sold,
        is_fitting=fits(product.kind, is_set=photo is None),
    )
    person, group = around.whose(job, photo)
    return Line(
        id=line.id,
        quantity=line.quantity,
        note=line.note,
        job=job,
        standing=access.standing,
        plan=access.plan,
        photo=photo,
        pictures=around.sets.get(line.access_code_id or ""),
        product=product,
        parts=around.parts.get(product.id, ()),
        person=person,
        group=group,
        also_in=around.also_in(product, photo),
        why_not=refusal(wish),
    )


def _ids_of(line: Line) -> tuple[str | None, str | None]:
    """What the line is of: a picture, or the set of a code."""
    return (
        line.photo.id if line.photo else None,
        line.pictures.code_id if line.pictures else None,
    )


def _people_in(photo_ids: Sequence[str], opened: Sequence[OpenedKey]) -> dict[str, frozenset[str]]:
    """Which of the visitor's people are in each of these pictures."""
    people = [each.key.person_id for each in opened if each.key.person_id]
    if not photo_ids or not people:
        return {}
    rows = db.session.execute(
        select(PhotoPerson.photo_id, PhotoPerson.person_id)
        .where(PhotoPerson.photo_id.in_(photo_ids), PhotoPerson.person_id.in_(people))
        .order_by(PhotoPerson.photo_id)
    )
    return {
        photo_id: frozenset(person_id for _photo, person_id in group)
        for photo_id, group in groupby(rows, lambda row: row[0])
    }
