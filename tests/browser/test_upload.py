"""A photographer sends a folder over a bad line, and goes on after closing the page."""

import io
import re

import pytest

from tests.photos.pictures import a_jpeg
from tests.support.builders import NOW, a_job, an_album
from tests.support.uploading import left_alone
from webapp.models.base import db
from webapp.models.job import Album
from webapp.models.photo import Photo
from webapp.photos.serving import current_store
from webapp.use_cases.add_photo import add_photo
from webapp.use_cases.forget_uploads import forget_missing

SAME = a_jpeg(64, 64)


@pytest.fixture
def job(studio):
    """It has an album with one picture."""
    job = a_job(studio)
    add_photo(an_album(job, "Class 1a").id, io.BytesIO(SAME), name="first.jpg",
              store=current_store(), now=NOW)  # fmt: skip
    return job


@pytest.fixture
def folder(tmp_path):
    """Two classes, a broken picture, one that the job has, and what no picture is."""
    root = tmp_path / "Autumn"
    for name, content in {
        "Class 1a/DSC_10.jpg": a_jpeg(64, 64),
        "Class 1a/DSC_9.jpg": a_jpeg(64, 64),
        "Class 1b/DSC_11.jpg": a_jpeg(64, 64),
        "Class 1b/DSC_12.jpg": a_jpeg(64, 64),
        "Class 1b/DSC_98.jpg": SAME,
        "Class 1b/DSC_99.jpg": a_jpeg(64, 64)[:-40],
        "Class 1b/notes.txt": b"Class 1b, Tuesday",
        "Class 1b/.DS_Store": b"x",
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return root


def photos_of(job):
    db.session.rollback()
    rows = db.session.execute(
        db.select(Album.name, Photo.original_name)
        .join(Album, Album.id == Photo.album_id)
        .where(Photo.job_id == job.id)
        .order_by(Photo.number)
    )
    return [f"{album}/{name}" for album, name in rows]


class BadLine:
    """Lets so many pieces through, then there is no connection until it is mended."""

    def __init__(self, page):
        self.page = page
        self.passing = 1
        page.route(re.compile("/uploads/[a-z2-9]{16}$"), self.pass_on)
        page.on("response", self.cut)

    def pass_on(self, route):
        if route.request.method == "PATCH" and not self.passing:
            route.abort()
            return
        self.passing -= route.request.method == "PATCH"
        route.continue_()

    def cut(self, response):
        if response.request.method == "PATCH" and not self.passing:
            self.page.context.set_offline(True)

    def mend(self, passing):
        self.passing = passing
        self.page.context.set_offline(False)


def choose(page, folder):
    page.get_by_label("A whole folder").set_input_files(folder)
    page.get_by_role("button", name="Upload", exact=True).click()


def test_a_folder_goes_on_after_the_line_was_cut_and_after_the_page_was_closed(
    signed_in, page_of, job, folder, axe
):
    page = signed_in()
    page.goto(f"/studio/jobs/{job.id}/photos")
    line = BadLine(page)

    choose(page, folder)
    page.get_by_text("There is no connection.").wait_for()
    assert len(photos_of(job)) == 2

    line.mend(passing=1)
    page.get_by_text("There is no connection.").wait_for(state="hidden")
    page.get_by_text("There is no connection.").wait_for()
    page.get_by_role("button", name="Pause").click()
    page.get_by_text("paused").first.wait_for()
    axe(page)
    line.mend(passing=99)
    page_of.complaints.clear()  # the page looks for previews meanwhile, in vain
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.get_by_text("files are being sent right now").wait_for()
    left_alone()
    page.reload()

    page.get_by_text("of 6 files of your last upload are still missing").wait_for()
    axe(page)
    choose(page, folder)
    choose(page, folder)  # an impatient click changes nothing
    page.get_by_text("Finished").first.wait_for()

    page.get_by_text("The file is damaged or incomplete.").wait_for()
    assert page.locator("[data-upload-counts]").inner_text() == (
        "3 already here · 1 not taken, see the list · 1 left aside, no pictures"
    )
    assert photos_of(job) == [
        "Class 1a/first.jpg",
        "Class 1a/DSC_9.jpg",
        "Class 1a/DSC_10.jpg",
        "Class 1b/DSC_11.jpg",
        "Class 1b/DSC_12.jpg",
    ]
    page.reload()
    page.get_by_text("1 of 6 files of your last upload was not taken").wait_for()
    page.get_by_role("link", name="Forget this upload").click()
    page.get_by_role("button", name="Forget this upload").click()
    page.get_by_text("One file is not waited for any more.").wait_for()


def test_a_file_that_was_ended_elsewhere_says_so_and_is_sent_again_in_its_own_line(
    signed_in, page_of, job, folder
):
    page = signed_in()
    page.goto(f"/studio/jobs/{job.id}/photos")
    page.get_by_role("button", name="Upload", exact=True).click()
    page.get_by_text("Choose files or a folder first.").wait_for()
    assert page.get_by_label("Photos", exact=True).evaluate("one => one === document.activeElement")
    ended = re.compile("/uploads/[a-z2-9]{16}$")
    page.route(ended, lambda route: route.fulfill(status=404))

    choose(page, folder)
    lines = page.locator("[data-upload-rows] li")
    lines.filter(has_text="Not sent: the upload was ended on another page.").nth(4).wait_for()
    assert page.locator("[data-upload-words]").inner_text().startswith("0 of 5 files stored")
    forget_missing(job.id, store=current_store())
    page.unroute(ended)
    page_of.complaints.clear()
    page.get_by_role("button", name="Send the failed ones again").click()
    page.get_by_text("Finished: 4 stored").first.wait_for()
    assert lines.all_inner_texts() == [
        "Autumn/Class 1b/DSC_99.jpg\nThe file is damaged or incomplete. Copy it from the camera"
        " again."
    ]
    page.get_by_text("Which files these are").click()
    page.get_by_text("Already in ‘Class 1a’ as 0001.").wait_for()

    (folder / "Class 1b/DSC_13.jpg").write_bytes(a_jpeg(64, 64))
    page.route(ended, lambda route: route.abort())
    choose(page, folder)
    page.get_by_text("waits for the connection").first.wait_for()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Stop sending").click()
    page.locator("[data-upload-all]").wait_for(state="hidden")
    page.reload()
    assert page.get_by_text("of your last upload").count() == 0
    page_of.complaints.clear()
