"""A whole season, from an empty installation to the files of the last order, in the browser alone.

300 people are imported and their cards printed; a shooting sequence is uploaded and sorted by the
cards in it; parents order, the job leaves the shop, one who is late is granted more time, and the
files that were bought are fetched.
"""

import io
import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

from PIL import Image

from tests.browser.conftest import PASSWORD
from tests.photos.pictures import saved
from tests.support.records import all_rows
from webapp.models.base import db
from webapp.models.job import Job, Person
from webapp.models.late import MoreTimeRequest
from webapp.models.order import Order, OrderedPhoto
from webapp.models.photo import Photo, PhotoPerson
from webapp.web import setup_token

CHILDREN = 300
SHOT = 10
PICTURES_EACH = 3
ORDERS = 20
BACKGROUND = (92, 99, 104)


def test_a_season_is_played_through_the_browser_alone(app, page_of, worker, clock, tmp_path):
    studio = set_up(app, page_of)
    job_id = prepare(studio, tmp_path)
    cards = print_cards(studio, job_id)
    shoot(studio, worker, job_id, cards, tmp_path)
    go_on_sale(studio, worker, job_id)
    parents = [open_card(page_of, code) for code in list(cards)[:SHOT]]
    for number in range(ORDERS):
        order(parents[number % SHOT], number)
    assert sorted(placed.number for placed in all_rows(Order)) == list(range(1001, 1001 + ORDERS))

    clock.set(datetime(2026, 12, 15, 23, 0, tzinfo=UTC))  # midnight in Berlin
    worker()
    job = fresh(Job, job_id)
    assert (job.status, job.archived_at) == ("archived", datetime(2026, 12, 15, 23, 0, tzinfo=UTC))

    late = open_card(page_of, list(cards)[0])
    ask_for_more_time(late)
    grant(studio, job_id)
    worker()
    assert [(asked.state, str(asked.granted_until)) for asked in all_rows(MoreTimeRequest)] == [
        ("granted", "2026-12-22")
    ]
    assert "22 December" in last_mail_to(tmp_path, "late.parent@mail.example")
    late.goto(f"/shop/nord/jobs/{job_id}")
    order(late, ORDERS)

    mark_all_paid(studio)
    fetch_files(parents[0])


def set_up(app, page_of):
    """An empty installation becomes a studio."""
    page = page_of(f"/?token={setup_token.ensure(app.config['SHELFLIFE'])}")
    facts = {"name": "Studio Nord", "slug": "nord", "email": "a@nord.example", "password": PASSWORD}
    for field, value in facts.items():
        page.fill(f"#{field}", value)
    page.get_by_role("button", name="Set up the studio").click()
    page.wait_for_url("**/studio/jobs")
    return page


def prepare(page, tmp_path):
    """A job whose 300 people come from a list."""
    page.get_by_role("link", name="New job").first.click()
    page.get_by_label("Public name").fill("Oak Lane Primary – Autumn")
    page.get_by_label("One code per person").check()
    page.get_by_role("button", name="Create job").click()
    page.wait_for_url(re.compile(r"/studio/jobs/[a-z2-9]{16}"))
    job_id = re.search(r"/studio/jobs/([a-z2-9]{16})", page.url).group(1)
    lines = [f"Child {number:03d};Class {number // 25 + 1:02d}" for number in range(CHILDREN)]
    table = tmp_path / "school.csv"
    table.write_text("\n".join(["Name;Klasse", *lines]), encoding="utf-8-sig")
    page.goto(f"/studio/jobs/{job_id}/people/import")
    page.set_input_files("#file", table)
    page.get_by_role("button", name="Check the list").click()
    page.get_by_role("button", name=re.compile("300 people")).click()
    page.wait_for_url("**/people*")
    assert len(all_rows(Person)) == CHILDREN
    return job_id


def print_cards(page, job_id):
    """The code and the picture of each card of the first sheets, as they lie under the camera."""
    page.goto(f"/studio/jobs/{job_id}/cards")
    sheet = page.request.get(f"/studio/jobs/{job_id}/cards.pdf")
    assert sheet.ok
    assert sheet.body().startswith(b"%PDF")
    cards = {}
    for card in page.locator(".cut-card").all()[:SHOT]:
        code = card.locator(".code").inner_text()
        cards[code] = Image.open(io.BytesIO(card.screenshot())).convert("RGB")
    assert len(cards) == SHOT
    return cards


def shoot(page, worker, job_id, cards, tmp_path):
    """Each card is photographed, then its child: the sequence is sorted by the cards in it."""
    page.goto(f"/studio/jobs/{job_id}/photos")
    page.get_by_label("Name of the album").fill("Shooting of 23 November")
    page.get_by_role("button", name="Create album").click()
    page.goto(f"/studio/jobs/{job_id}/photos")
    files = list(sequence(cards, tmp_path))
    page.get_by_label("Album", exact=True).select_option(label="Shooting of 23 November")
    page.get_by_label("Photos", exact=True).set_input_files(files)
    page.get_by_role("button", name="Upload").click()
    page.get_by_text(f"{len(files)} photos").first.wait_for()
    worker()
    assert {photo.state for photo in all_rows(Photo)} == {"ready"}
    album = all_rows(Photo)[0].album_id
    page.goto(f"/studio/jobs/{job_id}/albums/{album}")
    page.get_by_role("link", name="Sort by QR cards").click()
    page.get_by_role("button", name=re.compile("Look for QR cards")).click()
    page.wait_for_load_state()
    worker()
    page.get_by_role("button", name=f"Assign {SHOT * PICTURES_EACH} photos").click()
    page.get_by_text(f"{SHOT * PICTURES_EACH} photos are assigned").wait_for()
    db.session.rollback()
    shown = db.session.query(PhotoPerson.person_id, db.func.count()).group_by("person_id").all()
    assert [number for _person, number in shown] == [PICTURES_EACH] * SHOT


