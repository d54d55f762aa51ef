"""Of an uploaded picture only the picture is served: never where, when, by whom or under which
name it was taken (ASVS 14.2.8); and what is no picture is served as nothing else (5.2.2, 3.2.1)."""

import io
from dataclasses import replace
from zipfile import ZipFile

import pytest
from PIL import ImageOps
from sqlalchemy import select

from tests.photos.pictures import a_jpeg, colours_of, saved
from tests.security.laden import NAME, WORD, laden, opened, signs_in
from tests.support.acting import signed_in_as
from tests.support.builders import NOW
from tests.support.orders import a_line, an_order
from tests.support.staff import somebody_of_staff
from tests.support.uploading import Uploader
from tests.support.walking import Walker, address
from tests.support.world import MIA_TOKEN, a_world
from webapp import clock
from webapp.domain.downloads import FILES_LAST
from webapp.models.base import db, transaction
from webapp.models.job import Album
from webapp.models.outgoing import Outgoing
from webapp.models.photo import Photo, PhotoPerson
from webapp.photos.checking import Reason, Refused, check_picture
from webapp.photos.enclosed import enclosed
from webapp.photos.keys import Size, original_key
from webapp.photos.serving import current_store
from webapp.use_cases.derive_photos import run_once
from webapp.web import policy

KINDS = ("JPEG", "PNG", "TIFF", "WEBP")
pytestmark = pytest.mark.one_database("bytes are the same whatever remembers them")
UPRIGHT = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)]


@pytest.fixture
def config(config):
    """Without the clock bar of demos, which is another form on each page."""
    return replace(config, clock_file=None)


class Stage:
    """A studio whose photographer has uploaded a laden picture of every kind, and Mia's browser."""

    def __init__(self, app, world):
        self.app, self.world = app, world
        self.photographer = signed_in_as(self._browser(), member=world.member)
        self.mia = self._browser()
        self.mia.set_cookie("shop-nord", f"nord{MIA_TOKEN}", domain="127.0.0.1")
        self.support = signed_in_as(self._browser(), somebody_of_staff())
        self.photos = {kind: self._uploaded(kind) for kind in KINDS}
        assert run_once(current_store(), workers=1, machine_now=clock.machine_now) == len(KINDS)
        lines = [a_line(world.job, photo, kind="digital") for photo in self.photos.values()]
        self.order = an_order(world.job, *lines, paid_at=NOW, downloads_until=NOW + FILES_LAST)

    def _browser(self):
        return Walker(self.app, self.app.response_class)

    def _uploaded(self, kind):
        """As a browser sends it: by the form, or in pieces."""
        content, job, album = laden(kind), self.world.job, self.world.ids["album_id"]
        if kind in ("JPEG", "TIFF"):
            page = f"/studio/jobs/{job.id}/photos"
            token = self.photographer.token(page)
            self.photographer.post(f"{page}/upload", data={
                "csrf_token": token, "album": album, "files": [(io.BytesIO(content), NAME)],
            }).request.environ["wsgi.input"].close()  # fmt: skip
        else:
            uploader = Uploader(self.photographer, job.id)
            [standing] = uploader.announce({NAME: content}, album=album, folders=False)
            assert uploader.send_whole(standing["address"], content).status_code == 204
        db.session.rollback()
        photo = db.session.scalars(select(Photo).order_by(Photo.number.desc())).first()
        with current_store().open(original_key(photo.id)) as kept:
            assert kept.read() == content
        with transaction() as session:
            session.add(PhotoPerson(photo_id=photo.id, person_id=self.world.ids["person_id"]))
        return photo

    def pages(self, audience):
        """Every address that can be read, once; those of a photo for each of them."""
        views = self.app.view_functions
        for rule in self.app.url_map.iter_rules():
            if "GET" not in rule.methods or policy.of(views[rule.endpoint]) != audience:
                continue
            ids = [photo.id for photo in self.photos.values()]
            for photo_id in ids if "photo_id" in rule.arguments else ids[:1]:
                for size in list(Size) if "size" in rule.arguments else ["small"]:
                    parts = {"photo_id": photo_id, "size": size, "token": self.order.token}
                    parts |= {"order_id": self.order.id, "name": "archiving"}
                    yield address(rule, self.world, **{name: value for name, value in parts.items()
                                                       if name in rule.arguments})  # fmt: skip


@pytest.fixture
def stage(app):
    return Stage(app, a_world("nord"))


# The photographer's own files as they came: for the lab, and for whom a person's data is due to.
UNTOUCHED = ("originals.zip", "export.zip")


def told(browser, addresses, *, of_the_shop=False):
    """What any of these answers tells, and how many pictures there were among them.

    The photographer may read the names of their own files, in pages.
    """
    found, pictures = {}, 0
    for each in addresses:
        answers = [browser.get(each)]
        if answers[0].mimetype == "image/webp":
            answers.append(browser.get(each, headers={"Accept": "image/jpeg"}))
        for answer in answers:
            is_picture = answer.mimetype.startswith("image/")
            pictures += is_picture and answer.status_code == 200
            signs = signs_in(answer.data)
            if not of_the_shop and not is_picture and "a word" in signs:
                signs.remove("a word")
            if signs and not each.endswith(UNTOUCHED):
                found[each] = signs
    return found, pictures


