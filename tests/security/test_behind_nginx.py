"""deploy/nginx.conf as it stands, with the names filled in: nginx sends the pictures, and only to
whom the application has let in (ASVS 5.3.1, 8.3.1, 4.1.3, 13.4.6, 3.4.1 to 3.4.6)."""

import socket
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.photos.pictures import saved
from tests.support.certificates import an_authority
from tests.support.live import serving
from tests.support.nginx import Nginx
from tests.support.world import BEN_TOKEN, MIA_TOKEN, a_world
from webapp.models.base import transaction
from webapp.models.job import AccessCode
from webapp.photos.keys import Size, original_key, preview_key, preview_keys
from webapp.photos.serving import current_store
from webapp.web.security import HEADERS

NAME = "photos.example"
PICTURE = saved(Image.new("RGB", (40, 30), (12, 34, 56)), "WEBP", lossless=True)
ORIGINAL = b"the original, with where it was taken"
AS_IT_STANDS = Path(__file__).resolve().parents[2] / "deploy" / "nginx.conf"

pytestmark = pytest.mark.one_database("nginx asks no database")


@pytest.fixture
def config(config):
    return replace(
        config, base_url=f"https://{NAME}", x_accel="/internal-photos/", trusted_proxies=1
    )


@pytest.fixture
def world(app):
    made = a_world("nord")
    photo_id = made.ids["photo_id"]
    for key in preview_keys(photo_id):
        current_store().put(key, BytesIO(PICTURE))
    current_store().put(original_key(photo_id), BytesIO(ORIGINAL))
    return made


@pytest.fixture
def door(config, nginx, tmp_path, world):
    """The installation as a visitor from outside meets it; nobody in particular asks."""
    an_authority(tmp_path)
    folder = tmp_path / "nginx"
    with socket.create_server(("127.0.0.1", 0)) as listening:
        names = {
            "127.0.0.1:8000": f"127.0.0.1:{listening.getsockname()[1]}",
            "listen 80;": f"listen unix:{folder}/plain;",
            "listen 443 ssl;": f"listen unix:{folder}/door ssl;",
            "<photos.example>": NAME,
            "</etc/ssl/photos.example.pem>": f"{tmp_path}/certificate.pem",
            "</etc/ssl/photos.example.key>": f"{tmp_path}/key.pem",
            "/var/lib/shelflife/": f"{tmp_path}/",
        }
        inside = AS_IT_STANDS.read_text()
        for said, meant in names.items():
            assert said in inside, said
            inside = inside.replace(said, meant)
        more = {"SHELFLIFE_X_ACCEL": config.x_accel, "SHELFLIFE_TRUSTED_PROXIES": "1"}
        with serving(config, listening, **more), nginx(inside):
            yield Nginx(folder / "door", NAME, is_tls=True)


def in_shop(door, token):
    return door.as_holder_of(**{"__Host-shop-nord": f"nord{token}"})


def picture(world, size="gallery"):
    return f"/shop/nord/jobs/{world.job.id}/pictures/{world.ids['photo_id']}/{size}"


def test_nginx_sends_a_picture_to_whom_the_application_let_in_and_nobody_else(door, world):
    mia, ben = in_shop(door, MIA_TOKEN), in_shop(door, BEN_TOKEN)
    for size in Size:
        shown = mia.ask(picture(world, size))
        assert (shown.status, shown.content) == (200, PICTURE)
        assert shown.headers["Content-Type"] == "image/webp"
        assert shown.headers["Cache-Control"] == "private, no-cache"
        assert "X-Accel-Redirect" not in shown.headers
        for who in (ben, door):
            refused = who.ask(picture(world, size), X_Accel_Redirect="/internal-photos/")
            assert (refused.status, PICTURE in refused.content) == (404, False)
    known = shown.headers["ETag"]
    assert mia.ask(picture(world, "large"), If_None_Match=known).status == 304
    assert ben.ask(picture(world, "large"), If_None_Match=known).status == 404
    part = mia.ask(picture(world), Range="bytes=0-9")
    assert (part.status, part.content) == (206, PICTURE[:10])
    assert ben.ask(picture(world), Range="bytes=0-9").status == 404
    with transaction() as session:
        session.get_one(AccessCode, world.ids["code_id"]).revoked_at = world.job.created_at
    assert mia.ask(picture(world), If_None_Match=known).status == 404


