"""From the first photo to the archive and back, as people do it; with scripts and without."""

import io
import re
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.photos.pictures import a_jpeg
from tests.support.builders import (
    NOW,
    a_code,
    a_customer,
    a_job,
    a_message,
    a_profile,
    a_registration,
    an_album,
)
from webapp.models.base import db
from webapp.models.job import Job
from webapp.models.order import Order
from webapp.models.photo import Photo
from webapp.models.price_list import PriceList
from webapp.photos.serving import current_store
from webapp.use_cases.add_photo import add_photo

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
CODE = "K7MW9Q3X4T2P"


def job_id_in(page):
    return re.search(r"/studio/jobs/([a-z2-9]{16})", page.url).group(1)


def save(page):
    """Press 'Save settings' where it is to be seen."""
    page.locator("button:visible", has_text="Save settings").last.click()


def window_of(page):
    return page.locator("dialog[open], [role=dialog]")


@SCRIPTS
def test_a_job_is_prepared_sold_and_ordered_from(
    signed_in, page_of, worker, code_of, studio, tmp_path, app, scripts
):
    studio_page = signed_in(scripts=scripts)
    studio_page.get_by_role("link", name="New job").first.click()
    studio_page.get_by_label("Public name").fill("Oak Lane Primary – Autumn")
    studio_page.get_by_label("One code for the whole job").check()
    studio_page.get_by_role("button", name="Create job").click()
    studio_page.get_by_label("Job", exact=True).get_by_role("link", name="Photos").click()
    job_id = job_id_in(studio_page)

    studio_page.get_by_label("Name of the album").fill("Class 2b")
    studio_page.get_by_role("button", name="Create album").click()
    files = []
    for number in range(3):
        file = tmp_path / f"DSC_{number}.jpg"
        file.write_bytes(a_jpeg(width=600 + number, height=800))
        files.append(file)
    broken = tmp_path / "notes.jpg"
    broken.write_text("this is no picture")
    studio_page.goto(f"/studio/jobs/{job_id}/photos")
    studio_page.get_by_label("Photos", exact=True).set_input_files([*files, broken])
    studio_page.get_by_role("button", name="Upload").click()
    studio_page.get_by_text("notes.jpg").first.wait_for()
    worker()
    db.session.rollback()
    photos = db.session.scalars(db.select(Photo).filter_by(job_id=job_id)).all()
    assert [photo.state for photo in photos] == ["ready"] * 3

    studio_page.goto(f"/studio/jobs/{job_id}/selling")
    studio_page.get_by_role("link", name="Start selling").click()
    window = window_of(studio_page)
    window.get_by_text("Put ‘Oak Lane Primary – Autumn’ on sale?").wait_for()
    window.get_by_role("button", name="Save settings").click()
    studio_page.get_by_text("Settings saved.").wait_for()
    db.session.rollback()
    assert db.session.get(Job, job_id).status == "selling"

    parent = page_of("/shop/nord", scripts=scripts, width=375)
    parent.get_by_label("Access code").fill(code_of(job_id).lower())
    parent.get_by_role("button", name="Show the pictures").click()
    parent.goto(f"/shop/nord/jobs/{job_id}")
    parent.get_by_role("link", name="Choose").first.click()
    parent.get_by_role("button", name=re.compile("Add to basket")).first.click()
    parent.get_by_role("link", name=re.compile("Basket")).last.click()
    parent.get_by_role("link", name="Go to checkout").click()
    parent.get_by_label("Name", exact=True).fill("Anna Berger")
    parent.get_by_label("E-mail").fill("anna.berger@posteo.example")
    parent.get_by_label("Street and number").fill("Lindenweg 4")
    parent.get_by_label("Postcode").fill("04109")
    parent.get_by_label("City").fill("Leipzig")
    parent.get_by_role("button", name="Place order").click()
    parent.wait_for_url(re.compile("/shop/nord/orders/"))
    db.session.rollback()
    order = db.session.scalars(db.select(Order)).one()
    assert (order.name, order.total, len(order.lines)) == ("Anna Berger", 890, 1)


