"""Price lists change under jobs, baskets and orders: orders stay, and baskets are told."""

from functools import partial

import pytest
from sqlalchemy import select

from tests.support.builders import (
    NOW,
    a_basket,
    a_basket_line,
    a_code,
    a_filled_basket,
    a_job,
    a_photo,
    a_price_list,
    a_product,
    a_studio,
    a_visitor,
    price_list_of,
)
from tests.support.races import race, slow_looks
from tests.support.records import history_of
from tests.support.saving import JONAS, press
from webapp.domain.baskets import Refusal
from webapp.domain.job_kinds import JobKind
from webapp.domain.product_kinds import ProductKind
from webapp.domain.products import PriceListValues, ProductValues
from webapp.domain.settings import AccessType, SettingFault
from webapp.models.base import db
from webapp.models.basket import BasketLine
from webapp.models.job import Job
from webapp.models.order import Order, OrderLine
from webapp.models.price_list import Product
from webapp.queries.baskets import pending
from webapp.queries.price_list_pages import list_values, product_values
from webapp.queries.visitors import opened_keys
from webapp.use_cases.archive_price_list import archive_price_list
from webapp.use_cases.change_price_list import change_price_list
from webapp.use_cases.create_job import NewJob, create_job
from webapp.use_cases.delete_price_list import delete_price_list
from webapp.use_cases.fill_basket import NotOrderable, add_to_basket
from webapp.use_cases.holding_price_list import ChangedMeanwhileError
from webapp.use_cases.place_order import BasketChanged, Buyer, place_order
from webapp.use_cases.remove_product import Removed, remove_product
from webapp.use_cases.save_job_settings import FaultsError
from webapp.use_cases.save_product import change_product
from webapp.use_cases.use_price_list import PriceListArchivedError, use_price_list

BUYER = Buyer("Anna Berger", "anna@example.org", "Hauptstr. 1", "10115", "Berlin", "DE", "en")
RACES = 6


class Shop:
    """A job on sale with a basket that holds one of its product."""

    def __init__(self):
        self.job = a_job(status="selling")
        self.studio_id = self.job.studio_id
        self.prices = price_list_of(self.job)
        self.product = a_product(self.prices)
        self.photo = a_photo(self.job)
        self.visitor = a_visitor(self.job.studio, codes=[a_code(self.job)])
        self.line = a_basket_line(a_basket(self.visitor), self.photo, self.product)

    def order(self, shown_total=890):
        return place_order(self.studio_id, BUYER, visitor_id=self.visitor.id, form_token="once",
                           shown_total=shown_total, now=NOW)  # fmt: skip

    def reprice(self, **changed):
        stored = product_values(self.product)
        facts = {"name": stored.name, "kind": stored.kind, "price": stored.price} | changed
        change_product(self.studio_id, self.prices.id, self.product.id, ProductValues(**facts),
                       fingerprint=stored.fingerprint)  # fmt: skip

    def why_not(self):
        db.session.rollback()
        found = pending(self.visitor.id, opened_keys(self.visitor.id), now=NOW)
        return [line.why_not for line in found.lines]


@pytest.fixture
def shop(app):
    return Shop()


def ordered():
    """Everything that orders say, column by column."""
    db.session.rollback()
    return [db.session.execute(select(table.__table__)).all() for table in (Order, OrderLine)]


def test_a_placed_order_stays_as_it_was_whatever_happens_to_its_price_list(shop, stored):
    shop.order()
    before = ordered()
    shop.reprice(name="Something else", price=1)
    values = PriceListValues("Another name", 700, 9900)
    mark = list_values(stored(shop.prices)).fingerprint
    change_price_list(shop.studio_id, shop.prices.id, values, fingerprint=mark)
    assert ordered() == before
    press(shop.job.id, now=NOW, price_list_id=a_price_list(shop.job.studio).id)
    assert remove_product(shop.studio_id, shop.prices.id, shop.product.id) is Removed.DELETED
    delete_price_list(shop.studio_id, shop.prices.id)
    assert (stored(shop.prices), stored(shop.product)) == (None, None)
    assert ordered() == before


def test_a_price_that_changes_under_a_basket_is_shown_before_anything_is_ordered(shop):
    shop.reprice(price=990)
    with pytest.raises(BasketChanged):
        shop.order()
    assert ordered() == [[], []]


def test_what_is_taken_off_sale_stays_in_the_basket_and_says_so(shop):
    assert remove_product(shop.studio_id, shop.prices.id, shop.product.id) is Removed.TAKEN_OFF_SALE
    assert shop.why_not() == [Refusal.NOT_SOLD]


