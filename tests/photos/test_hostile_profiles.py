"""A profile that lies costs a picture its colours at most: never its file, and no memory."""

import io
import struct
import tracemalloc

import pytest
from PIL import Image, TiffImagePlugin

from tests.photos.pictures import a_jpeg, saved
from tests.photos.test_profiles import SRGB, taken_apart
from webapp.photos.checking import Reason, Refused, check_picture
from webapp.photos.clean import clean_file
from webapp.photos.deriving import Original, derive
from webapp.photos.folder_store import FolderStore
from webapp.photos.keys import original_key
from webapp.photos.profiles import bare_profile

MEGABYTE = 1024 * 1024
ONE = b"curv" + bytes(4)
NAMES = [b"A2B0", b"A2B1", b"A2B2", b"B2A0", b"B2A1", b"B2A2", b"rTRC", b"gTRC", b"bTRC"]

pytestmark = pytest.mark.one_database("files need no database")


def profile_of(*entries, length, content=ONE, at=1000):
    """A profile so long that says it has these tags: (name, where, how long)."""
    table = struct.pack(">I", len(entries))
    for name, start, size in entries:
        table += struct.pack(">4sII", name, start, size)
    head = SRGB[:128] + table
    return (head.ljust(at, b"\0") + content).ljust(length, b"\7")


def in_segments(profile, *, numbers=None, most=65_519):
    """A JPEG with this profile in segments, numbered right or as said."""
    parts = [profile[at : at + most] for at in range(0, len(profile), most)]
    numbers = numbers or [(number, len(parts)) for number in range(1, len(parts) + 1)]
    jpeg, segments = a_jpeg(64, 48), []
    for part, number in zip(parts, numbers, strict=True):
        content = b"ICC_PROFILE\0" + bytes(each & 255 for each in number) + part
        segments.append(b"\xff\xe2" + struct.pack(">H", len(content) + 2) + content)
    return b"".join((jpeg[:2], *segments, jpeg[2:]))


LIES = {
    "one tag over and over": profile_of(
        *[(b"rXYZ", 1000, 2_000_000)] * 30, length=2_100_000
    ),
    "tags over one another": profile_of(
        *[(name, 1000 + 8 * at, 3_000_000) for at, name in enumerate(NAMES)],
        length=3_100_000, content=ONE * 10,
    ),
    "a hundred tags and one": profile_of(*[(b"rXYZ", 1000, 20)] * 101, length=2000, at=1400),
    "no tags": profile_of(length=2000),
    "more tags than there are": SRGB[:128] + b"\xff\xff\xff\xff" + SRGB[132:],
    "tags behind its end": profile_of((b"rXYZ", 1000, 2**32 - 1), (b"gXYZ", 2**32 - 1, 20),
                                      length=2000),
    "ten megabytes": profile_of((b"A2B0", 1000, 9 * MEGABYTE), length=10 * MEGABYTE),
    "nothing but a name": b"acsp" * 20,
}  # fmt: skip


@pytest.mark.parametrize("lie", LIES)
def test_no_profile_is_written_longer_than_it_was_or_taken_from_twice(lie):
    tracemalloc.start()
    bare = bare_profile(LIES[lie]) or b""
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(bare) <= len(LIES[lie]) + 500
    assert most <= 3 * len(LIES[lie]) + MEGABYTE


def test_curves_that_three_colours_share_are_no_lie():
    parts = taken_apart(SRGB)
    assert parts[b"rTRC"] == parts[b"gTRC"] == parts[b"bTRC"]
    shared = profile_of(
        (b"rTRC", 1000, 1500), (b"gTRC", 1000, 1500), (b"bTRC", 1000, 1500), length=2500
    )
    assert taken_apart(bare_profile(shared)).keys() >= {b"rTRC", b"gTRC", b"bTRC"}


@pytest.fixture
def sold(tmp_path):
    """What becomes of an uploaded file: it is taken, shown, and sent to whoever bought it."""
    store = FolderStore(tmp_path)

    def sell(content):
        check_picture(io.BytesIO(content))
        store.put(original_key("abcd"), io.BytesIO(content))
        with store.local(original_key("abcd")) as path:
            assert derive(Original(path))
        file = clean_file(store, "abcd")
        sent = b"".join(file.chunks())
        file.close()
        assert len(sent) == file.size <= len(content) + 2000
        return Image.open(io.BytesIO(sent))

    return sell