@SCRIPTS
def test_a_job_is_counted_down_and_leaves_the_shop_by_the_clock(
    page_of, worker, clock, studio, app, stored, scripts
):
    job = a_job(studio, status="selling", archive_on=date(2026, 11, 24), public_name="Harbour",
                price_list_id=price_list_of(studio))  # fmt: skip
    a_picture_in(job)
    worker()
    a_code(job, CODE)
    parent = page_of("/shop/nord", scripts=scripts)
    parent.get_by_label("Access code").fill(CODE)
    parent.get_by_role("button", name="Show the pictures").click()
    parent.goto(f"/shop/nord/jobs/{job.id}")
    parent.get_by_text("1 day left").first.wait_for()
    parent.get_by_role("link", name="Choose").first.click()
    parent.get_by_role("button", name=re.compile("Add to basket")).first.click()
    parent.get_by_role("link", name=re.compile("Basket")).last.wait_for()

    clock.set(datetime(2026, 11, 24, 12, tzinfo=UTC))
    parent.goto(f"/shop/nord/jobs/{job.id}")
    parent.get_by_text("Last day").first.wait_for()

    clock.set(datetime(2026, 11, 24, 23, tzinfo=UTC))  # the stop, midnight in Berlin
    parent.goto(f"/shop/nord/jobs/{job.id}")
    parent.get_by_text("can no longer be viewed or ordered").first.wait_for()
    assert parent.locator("main img").count() == 0
    worker()
    assert stored(job).status == "archived"
    parent.goto("/shop/nord/basket")
    parent.get_by_text("1 product left your basket").wait_for()


@SCRIPTS
def test_after_twenty_days_in_the_archive_the_profile_goes(signed_in, studio, app, stored, scripts):
    profile = a_profile(studio, "Kindergarten")
    job = a_job(studio, status="archived", archived_at=NOW - timedelta(days=20),
                archive_on=date(2026, 11, 2), communication_profile_id=profile.id,
                public_name="Hill Primary", price_list_id=price_list_of(studio))  # fmt: skip
    customer = a_customer(studio)
    a_registration(job, customer)
    a_message(job, customer)
    page = signed_in(scripts=scripts)
    page.goto(f"/studio/jobs/{job.id}/settings")
    page.locator("details.status summary").click()
    page.get_by_text("On sale again.").click()
    save(page)
    window = window_of(page)
    window.get_by_text("‘Kindergarten’").wait_for()
    window.get_by_text("1 customer already got the availability message").wait_for()
    assert stored(job).status == "archived"
    window.get_by_label("A new date").check()
    window.get_by_label("Archiving date").fill("2026-12-14")
    window.get_by_role("button", name="Save settings").click()
    page.get_by_text("Settings saved.").wait_for()
    saved = stored(job)
    assert (saved.status, saved.communication_profile_id) == ("selling", None)
    assert saved.archiving_date == date(2026, 12, 14)


def test_nothing_is_stored_before_save_settings(signed_in, studio, app, stored, axe):
    job = a_job(studio, status="selling", price_list_id=price_list_of(studio))
    page = signed_in()
    page.goto(f"/studio/jobs/{job.id}/settings")
    bar = page.get_by_role("region", name="Unsaved changes")
    assert not bar.is_visible()
    page.get_by_label("Archiving", exact=True).check()
    page.get_by_label("Archiving date").fill("2026-12-15")
    page.locator(".live").get_by_text("Tuesday, 15").wait_for()
    assert page.get_by_text("Leaves the shop at the end of").count() == 1
    said = bar.inner_text().replace("\N{NO-BREAK SPACE}", " ")
    assert "Archiving: – → ✓ · Archiving date: – → 15 December 2026" in said
    axe(page)
    assert not stored(job).archiving

    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.locator(".tabs").get_by_role("link", name="Customers").click()
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert page.url.endswith("/settings")

    page.get_by_role("link", name="Discard").click()
    page.wait_for_load_state()
    assert asked == ["beforeunload"]
    assert not page.get_by_label("Archiving", exact=True).is_checked()
    assert not stored(job).archiving

    page.locator("details.status summary").click()
    page.get_by_text("Pictures leave the shop").click()
    page.locator(".face:visible", has_text="Archived · not saved yet").wait_for()
    bar.get_by_role("button", name="Save settings").click()
    window = window_of(page)
    window.get_by_role("heading", name=re.compile("^Archive ")).wait_for()
    axe(page)
    assert page.evaluate("document.activeElement.textContent").strip() == "Keep as it is"
    page.keyboard.press("Escape")
    assert window.count() == 0
    assert stored(job).status == "selling"
    bar.get_by_role("button", name="Save settings").click()
    window.get_by_role("button", name="Save settings").click()
    page.get_by_text("Settings saved.").wait_for()
    assert stored(job).status == "archived"


def a_picture_in(job):
    """A real photo in an album of its own."""
    add_photo(
        an_album(job).id, io.BytesIO(a_jpeg(800, 1000)), name="DSC_1.jpg",
        store=current_store(), now=NOW,
    )  # fmt: skip


def price_list_of(studio):
    return db.session.scalar(db.select(PriceList.id).filter_by(studio_id=studio.id))
