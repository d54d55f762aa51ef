"""Files have much around their pictures, and are taken; what would fill the memory is refused."""

import io
import random
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, TiffImagePlugin

from tests.photos.pictures import a_jpeg, saved
from tests.security.bombs import parts
from webapp.photos.checking import Reason, Refused, check_picture
from webapp.photos.parts import is_overladen

MEGABYTE = 1024 * 1024
CAMERA_PICTURES = sorted((Path(__file__).parent / "camera").glob("*.jpg"))
PLAIN = Image.new("RGB", (64, 48), "teal")

pytestmark = pytest.mark.one_database("files need no database")


def segments(code, content, times):
    whole = bytes((0xFF, code)) + struct.pack(">H", len(content) + 2) + content
    jpeg = a_jpeg(64, 48)
    return jpeg[:2] + whole * times + jpeg[2:]


def chunk(kind, content):
    checked = kind + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))


def in_small_chunks(png, length):
    """As some programs write them: the picture itself in thousands of parts."""
    at = png.index(b"IDAT") - 4
    (size,) = struct.unpack_from(">I", png, at)
    picture = png[at + 8 : at + 8 + size]
    pieces = [picture[each : each + length] for each in range(0, size, length)]
    return png[:at] + b"".join(chunk(b"IDAT", piece) for piece in pieces) + png[at + 12 + size :]


def with_layers():
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[37724] = b"Adobe Photoshop Document Data Block\0" + bytes(20 * MEGABYTE)
    return saved(PLAIN, "TIFF", tiffinfo=tags)


def noise():
    content = random.Random(412).randbytes(300 * 200 * 3)  # noqa: S311 - no secret
    return Image.frombytes("RGB", (300, 200), content)


PNG = saved(PLAIN, "PNG")
TAKEN = {
    "a depth map of a phone": segments(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + bytes(
        60_000), 200),
    "what a camera says in three segments": segments(0xE1, b"Exif\0\0" + bytes(60_000), 3),
    "something behind a PNG": PNG + b"behind the end of it" * 1000,
    "something behind a WebP": saved(PLAIN, "WEBP") + b"behind the end of it" * 1000,
    "a picture in twenty thousand chunks": in_small_chunks(saved(noise(), "PNG"), 9),
    "a sketch in a PNG": PNG[:33] + chunk(b"prVW", bytes(10 * MEGABYTE)) + PNG[33:],
    "layers of Photoshop": with_layers(),
    "a strip for each row": saved(Image.new("L", (16, 20_000)), "TIFF", strip_size=16),
    "a WebP that says much": saved(PLAIN, "WEBP", xmp=bytes(4 * MEGABYTE), exif=bytes(60_000)),
    "several pictures": saved(PLAIN, "MPO", save_all=True, append_images=[PLAIN] * 3),
}  # fmt: skip


@pytest.mark.parametrize("what", TAKEN)
def test_what_programs_write_around_a_picture_is_taken(what):
    source = io.BytesIO(TAKEN[what])
    assert not is_overladen(source)
    assert source.tell() == 0
    assert check_picture(source).size == len(TAKEN[what])


@pytest.mark.parametrize("name", [path.name for path in CAMERA_PICTURES])
def test_pictures_of_cameras_are_taken(name):
    with (Path(__file__).parent / "camera" / name).open("rb") as source:
        assert not is_overladen(source)


def test_parts_and_figures_without_end_are_refused_before_a_decoder_opens_them():
    """How much memory each would take is measured in tests/security/test_bombs.py."""
    sources = {what: io.BytesIO(content) for what, content in parts().items()}
    assert [what for what, source in sources.items() if not is_overladen(source)] == []
    with pytest.raises(Refused) as refusal:
        check_picture(sources["a million fractions"])
    assert refusal.value.reason is Reason.DAMAGED


@pytest.mark.parametrize(
    "broken",
    [b"", b"\xff\xd8", b"\xff\xd8\xff\xe1", b"\xff\xd8\xff\xe1\0\0", b"\x89PNG\r\n\x1a\n\0\0",
     b"RIFF", b"RIFF\xff\xff\xff\xffWEBP", b"II*\0", b"II*\0\xff\xff\xff\xff", b"II*\0\x08\0\0\0\5",
     b"MM\0*\0\0\0\x08\xff\xff", b"II\x2b\0\x08\0\0\0" + b"\xff" * 8, b"no picture at all"],
)  # fmt: skip
def test_what_breaks_off_is_left_to_its_decoder(broken):
    assert not is_overladen(io.BytesIO(broken))
