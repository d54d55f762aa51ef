"""Pictures that come with a request are opened, and made anew without anything else in them."""

import io
import struct
import zlib

import pytest
from PIL import Image

from webapp.photos.checking import Reason, Refused
from webapp.photos.enclosed import MOST_BYTES, enclosed


def bytes_of(picture, kind, **options):
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def why_not(content):
    with pytest.raises(Refused) as refused:
        enclosed(io.BytesIO(content))
    return refused.value.reason


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_whatever_it_was_it_becomes_a_small_jpeg(kind):
    made = enclosed(io.BytesIO(bytes_of(Image.new("RGB", (2400, 30), "teal"), kind)))
    picture = Image.open(io.BytesIO(made.content))
    assert (picture.format, picture.size) == ("JPEG", (1600, 20))
    assert (made.width, made.height) == (1600, 20)


def test_nothing_of_place_and_time_is_left_in_it_and_it_is_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "GPS N"
    exif[0x010E] = "Leipzig"
    sent = bytes_of(Image.new("RGB", (64, 32), "teal"), "JPEG", exif=exif, comment=b"a secret")
    assert b"Leipzig" in sent
    made = enclosed(io.BytesIO(sent))
    assert (made.width, made.height) == (32, 64)
    assert not Image.open(io.BytesIO(made.content)).getexif()
    for secret in (b"Leipzig", b"GPS N", b"Exif", b"a secret"):
        assert secret not in made.content


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7 of a letter", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a\x01\0"],
    ids=["pdf", "svg", "gif"],
)
def test_what_is_no_picture_is_refused(content):
    assert why_not(content) is Reason.NOT_A_PICTURE


def test_a_bomb_is_refused_by_its_head():
    head = struct.pack(">IIBBBBB", 8000, 7000, 1, 0, 0, 0, 0)
    chunk = b"IHDR" + head
    bomb = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk
    bomb += struct.pack(">I", zlib.crc32(chunk)) + struct.pack(">I", 0) + b"IDAT"
    assert why_not(bomb) is Reason.TOO_MANY_PIXELS


def test_so_is_what_is_too_large_or_cut_off_or_empty():
    whole = bytes_of(Image.effect_noise((64, 64), 80).convert("RGB"), "JPEG")
    assert why_not(whole[: len(whole) // 2]) is Reason.DAMAGED
    assert why_not(whole + b"\0" * MOST_BYTES) is Reason.TOO_LARGE
    assert why_not(b"") is Reason.EMPTY