def test_several_jobs_take_a_list_at_once_with_a_record_each(app, stored):
    studio = a_studio()
    new = a_price_list(studio, "New")
    jobs = [a_job(studio), a_job(studio, "selling", price_list_id=None)]
    others = [a_job(studio, "archived"), a_job()]
    before = [job.price_list_id for job in others]
    named = [job.id for job in (*jobs, *others)]
    outcome = use_price_list(studio.id, new.id, named, confirmed=None, by=JONAS, now=NOW)
    assert (outcome.stored, len(outcome.plan.jobs)) == (True, 2)
    for job in jobs:
        assert (stored(job).price_list_id, stored(job).version) == (new.id, 2)
        (entry,) = history_of(job.id)
        assert (entry.actor_name, entry.changes[0]["after"]) == ("Jonas Weber", "New")
    assert [stored(job).price_list_id for job in others] == before


def test_what_another_list_does_to_baskets_is_counted_first(shop, stored):
    old = shop.prices.id
    new = a_price_list(shop.job.studio, "New")
    give = partial(use_price_list, shop.studio_id, new.id, [shop.job.id], by=JONAS, now=NOW)
    asked = give(confirmed=None)
    assert (asked.stored, asked.plan.products, asked.plan.baskets) == (False, 1, 1)
    a_filled_basket(shop.job)
    again = give(confirmed=asked.plan.fingerprint)
    assert (again.stored, again.plan.baskets, stored(shop.job).price_list_id) == (False, 2, old)
    assert give(confirmed=again.plan.fingerprint).stored
    assert stored(shop.job).price_list_id == new.id
    assert shop.why_not() == [Refusal.NOT_SOLD]


def test_the_settings_of_a_job_count_the_same_first(shop, stored):
    new = a_price_list(shop.job.studio, "New")
    asked = press(shop.job.id, now=NOW, price_list_id=new.id)
    (said,) = asked.plan.consequences
    assert (asked.stored, said.products, said.baskets) == (False, 1, 1)
    mark = asked.plan.fingerprint
    assert press(shop.job.id, now=NOW, price_list_id=new.id, confirmed=mark).stored
    assert stored(shop.job).price_list_id == new.id


def test_no_further_job_gets_an_archived_list(shop, stored):
    other = a_job(shop.job.studio, price_list_id=a_price_list(shop.job.studio, "B").id)
    archive_price_list(shop.studio_id, shop.prices.id, now=NOW)
    with pytest.raises(FaultsError) as refusal:
        press(other.id, now=NOW, price_list_id=shop.prices.id)
    assert refusal.value.faults == {"price_list_id": SettingFault.PRICE_LIST_ARCHIVED}
    with pytest.raises(PriceListArchivedError):
        use_price_list(shop.studio_id, shop.prices.id, [other.id], confirmed=None, by=JONAS,
                       now=NOW)  # fmt: skip
    new = NewJob("New", "", JobKind.SCHOOL, None, AccessType.PERSON)
    made = create_job(shop.studio_id, new, by=JONAS, now=NOW)
    assert db.session.get_one(Job, made).price_list_id == other.price_list_id
    assert press(shop.job.id, now=NOW, public_name="Oak").stored, "it stays where it is used"
    assert shop.why_not() == [None]


def test_of_two_changes_at_the_same_moment_the_later_is_told(app, shop):
    studio_id, prices_id, product_id = shop.studio_id, shop.prices.id, shop.product.id
    for run in range(RACES):
        db.session.rollback()
        mark = product_values(db.session.get_one(Product, product_id)).fingerprint
        deeds = [
            partial(
                change_product,
                studio_id,
                prices_id,
                product_id,
                ProductValues(f"Print {run} {each}", ProductKind.PRINT, 100 + each),
                fingerprint=mark,
            )
            for each in range(2)
        ]
        with slow_looks():
            answers = race(app, *deeds)
        assert sorted(type(each) for each in answers if each is not None) == [ChangedMeanwhileError]


def test_a_product_goes_or_lies_in_a_basket_never_both(app, shop):
    studio_id, job_id, photo_id = shop.studio_id, shop.job.id, shop.photo.id
    prices_id, visitor_id = shop.prices.id, shop.visitor.id
    for run in range(RACES):
        product_id = a_product(shop.prices, f"Print {run}").id
        facts = {"visitor_id": visitor_id, "address": None, "now": NOW, "machine_now": NOW}
        with slow_looks() as refused:
            removed, added = race(
                app,
                partial(remove_product, studio_id, prices_id, product_id),
                partial(add_to_basket, studio_id, job_id, photo_id, product_id, 1, **facts),
            )
        db.session.rollback()
        product = db.session.get(Product, product_id)
        lines = db.session.query(BasketLine).filter_by(product_id=product_id).count()
        if removed is Removed.DELETED:
            assert isinstance(added, NotOrderable)
            assert (product, lines) == (None, 0)
        else:
            assert (removed, product.is_sold, lines) == (Removed.TAKEN_OFF_SALE, False, 1)
        assert refused == []
