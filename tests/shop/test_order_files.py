"""The customer's order page, and the files that were bought: fetched, counted, ended (A9)."""

import io
from datetime import timedelta
from zipfile import ZipFile

import pytest
from PIL import Image

from tests.photos.pictures import saved
from tests.shop.conftest import rows
from tests.support.builders import NOW, a_studio
from tests.support.orders import a_line, an_order
from tests.support.pages import page, words
from webapp.domain.downloads import FILES_LAST
from webapp.models.base import transaction
from webapp.models.job import AccessCode
from webapp.models.order import OrderedPhoto
from webapp.photos.keys import Size, original_key, preview_key
from webapp.photos.serving import current_store
from webapp.use_cases.archive_jobs import archive_due_jobs

A_SECOND = timedelta(seconds=1)


def with_exif():
    exif = Image.Exif()
    exif[0x010E] = "DSC_0412 Leipzig"
    return saved(Image.new("RGB", (60, 40), "teal"), exif=exif.tobytes(), comment=b"Leipzig")


@pytest.fixture
def sold(shop):
    """Mia's two pictures, bought as files, and the first one also printed; all kept."""
    for photo in shop.photos[:2]:
        current_store().put(original_key(photo.id), io.BytesIO(with_exif()))
        current_store().put(preview_key(photo.id, Size.SMALL), io.BytesIO(b"webp"))

    def make(**facts):
        lines = [
            a_line(shop.job, shop.photos[0]),
            a_line(shop.job, shop.photos[0], product="File", kind="digital", note="warmer"),
            a_line(shop.job, shop.photos[1], product="File", kind="digital"),
        ]
        defaults = {"number": 1042, "paid_at": NOW, "downloads_until": NOW + FILES_LAST}
        return an_order(shop.job, *lines, **(defaults | facts))

    return make


@pytest.fixture
def at(shop):
    """The address of an order's page."""
    return lambda order: f"{shop.home}/orders/{order.token}"


def fetch(browser, address, number=1):
    return browser.submit(address, f"#files li:nth-of-type({number}) form")


def fetch_all(browser, address):
    return browser.submit(address, "#files > form")


def counts():
    return [(each.downloads, each.downloaded_at) for each in rows(OrderedPhoto) if each.is_file]


def test_a_bought_file_is_sent_clean_under_its_name_and_counted(visitor, sold, at, clock):
    address, browser = at(sold()), visitor()
    answer = fetch(browser, address)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="1042-02-0001.jpg"'
    assert answer.mimetype == "image/jpeg"
    assert answer.content_length == len(answer.data)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert b"Leipzig" not in answer.data
    assert Image.open(io.BytesIO(answer.data)).tobytes() == (
        Image.open(io.BytesIO(with_exif())).tobytes()
    )
    fetch(browser, address)
    assert sorted(counts(), key=str) == [(0, None), (2, clock.now())]


def test_all_of_them_come_as_a_zip_that_says_how_long_it_is(visitor, sold, at, clock):
    answer = fetch_all(visitor(), at(sold()))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="1042.zip"'
    assert answer.content_length == len(answer.data)
    archive = ZipFile(io.BytesIO(answer.data))
    assert archive.testzip() is None
    assert archive.namelist() == ["1042-02-0001.jpg", "1042-03-0002.jpg"]
    assert b"Leipzig" not in answer.data
    assert counts() == [(1, clock.now()), (1, clock.now())]


def test_the_page_says_until_when_and_shows_what_can_be_fetched(visitor, sold, at):
    document = page(visitor().get(at(sold())))
    said = words(document.select_one("#files"))
    assert "You can fetch them until the end of Sunday, 3 January 2027." in said
    assert len(document.select("#files img")) == 2
    assert "Your note: warmer" in words(document.select_one(".ordered"))