@pytest.mark.parametrize("lie", LIES)
def test_a_jpeg_with_a_profile_that_lies_is_sent_without_what_it_says(sold, lie):
    shown = sold(in_segments(LIES[lie]))
    assert shown.size == (64, 48)


@pytest.mark.parametrize(
    "numbers",
    [[(1, 2), (3, 2), (2, 2)], [(1, 3), (1, 3), (2, 3)], [(0, 3), (1, 3), (2, 3)],
     [(1, 3), (2, 3), (4, 3)], [(1, 3), (2, 3), (3, 9)], [(1, 0), (2, 0), (3, 0)]],
)  # fmt: skip
def test_parts_that_are_numbered_wrongly_are_left_out_together(sold, numbers):
    parted = in_segments(SRGB, numbers=numbers, most=len(SRGB) // 3 + 1)
    assert not sold(parted).info.get("icc_profile")


def test_parts_in_another_order_are_put_together_by_their_numbers(sold):
    parted = in_segments(SRGB[300:400] + SRGB[:300] + SRGB[400:], numbers=[(1, 1)])
    assert not sold(parted).info.get("icc_profile")
    third = len(SRGB) // 3 + 1
    turned = SRGB[third : 2 * third] + SRGB[:third] + SRGB[2 * third :]
    shown = sold(in_segments(turned, numbers=[(2, 3), (1, 3), (3, 3)], most=third))
    assert taken_apart(shown.info["icc_profile"])[b"rXYZ"] == taken_apart(SRGB)[b"rXYZ"]


@pytest.mark.parametrize("length", [0, 1, 13, 14, 15])
def test_a_segment_that_ends_within_its_own_head_is_left_out(sold, length):
    jpeg, content = a_jpeg(64, 48), b"ICC_PROFILE\0\1\1a"[:length]
    segment = b"\xff\xe2" + struct.pack(">H", len(content) + 2) + content
    try:
        shown = sold(jpeg[:2] + segment + jpeg[2:])
    except Refused as refusal:  # the decoder will not have it
        assert refusal.reason == Reason.DAMAGED
        return
    assert not shown.info.get("icc_profile")


def test_more_parts_than_can_be_numbered_are_left_out(sold):
    assert not sold(in_segments(LIES["ten megabytes"])).info.get("icc_profile")
    small = profile_of((b"A2B0", 1000, 20), length=3000)
    assert not sold(in_segments(small, most=10)).info.get("icc_profile")


@pytest.mark.parametrize("lie", LIES)
@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
def test_whatever_else_lies_about_its_colours_is_refused_or_sent(sold, lie, kind):
    try:
        content = saved(Image.new("RGB", (64, 48), "teal"), kind, icc_profile=LIES[lie])
        shown = sold(content)
    except Refused as refusal:
        assert (refusal.reason, kind) == (Reason.DAMAGED, "PNG")  # more than a megabyte, packed
        assert len(LIES[lie]) > MEGABYTE
        return
    assert shown.size == (64, 48)
    assert len(shown.info.get("icc_profile") or b"") <= len(LIES[lie]) + 500


# Pillow says so of each number beyond the first.
@pytest.mark.filterwarnings("ignore:Metadata Warning, tag 34675")
@pytest.mark.parametrize("kind", [2, 3, 4, 5, 9, 12])
@pytest.mark.parametrize("values", [1, 8])
def test_a_tiff_whose_profile_is_no_bytes_is_shown_and_sent(sold, kind, values):
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[34675] = "a" * 8 if kind == 2 else (tuple(range(values)) if values > 1 else 5)
    tags.tagtype[34675] = kind
    content = saved(Image.new("RGB", (64, 48), "teal"), "TIFF", tiffinfo=tags)
    assert not sold(content).info.get("icc_profile")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(("typed", "value"), [(5, struct.pack(">II", 6, 1)),
                                              (11, struct.pack(">f", 6.0)),
                                              (12, struct.pack(">d", 6.0)),
                                              (5, struct.pack(">II", 6, 0)),
                                              (2, b"6\0\0\0\0\0\0\0")])  # fmt: skip
def test_how_it_was_held_may_be_written_in_any_kind_of_number(sold, kind, typed, value):
    entry = struct.pack(">HHHI", 1, 0x0112, typed, 8 if typed == 2 else 1)
    entry += value if len(value) == 4 else struct.pack(">I", 26)
    exif = b"Exif\0\0MM\0*" + struct.pack(">I", 8) + entry + bytes(4) + value
    content = saved(Image.new("RGB", (64, 48), "teal"), kind, exif=exif)
    assert sorted(sold(content).size) == [48, 64]