def test_nothing_that_is_served_tells_more_than_the_picture(stage):
    """Every page, picture, card, PDF and list of all three audiences, byte by byte."""
    found, pictures = told(stage.mia, stage.pages("shop"), of_the_shop=True)
    assert (found, pictures >= 24) == ({}, True)
    found, pictures = told(stage.photographer, stage.pages("studio"))
    assert (found, pictures >= 24) == ({}, True)
    found, _pictures = told(stage.support, stage.pages("console"), of_the_shop=True)
    assert found == {}
    for photo in stage.photos.values():
        base = f"/shop/nord/jobs/{stage.world.job.id}/pictures/{photo.id}/large"
        assert _close(colours_of(stage.mia.get(base).data)), photo.media_type
    mails = db.session.scalars(select(Outgoing.content)).all()
    assert not [signs_in(bytes(mail)) for mail in mails if signs_in(bytes(mail))]


def test_what_was_bought_is_the_picture_alone_upright_and_under_another_name(stage):
    """Single files and the archive (A9)."""
    whole = _bought(stage, "/files")
    assert signs_in(whole.data) == []
    archive = ZipFile(io.BytesIO(whole.data))
    assert [_close(_seen(archive.read(name))) for name in archive.namelist()] == [True] * len(KINDS)
    for file in (photo for line in stage.order.lines for photo in line.photos):
        answer = _bought(stage, f"/files/{file.id}")
        assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
        assert signs_in(answer.data) == []
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert WORD not in answer.headers["Content-Disposition"]
        assert set(opened(answer.data).getexif()) <= {0x0112}


@pytest.mark.parametrize("kind", KINDS)
def test_of_a_picture_in_a_request_only_the_picture_is_kept_and_shown(app, kind):
    """Nor is the file kept that came: what is stored was drawn anew."""
    made = enclosed(io.BytesIO(laden(kind)))
    assert signs_in(made.content) == []
    assert not opened(made.content).info.keys() & {"exif", "xmp", "icc_profile", "comment", "mp"}
    assert _close(colours_of(made.content))


POLYGLOTS = {
    "a page": b"<!doctype html><script>alert(1)</script>",
    "a drawing with a script": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "a GIF that is a script": b"GIF89a/*" + bytes(30) + b"*/=1;alert(1)//",
    "a GIF": saved(a := opened(a_jpeg(64, 48)), "GIF"),
    "a PDF": b"%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>",
    "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 64 64\n(id) run\n",
    "an icon": saved(a, "ICO"),
    "a bitmap": saved(a, "BMP"),
    "an archive": b"PK\x03\x04" + bytes(60),
    "AVIF": saved(a, "AVIF"),
}


@pytest.mark.parametrize("what", POLYGLOTS)
def test_what_no_camera_makes_is_refused_whatever_it_is_called(what):
    for source in (POLYGLOTS[what], POLYGLOTS[what] + a_jpeg(64, 48)):
        with pytest.raises(Refused) as refusal:
            check_picture(io.BytesIO(source))
        assert refusal.value.reason is Reason.NOT_A_PICTURE


def test_a_picture_that_is_also_a_page_a_script_or_an_archive_is_served_as_a_picture(app, stage):
    script = b"<!doctype html><script>alert('Rosental')</script>"
    plain = a_jpeg(64, 48)
    comment = b"\xff\xfe" + (len(script) + 2).to_bytes(2, "big") + script
    archive = io.BytesIO()
    with ZipFile(archive, "w") as packed:
        packed.writestr("index.html", script)
    content = plain[:2] + comment + plain[2:] + archive.getvalue()
    album = db.session.get(Album, stage.world.ids["album_id"])
    page = f"/studio/jobs/{album.job_id}/photos"
    data = {"csrf_token": stage.photographer.token(page), "album": album.id,
            "files": [(io.BytesIO(content), "page.html")]}  # fmt: skip
    answer = stage.photographer.post(f"{page}/upload", data=data)
    answer.request.environ["wsgi.input"].close()
    assert answer.status_code == 200
    run_once(current_store(), workers=1, machine_now=clock.machine_now)
    photo = db.session.scalars(select(Photo).order_by(Photo.number.desc())).first()
    for query, kind in (("", "image/webp"), ("?as=jpeg", "image/jpeg")):
        seen = stage.photographer.get(f"/studio/jobs/{album.job_id}/photos/{photo.id}/small{query}")
        assert (seen.status_code, seen.headers["Content-Type"]) == (200, kind)
        assert seen.headers["X-Content-Type-Options"] == "nosniff"
        assert b"script" not in seen.data
        assert b"PK\x03\x04" not in seen.data


def _bought(stage, rest):
    page = f"/shop/nord/orders/{stage.order.token}"
    return stage.mia.post(f"{page}{rest}", data={"csrf_token": stage.mia.token(page)})


def _seen(content):
    """As whoever shows the file turns it."""
    turned = ImageOps.exif_transpose(opened(content))
    return colours_of(saved(turned, "PNG"))


def _close(colours):
    pairs = zip(colours, UPRIGHT, strict=True)
    return all(abs(a - b) < 40 for seen, meant in pairs for a, b in zip(seen, meant, strict=True))