def test_a_picture_that_nginx_sends_is_protected_as_one_of_the_application(door, world):
    mia = in_shop(door, MIA_TOKEN)
    by_nginx = mia.ask(picture(world)).headers
    by_the_application = mia.ask(f"{picture(world)}?as=jpeg").headers
    names = {*HEADERS, "Strict-Transport-Security", "Cache-Control", "Vary"}
    assert [name for name in names if name not in by_nginx] == []
    different = {name for name in names if by_nginx[name] != by_the_application[name]}
    assert different == {"Content-Security-Policy"}
    assert by_nginx["Content-Security-Policy"].startswith("default-src 'none'")


TRICKS = (
    "/internal-photos/{preview}",
    "//internal-photos/{preview}",
    "/internal-photos//{preview}",
    "/./internal-photos/{preview}",
    "/static/../internal-photos/{preview}",
    "/internal%2Dphotos/{preview}",
    "/%69nternal-photos/{preview}",
    "/internal-photos/{original}",
    "/internal-photos/derived/../{original}",
    "/internal-photos/derived/%2e%2e/{original}",
    "/internal-photos/derived/..%2f{original}",
    "/internal-photos/derived/..;/{original}",
    "/internal-photos/derived../{original}",
    "/internal-photos/derived/../../secret-key",
    "/static/../../photos/{original}",
    "/photos/{original}",
    "/derived/{preview}",
)


def test_neither_previews_nor_originals_are_reached_by_the_names_of_their_files(door, world):
    """Not even by whom the picture is shown; originals come by no way of nginx at all."""
    photo_id = world.ids["photo_id"]
    named = {"preview": preview_key(photo_id, Size.LARGE), "original": original_key(photo_id)}
    (current_store_folder(door) / "secret-key").write_text("the secret of this installation")
    for who in (door, in_shop(door, MIA_TOKEN)):
        for trick in TRICKS:
            answer = who.ask(trick.format(**named))
            assert answer.status in (400, 404), trick
            for content in (PICTURE, ORIGINAL, b"the secret of this"):
                assert content not in answer.content, trick


def current_store_folder(door):
    return door.place.parents[1]


def test_only_the_name_of_the_installation_is_ever_said(door):
    """Whatever host somebody asks for, and whatever they claim that a proxy has heard."""
    plain = Nginx(door.place.with_name("plain"), "evil.example")
    moved = plain.ask("/sign-in?next=/studio")
    assert (moved.status, moved.headers["Location"]) == (
        301, f"https://{NAME}/sign-in?next=/studio",
    )  # fmt: skip
    assert Nginx(door.place, "evil.example", is_tls=True).ask("/sign-in").status == 400
    forged = door.ask("/studio", X_Forwarded_Host="evil.example", X_Forwarded_Proto="http",
                      Forwarded="host=evil.example")  # fmt: skip
    assert (forged.status, forged.headers["Location"]) == (303, "/sign-in?next=/studio")
    assert b"evil.example" not in forged.content
    assert "__Host-" in door.ask("/sign-in").headers["Set-Cookie"]


def test_nginx_refuses_what_is_too_large_but_for_forms_of_many_pictures(door, world):
    """Only what is announced is looked at here: not a byte of it follows. The application refuses
    by its own measure, so the question is who says no, and that says nothing of itself."""
    upload = f"/studio/jobs/{world.job.id}/photos/upload"
    said_no = {}
    for path, size in (("/sign-in", 60_000_000), ("/sign-in", 70_000_000),
                       (upload, 3_900_000_000), (upload, 5_000_000_000)):  # fmt: skip
        answer = door.ask(path, "POST", Content_Length=str(size))
        assert answer.status == 413
        assert answer.headers["Server"] == "nginx"
        said_no[path, size] = b"<center>nginx</center>" in answer.content
    assert list(said_no.values()) == [False, True, False, True]
