"""Pictures come through the application, from nginx, or from a bucket: always past its door."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from PIL import Image

from tests.photos.pictures import saved
from tests.support.faulty_server import faulty
from tests.support.object_store import opened
from tests.support.pages import words
from webapp.domain.store_address import BucketAddress
from webapp.photos.keys import Size, preview_key
from webapp.photos.s3_calls import Patience
from webapp.photos.s3_store import S3Store
from webapp.photos.serving import current_store

pytestmark = pytest.mark.one_database("where bytes come from is no matter of the database")
STOP = datetime(2026, 11, 26, 23, tzinfo=UTC)


@pytest.fixture
def place():
    """What the settings say of photos."""
    return {}


@pytest.fixture
def config(config, place):
    return replace(config, **place)


@pytest.fixture
def webp(shop):
    """The bytes of the first picture, which lie in the store."""
    content = saved(Image.new("RGB", (64, 48), "teal"), "WEBP")
    current_store().put(preview_key(shop.photos[0].id, Size.GALLERY), io.BytesIO(content))
    return content


def test_a_browser_that_does_not_read_webp_gets_a_jpeg(parent, shop, webp):
    old = {"Accept": "image/png,image/jpeg;q=0.8"}
    answer = parent.get(shop.bytes_of(), headers=old)

    with Image.open(io.BytesIO(answer.data)) as picture:
        assert (picture.format, picture.size, picture.mode) == ("JPEG", (64, 48), "RGB")
    assert answer.mimetype == "image/jpeg"
    assert "Accept" in answer.vary
    again = parent.get(shop.bytes_of(), headers=old | {"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("accept", ["image/avif,image/webp,*/*;q=0.8", "*/*", "image/*", ""])
def test_everybody_else_gets_webp(parent, shop, webp, accept):
    answer = parent.get(shop.bytes_of(), headers={"Accept": accept})

    assert (answer.mimetype, answer.data) == ("image/webp", webp)
    asked = parent.get(f"{shop.bytes_of()}?as=jpeg", headers={"Accept": accept})
    assert asked.mimetype == "image/jpeg"
    assert asked.headers["ETag"] != answer.headers["ETag"]


class TestFromNginx:
    @pytest.fixture
    def place(self):
        return {"x_accel": "/internal-photos/"}

    def test_nginx_is_told_which_file_and_gets_no_byte(self, parent, shop, webp):
        answer = parent.get(shop.bytes_of())

        assert (answer.status_code, answer.data) == (200, b"")
        key = preview_key(shop.photos[0].id, Size.GALLERY)
        assert answer.headers["X-Accel-Redirect"] == f"/internal-photos/{key}"
        assert answer.mimetype == "image/webp"
        assert answer.headers["Cache-Control"] == "private, no-cache"
        known = {"If-None-Match": answer.headers["ETag"]}
        assert parent.get(shop.bytes_of(), headers=known).status_code == 304

    def test_what_nobody_may_see_or_is_not_there_is_not_found(
        self, parent, shop, webp, clock, client
    ):
        assert parent.get(shop.bytes_of(size="small")).status_code == 404
        clock.set(STOP)
        answer = parent.get(shop.bytes_of())
        assert answer.status_code == 404
        assert "X-Accel-Redirect" not in answer.headers

    def test_a_jpeg_is_made_here(self, parent, shop, webp):
        answer = parent.get(f"{shop.bytes_of()}?as=jpeg")

        assert "X-Accel-Redirect" not in answer.headers
        assert answer.data.startswith(b"\xff\xd8")


class TestFromABucket:
    @pytest.fixture
    def place(self, bucket):
        return {"photos_url": f"s3://{bucket.bucket}/kept?endpoint={bucket.endpoint}"}

    def test_its_bytes_go_through_the_application(self, parent, shop, webp, bucket):
        answer = parent.get(shop.bytes_of())

        assert (answer.status_code, answer.data) == (200, webp)
        assert answer.content_length == len(webp)
        assert parent.get(shop.bytes_of(size="small")).status_code == 404
        assert list(opened(bucket).keys()) == [preview_key(shop.photos[0].id, Size.GALLERY)]
        assert bucket.endpoint not in parent.get(shop.page).headers["Content-Security-Policy"]


class TestFromABucketByThemselves:
    @pytest.fixture
    def place(self, bucket):
        endpoint = f"endpoint={bucket.endpoint}"
        return {"photos_url": f"s3://{bucket.bucket}/kept?{endpoint}&serve=redirect"}

    def test_the_browser_is_sent_there_with_an_address_for_a_minute(
        self, parent, shop, webp, bucket
    ):
        answer = parent.get(shop.bytes_of())

        assert (answer.status_code, answer.data) == (302, b"")
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "ETag" not in answer.headers
        with urlopen(answer.location) as fetched:  # noqa: S310 - our own server
            assert fetched.read() == webp
            assert fetched.headers["Content-Type"] == "image/webp"
        assert "X-Amz-Expires=60" in urlsplit(answer.location).query
        policy = parent.get(shop.page).headers["Content-Security-Policy"]
        assert f"img-src 'self' {bucket.endpoint}" in policy

    def test_a_jpeg_is_made_here(self, parent, shop, webp):
        answer = parent.get(f"{shop.bytes_of()}?as=jpeg")

        assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")

    def test_at_the_stop_nobody_is_sent_there(self, parent, shop, webp, clock):
        clock.set(STOP)

        assert parent.get(shop.bytes_of()).status_code == 404


@pytest.mark.parametrize("fault", ["503", "hangs"])
def test_while_the_bucket_is_down_pictures_say_come_again_and_pages_go_on(
    app, parent, shop, aws, fault
):
    with faulty(fault) as server:
        address = BucketAddress(bucket="photos", endpoint=server.url)
        patience = Patience(connect=0.2, read=0.2, times=1)
        app.extensions["photo_store"] = S3Store(address, patience=patience)

        answer = parent.get(shop.bytes_of())
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
        assert "Back in a moment" in words(answer)
        assert parent.get(shop.page).status_code == 200
        ready = parent.get("/readyz")
        assert (ready.status_code, ready.json["storage"]) == (503, "failing")