def sequence(cards, folder):
    """The files as the camera numbers them."""
    number = 0
    for place, card in enumerate(cards.values()):
        table = Image.new("RGB", (1200, 900), BACKGROUND)
        table.paste(card, ((1200 - card.width) // 2, (900 - card.height) // 2))
        shots = [table.rotate(place - SHOT // 2, fillcolor=BACKGROUND)]
        shots += [
            Image.new("RGB", (600, 750), (20 * place, 60 + 50 * pose, 120))
            for pose in range(PICTURES_EACH)
        ]
        for shot in shots:
            number += 1
            file = folder / f"DSC_{number:04d}.jpg"
            file.write_bytes(saved(shot, quality=88))
            yield file


def go_on_sale(page, worker, job_id):
    """Archiving on 15 December, then on sale through the confirmation window."""
    page.goto(f"/studio/jobs/{job_id}/settings")
    page.get_by_label("Archiving", exact=True).check()
    page.get_by_label("Archiving date").fill("2026-12-15")
    page.locator("button:visible", has_text="Save settings").last.click()
    page.get_by_text("Settings saved.").wait_for()
    page.goto(f"/studio/jobs/{job_id}/selling")
    page.get_by_role("link", name="Start selling").click()
    page.locator("dialog[open]").get_by_role("button", name="Save settings").click()
    page.get_by_text("Settings saved.").wait_for()
    worker()


def open_card(page_of, code):
    """A parent on the phone, with the code on the card."""
    page = page_of("/shop/nord", width=375)
    page.get_by_label("Access code").fill(code)
    page.get_by_role("button", name="Show the pictures").click()
    page.wait_for_url("**/jobs/*")
    return page


def order(page, number):
    """A file in every second order, prints in the others."""
    product = "Picture as a download" if number % 2 == 0 else "Print 13 × 18 cm"
    page.goto(re.sub(r"/shop/nord.*", "/shop/nord", page.url))
    page.get_by_role("link", name=re.compile("Oak Lane")).first.click()
    page.get_by_role("link", name="Choose").first.click()
    page.locator(".prods li", has_text=product).get_by_role("button").click()
    page.get_by_role("link", name=re.compile("Basket ·")).last.click()
    page.get_by_role("link", name="Go to checkout").click()
    page.get_by_label("Name", exact=True).fill(f"Parent {number}")
    page.get_by_label("E-mail").fill(f"parent.{number}@mail.example")
    for label, value in (("Street and number", "Lindenweg 4"), ("Postcode", "04109"),
                         ("City", "Leipzig")):  # fmt: skip
        field = page.get_by_label(label)
        if field.is_visible():
            field.fill(value)
    page.get_by_role("button", name="Place order").click()
    page.wait_for_url("**/orders/*")


def ask_for_more_time(page):
    """The note of the archived job has a short form."""
    page.get_by_text("can no longer be viewed or ordered").first.wait_for()
    page.locator("summary", has_text="Ask for more time").click()
    page.get_by_label("Name", exact=True).fill("Late Parent")
    page.get_by_label("E-mail").fill("late.parent@mail.example")
    page.get_by_role("button", name="Ask for more time").click()
    page.get_by_text("The studio knows that you need more time").wait_for()


def grant(page, job_id):
    """The photographer sells the job for a week more, in the window that proposes a date."""
    page.goto(f"/studio/jobs/{job_id}")
    page.get_by_text("1 person asks for more time").first.wait_for()
    page.get_by_role("link", name="Sell again until").click()
    window = page.locator("dialog[open]")
    window.get_by_label("Archiving date").fill("2026-12-22")
    window.get_by_role("button", name="Save settings").click()
    page.get_by_text("Settings saved.").wait_for()


def mark_all_paid(page):
    """Bulk marking, counted before it is done."""
    page.goto("/studio/orders")
    for box in page.get_by_role("checkbox", name=re.compile("Choose order")).all():
        box.check()
    page.get_by_role("button", name="Mark as paid").first.click()
    page.locator("dialog[open]").get_by_role("button", name="Mark as paid").click()
    page.locator("dialog[open]").wait_for(state="detached")
    db.session.rollback()
    assert {placed.state for placed in all_rows(Order)} == {"paid"}


def fetch_files(page):
    """One file, then all as an archive; both are counted."""
    page.goto(page.url)
    with page.expect_download() as file:
        page.get_by_role("button", name=re.compile("^Download")).first.click()
    with Image.open(file.value.path()) as picture:
        assert (picture.format, picture.size, picture.getexif()) == ("JPEG", (600, 750), {})
    answer = all_rows(OrderedPhoto, is_file=True)
    assert [each.downloads for each in answer if each.downloads] == [1]


def last_mail_to(folder, address):
    """The text of the newest letter to this address in the folder of mails."""
    files = sorted((folder / "mail").glob("*.eml"), key=lambda path: path.stat().st_mtime)
    letters = [message_from_bytes(path.read_bytes(), policy=default) for path in files]
    letter = [each for each in letters if address in each["To"]][-1]
    return letter.get_body(("plain",)).get_content().replace("\N{NO-BREAK SPACE}", " ")


def fresh(model, row_id):
    db.session.rollback()
    return db.session.get(model, row_id)
