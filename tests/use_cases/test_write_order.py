"""An order is written down as everything was when it was placed (A9)."""

from datetime import timedelta

import pytest

from tests.support.builders import (
    NOW,
    a_code,
    a_customer,
    a_job,
    a_person,
    a_photo,
    a_price_list,
    a_product,
    a_studio,
    an_album,
)
from webapp.domain.actors import Actor, ActorKind
from webapp.models.base import db, transaction
from webapp.models.customer import Customer
from webapp.models.job import AccessCode, Job
from webapp.models.order import Order, OrderEvent
from webapp.models.photo import Photo
from webapp.models.price_list import PackagePart, PriceList, Product
from webapp.models.studio import Studio
from webapp.use_cases.write_order import Buyer, Wanted, write_order

ANNA = Buyer("Anna", "anna@example.org", "", "", "", "", "en", payment="collection")
JONAS = Actor(ActorKind.PERSON, "Jonas Weber")
CUSTOMER = Actor(ActorKind.CUSTOMER, "Anna")


class Stage:
    """Mia's two pictures and the class photo; a print, a file, the set of files, a package."""

    def __init__(self):
        self.studio = a_studio()
        prices = a_price_list(self.studio)
        self.job = a_job(self.studio, "selling", price_list_id=prices.id)
        album = an_album(self.job, "Class 2b")
        self.mia = a_person(self.job, "Mia Berger", album)
        ben = a_person(self.job, "Ben Novak", album)
        self.photos = [
            a_photo(self.job, album, persons=[self.mia]),
            a_photo(self.job, album, persons=[self.mia, ben]),
            a_photo(self.job, album, is_group=True, persons=[self.mia, ben]),
        ]
        a_photo(self.job, album, persons=[ben])
        self.code = a_code(self.job, person=self.mia)
        self.print = a_product(prices)
        self.file = a_product(prices, "Download", 1490, "digital")
        self.all_files = a_product(prices, "All downloads", 4900, "digital-all")
        self.package = a_product(prices, "Package", 2900, "package")
        with transaction() as session:
            session.get_one(PriceList, prices.id).shipping_price = 490
            for part, quantity in ((self.print, 2), (self.file, 1)):
                session.add(PackagePart(
                    package_id=self.package.id, product_id=part.id, quantity=quantity
                ))  # fmt: skip
        self.customer = a_customer(self.studio)

    def write(self, *lines, by=CUSTOMER, is_posted=True):
        """Write an order of (product, photo or code, quantity)."""
        with transaction() as session:
            wanted = [self._wanted(session, *line) for line in lines]
            order = write_order(
                session,
                session.get_one(Studio, self.studio.id),
                session.get_one(Customer, self.customer.id),
                ANNA,
                wanted,
                is_posted=is_posted,
                form_token="f" * 32,
                by=by,
                now=NOW,
            )
            order_id = order.id
        db.session.expire_all()
        return db.session.get_one(Order, order_id)

    def _wanted(self, session, product, of, quantity=1, note=""):
        kind = AccessCode if isinstance(of, AccessCode) else Photo
        there = session.get_one(kind, of.id)
        of_what = {"access_code" if kind is AccessCode else "photo": there}
        job, product = session.get_one(Job, self.job.id), session.get_one(Product, product.id)
        return Wanted(job=job, product=product, quantity=quantity, note=note, **of_what)


@pytest.fixture
def stage(app):
    return Stage()


def pictures(line):
    return [(photo.number, photo.is_file) for photo in line.photos]


def test_a_print_is_kept_with_its_picture_its_child_and_its_note(stage):
    order = stage.write((stage.print, stage.photos[0], 2, "Cut the left edge"))
    (line,) = order.lines
    assert (line.photo_number, line.quantity, line.note) == (1, 2, "Cut the left edge")
    assert (line.person_name, line.group_name) == ("Mia Berger", "Class 2b")
    assert pictures(line) == [(1, False)]
    assert (order.total, order.shipping, order.state) == (1780 + 490, 490, "open")
    assert (order.payment, order.number, order.downloads_until) == ("collection", 1001, None)


def test_what_is_collected_costs_no_parcel(stage):
    order = stage.write((stage.print, stage.photos[0]), is_posted=False)
    assert (order.total, order.shipping) == (890, 0)


def test_bought_files_can_be_fetched_for_forty_two_days(stage):
    order = stage.write((stage.file, stage.photos[0]))
    assert order.downloads_until == NOW + timedelta(days=42)
    assert pictures(order.lines[0]) == [(1, True)]
    assert order.shipping == 0


def test_a_set_holds_every_picture_that_the_code_opens_and_no_other(stage):
    order = stage.write((stage.all_files, stage.code))
    (line,) = order.lines
    assert (line.photo_id, line.photo_number) == (None, None)
    assert pictures(line) == [(1, True), (2, True), (3, True)]
    assert (line.person_name, line.group_name) == ("Mia Berger", "Class 2b")
    assert order.downloads_until is not None


def test_a_set_without_pictures_is_never_written(stage):
    empty = a_code(stage.job, "B7MW9Q3X4T2P", album=an_album(stage.job))
    with pytest.raises(ValueError, match="holds no picture"):
        stage.write((stage.all_files, empty))
    assert db.session.query(Order).count() == 0


def test_a_package_says_what_it_holds_and_its_file_can_be_fetched(stage):
    order = stage.write((stage.package, stage.photos[0]))
    (line,) = order.lines
    assert sorted((part["name"], part["kind"], part["quantity"]) for part in line.parts) == [
        ("Download", "digital", 1),
        ("Print 13 × 18 cm", "print", 2),
    ]
    assert pictures(line) == [(1, True)]
    assert (order.shipping, order.downloads_until is None) == (490, False)


def test_a_picture_of_two_names_both_and_a_class_photo_nobody(stage):
    order = stage.write((stage.print, stage.photos[1]), (stage.print, stage.photos[2]))
    assert [line.person_name for line in order.lines] == ["Ben Novak, Mia Berger", ""]
    assert {line.group_name for line in order.lines} == {"Class 2b"}


def test_the_history_of_an_order_begins_with_who_placed_it(stage):
    order = stage.write((stage.print, stage.photos[0]), by=JONAS)
    event = db.session.query(OrderEvent).one()
    assert (event.order_id, event.deed, event.at) == (order.id, "placed", NOW)
    assert (event.actor_kind, event.actor_name) == ("person", "Jonas Weber")
    assert (order.placed_by, order.basket_id) == ("Jonas Weber", None)
