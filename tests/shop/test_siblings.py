"""Several codes in one browser: each keeps its state, and one basket holds them all."""

from tests.shop.conftest import fill, rows
from tests.shop.test_checkout import ANNA
from tests.support.builders import NOW, a_code, a_job, a_photo, a_product
from tests.support.pages import page, words
from webapp.models.base import transaction
from webapp.models.basket import BasketLine, RemovedLine
from webapp.models.customer import OpenedCode
from webapp.models.job import AccessCode, Person
from webapp.models.order import Order, OrderLine
from webapp.use_cases.archive_jobs import archive_due_jobs

BEN, REVOKED, ARCHIVED = "2222BBBB3333", "4444CCCC5555", "6666DDDD7777"


def test_a_second_code_of_a_shoot_keeps_the_first_and_an_order_names_each_child(
    parent, shop, clock
):
    ben = next(person for person in rows(Person) if person.name == "Ben Novak")
    a_code(shop.job, BEN, person=ben)
    clock.advance(minutes=1)
    parent.submit(shop.home, code=BEN)
    assert "Mia Berger · Class 2b · Ben Novak · 4 pictures" in words(parent.get(shop.home))
    for photo in (shop.photos[0], shop.photos[3], shop.photos[2]):
        fill(parent, shop, photo)
    parent.submit(f"{shop.home}/checkout", "#order", **ANNA)
    assert len(rows(Order)) == 1
    whose = {(line.photo_number, line.person_name, line.group_name) for line in rows(OrderLine)}
    assert whose == {
        (1, "Mia Berger", "Class 2b"),
        (4, "Ben Novak", "Class 2b"),
        (3, "Mia Berger", "Class 2b"),
    }


def test_a_revoked_and_an_archived_code_leave_the_others_as_they_are(parent, shop):
    gone, old = a_job(shop.studio, "selling"), a_job(shop.studio, "archived")
    photo = a_photo(gone)
    a_code(gone, REVOKED)
    a_code(old, ARCHIVED)
    for code in (REVOKED, ARCHIVED):
        parent.submit(shop.home, code=code)
    fill(parent, shop)
    with transaction() as session:
        for code in session.query(AccessCode).where(AccessCode.job_id == gone.id):
            code.revoked_at = NOW
    cards = page(parent.get(shop.home)).select("article")
    assert [card.h2.get_text() for card in cards] == [shop.job.public_name, old.public_name]
    assert "arch" in cards[1]["class"]
    assert "can no longer be viewed or ordered" in words(cards[1])
    assert parent.get(f"{shop.home}/jobs/{gone.id}/photos/{photo.id}").status_code == 404
    assert parent.submit(f"{shop.home}/checkout", "#order", **ANNA).status_code == 303


def test_forgetting_a_code_says_what_leaves_the_basket_and_keeps_the_other(parent, shop):
    ben = next(person for person in rows(Person) if person.name == "Ben Novak")
    code = a_code(shop.job, BEN, person=ben)
    parent.submit(shop.home, code=BEN)
    for photo in (shop.photos[3], shop.photos[2]):  # Ben alone, and the class that both see
        fill(parent, shop, photo)
    ask = parent.get(f"{shop.home}/codes/{code.id}/forget")
    assert "Forget the code of Ben Novak? 1 product leaves your basket" in words(ask)
    assert len(rows(OpenedCode)) == 2
    answer = parent.submit(ask, button="Forget this code", follow=True)
    assert "Mia Berger · Class 2b · 3 pictures" in words(answer)
    assert [line.photo_id for line in rows(BasketLine)] == [shop.photos[2].id]
    assert parent.get(shop.large(shop.photos[3])).status_code == 404
    assert parent.get(f"{shop.home}/codes/{code.id}/forget").status_code == 404
    assert parent.submit(shop.home, code=BEN).status_code == 303


def test_what_left_the_basket_is_forgotten_with_the_code_that_opened_it(parent, shop, clock):
    ben = next(person for person in rows(Person) if person.name == "Ben Novak")
    code = a_code(shop.job, BEN, person=ben)
    parent.submit(shop.home, code=BEN)
    all_files = a_product(shop.price_list, "All pictures as files", 4900, "digital-all")
    parent.submit(shop.page, f".sets form[action$='{code.id}']", product=all_files.id)
    for photo in (shop.photos[0], shop.photos[3], shop.photos[2]):
        fill(parent, shop, photo)
    clock.advance(days=4)
    archive_due_jobs(now=clock.now())
    assert "Ben Novak" in words(parent.get(f"{shop.home}/basket"))
    parent.submit(f"{shop.home}/codes/{code.id}/forget", button="Forget this code")
    assert {line.photo_id for line in rows(RemovedLine)} == {shop.photos[0].id, shop.photos[2].id}
    assert "Ben Novak" not in words(parent.get(f"{shop.home}/basket"))


def test_nobody_makes_another_browser_forget(parent, visitor, shop):
    code_id = rows(OpenedCode)[0].access_code_id
    stranger = visitor()
    token = stranger.token(shop.home)
    answer = stranger.post(f"{shop.home}/codes/{code_id}/forget", data={"csrf_token": token})
    assert answer.status_code == 404
    assert len(rows(OpenedCode)) == 1