def test_until_42_days_after_the_order_whatever_becomes_of_job_and_code(visitor, sold, at, clock):
    """Archived, its code revoked: the order's address is the key."""
    order, browser = sold(), visitor()
    with transaction() as session:
        session.query(AccessCode).update({"revoked_at": NOW})
    clock.set(order.downloads_until - A_SECOND)
    archive_due_jobs(now=clock.now())
    assert "until 10:00 on Monday, 4 January 2027" in words(browser.get(at(order)))
    assert fetch(browser, at(order)).mimetype == "image/jpeg"
    preview = page(browser.get(at(order))).select_one("#files img")["src"]
    assert browser.get(preview).data == b"webp"
    form = page(browser.get(at(order))).select_one("#files li form")["action"]
    token = browser.token(at(order))
    clock.set(order.downloads_until)
    answer = browser.post(form, data={"csrf_token": token})
    assert answer.status_code == 409
    said = words(answer)
    assert "these ended on Monday, 4 January 2027" in said
    assert "Pictures 0001, 0002" in said
    assert browser.get(preview).status_code == 404
    assert sorted(each[0] for each in counts()) == [0, 1]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"paid_at": None}, "You can fetch your files here as soon as the order is paid."),
        ({"cancelled_at": NOW}, "The files of a cancelled order can’t be fetched."),
    ],
)
def test_not_paid_or_cancelled_nothing_is_sent_and_the_page_says_why(
    visitor, sold, at, facts, sentence
):
    order, browser = sold(**facts), visitor()
    answer = browser.get(at(order))
    assert sentence in words(answer)
    assert not page(answer).select("#files img, #files form")
    file = next(each for each in rows(OrderedPhoto) if each.is_file)
    assert browser.get(f"{at(order)}/pictures/{file.id}").status_code == 404
    csrf = browser.token(at(sold(number=1043, placed_at=NOW)))
    for path in (f"files/{file.id}", "files"):
        answer = browser.post(f"{at(order)}/{path}", data={"csrf_token": csrf})
        assert (answer.status_code, answer.mimetype) == (409, "text/html")
    assert {each[0] for each in counts()} == {0}


def test_files_of_another_order_and_prints_are_no_files_of_this_one(visitor, shop, sold, at):
    order, browser = sold(), visitor()
    other = an_order(shop.job, a_line(shop.job, shop.photos[3], kind="digital"), paid_at=NOW)
    theirs = next(each for each in rows(OrderedPhoto) if each.order_id == other.id)
    printed = next(each for each in rows(OrderedPhoto) if not each.is_file)
    csrf = browser.token(at(order))
    for file in (theirs, printed):
        post = browser.post(f"{at(order)}/files/{file.id}", data={"csrf_token": csrf})
        assert post.status_code == 404
        assert browser.get(f"{at(order)}/pictures/{file.id}").status_code == 404
    elsewhere = at(order).replace(shop.studio.slug, a_studio().slug)
    assert browser.post(f"{elsewhere}/files", data={"csrf_token": csrf}).status_code == 404
    assert {each[0] for each in counts()} == {0}


def test_where_an_original_is_gone_nothing_is_sent_or_counted_and_the_page_says_which(
    visitor, shop, sold, at
):
    order = sold()
    current_store().delete(original_key(shop.photos[1].id))
    answer = fetch_all(visitor(), at(order))
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert "Picture 0002 can’t be fetched at the moment. Nothing was sent." in words(answer)
    assert {each[0] for each in counts()} == {0}


def test_an_order_s_address_is_no_public_mirror(visitor, sold, at):
    address = at(sold())
    for _time in range(5):
        assert fetch_all(visitor(), address).status_code == 200
    answer = fetch_all(visitor(), address)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert "The files of this order were fetched very often." in words(answer)
    assert {each[0] for each in counts()} == {5}


@pytest.mark.one_database("words of one row")
def test_the_page_says_how_the_order_stands_and_how_to_pay(visitor, shop, sold, at):
    with transaction() as session:
        session.merge(shop.studio).bank_details = "Studio Nord\nDE89 3704 0044 0532 0130 00"
    said = words(visitor().get(at(sold(number=1050, paid_at=None))))
    assert "Transfer €26.70 to this account: Studio Nord DE89" in said
    assert "Reference: order 1050" in said
    said = words(visitor().get(at(sold(number=1051))))
    assert "This order is paid On Monday, 23 November 2026." in said
    assert "How to pay" not in said
    said = words(visitor().get(at(sold(number=1052, delivered_at=NOW))))
    assert "This order is delivered" in said
    said = words(visitor().get(at(sold(number=1053, cancelled_at=NOW, paid_at=None))))
    assert "This order was cancelled" in said
    assert "How to pay" not in said


@pytest.mark.one_database("words of one row")
def test_sets_and_packages_say_what_is_in_them(visitor, shop, at):
    many = a_line(shop.job, shop.photos[0], product="All files", kind="digital-all")
    many.photo_id = many.photo_number = None
    many.person_name = "Mia Berger"
    many.photos.append(OrderedPhoto(photo_id=shop.photos[1].id, number=2, is_file=True))
    parts = [{"name": "Print 9 × 13", "kind": "print", "quantity": 2}]
    package = a_line(shop.job, product="Package", kind="package", parts=parts)
    said = words(visitor().get(at(an_order(shop.job, many, package))))
    assert "1 × All files 2 pictures · Mia Berger" in said
    assert "2 × Print 9 × 13" in said
