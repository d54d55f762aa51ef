"""A bought file is the original to the last pixel, and says nothing but the picture."""

import io
import random
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from tests.photos.pictures import colours_of, four_colours, held_as, saved
from webapp.photos.clean import Damaged, clean_file
from webapp.photos.folder_store import FolderStore
from webapp.photos.keys import original_key
from webapp.photos.segments import NotWhole, stream, take_apart

CAMERA_PICTURES = Path(__file__).parent / "camera"
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
SECRETS = (b"Leipzig", b"GPS", b"xmpmeta", b"Photoshop 3.0", b"DSC_0412", b"behind the end")

pytestmark = pytest.mark.one_database("files need no database")


def noise(mode="RGB", size=(160, 120)):
    """A picture that no encoder can guess."""
    bands = len(Image.new(mode, (1, 1)).getbands())
    content = random.Random(412).randbytes(size[0] * size[1] * bands)  # noqa: S311 - no secret
    return Image.frombytes(mode, size, content)


def segment(code, content):
    return bytes((0xFF, code)) + struct.pack(">H", len(content) + 2) + content


def laden(picture, orientation=1, **options):
    """A JPEG with everything that cameras and programs write into it."""
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "DSC_0412.NEF Leipzig", orientation
    exif.get_ifd(0x8825)[1] = "GPS N"
    plain = saved(
        picture, exif=exif.tobytes(), icc_profile=PROFILE, comment=b"Leipzig, class 2b", **options
    )
    thumbnail = saved(Image.new("RGB", (40, 30), "red"))
    extra = (
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>Leipzig</x:xmpmeta>")
        + segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x07Leipzig\0")
        + segment(0xE2, b"FPXR\0Leipzig")
        + segment(0xE0, b"JFXX\0\x10" + thumbnail)
        + segment(0xEC, b"Ducky Leipzig")
    )
    return plain[:2] + extra + plain[2:] + thumbnail + b"behind the end"


def bare(content, orientation=1):
    source = io.BytesIO(content)
    plan = take_apart(source, orientation=orientation)
    sent = b"".join(stream(source, plan))
    assert len(sent) == plan.size
    return sent


@pytest.fixture
def cleaned(tmp_path):
    """What a customer is sent of an uploaded file."""
    store = FolderStore(tmp_path)

    def clean(content):
        store.put(original_key("abcd"), io.BytesIO(content))
        file = clean_file(store, "abcd")
        sent = b"".join(file.chunks())
        file.close()
        assert len(sent) == file.size
        return sent

    return clean


def codes(content):
    """The markers in the head of a JPEG, before its first scan."""
    at, found = 2, []
    while content[at + 1] != 0xDA:
        found.append(content[at + 1])
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return found


def same_pixels(one, other):
    first, second = (Image.open(io.BytesIO(content)) for content in (one, other))
    assert (first.mode, first.size) == (second.mode, second.size)
    assert first.tobytes() == second.tobytes()


def assert_same_colours(one, other):
    """Whatever is written into a profile: what counts is which colours it means."""
    lab, picture = ImageCms.createProfile("LAB"), noise()
    seen = [
        ImageCms.profileToProfile(
            picture, ImageCms.ImageCmsProfile(io.BytesIO(each)), lab, outputMode="LAB"
        ).tobytes()
        for each in (one, other)
    ]
    assert seen[0] == seen[1]


@pytest.mark.parametrize(
    ("mode", "options"),
    [
        ("RGB", {}),
        ("RGB", {"progressive": True}),
        ("RGB", {"restart_marker_blocks": 3}),
        ("RGB", {"subsampling": 0, "quality": 100}),
        ("L", {}),
        ("CMYK", {"progressive": True}),
    ],
)
def test_a_jpeg_keeps_every_pixel_and_loses_everything_else(cleaned, mode, options):
    original = laden(noise(mode), **options)
    sent = cleaned(original)
    same_pixels(original, sent)
    assert not [secret for secret in SECRETS if secret in sent]
    assert sent.endswith(b"\xff\xd9")
    assert set(codes(sent)) & {*range(0xE0, 0xF0), 0xFE} <= {0xE0, 0xE2, 0xEE}
    shown = Image.open(io.BytesIO(sent))
    assert_same_colours(shown.info["icc_profile"], PROFILE)
    assert not {"exif", "xmp", "comment", "photoshop", "mp"} & shown.info.keys()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_of_all_that_a_camera_says_only_how_it_was_held_is_kept(cleaned, orientation):
    sent = cleaned(laden(noise(), orientation=orientation))
    assert dict(Image.open(io.BytesIO(sent)).getexif()) == (
        {} if orientation == 1 else {0x0112: orientation}
    )
    assert (0xE1 in codes(sent)) is (orientation != 1)


def test_the_thumbnail_inside_of_a_jfif_head_goes_too():
    plain = saved(noise())
    with_thumbnail = plain[:2] + segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\2\2" + b"Leipzig12345")
    sent = bare(with_thumbnail + plain[20:])
    assert b"Leipzig" not in sent
    same_pixels(plain, sent)


def test_of_pictures_behind_the_first_nothing_is_sent(cleaned):
    first, second = noise(), Image.new("RGB", (30, 20), "red")
    original = saved(first, "MPO", save_all=True, append_images=[second])
    sent = cleaned(original)
    assert Image.open(io.BytesIO(sent)).format == "JPEG"
    assert len(sent) < len(saved(first)) + 100


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP"])
def test_what_is_no_jpeg_is_sent_as_one_upright_and_bare(cleaned, kind):
    sent = cleaned(held_as(6, kind))
    shown = Image.open(io.BytesIO(sent))
    assert (shown.format, shown.size) == ("JPEG", (1200, 800))
    red, lime, _blue, _white = colours_of(sent)
    assert red[0] > 240
    assert lime[1] > 240
    assert not set(codes(sent)) & {0xE1, 0xED, 0xFE}


def test_colours_of_a_tiff_are_meant_by_the_profile_that_goes_along(cleaned):
    sent = cleaned(saved(noise(), "TIFF", icc_profile=PROFILE, description="Leipzig"))
    assert_same_colours(Image.open(io.BytesIO(sent)).info["icc_profile"], PROFILE)
    assert b"Leipzig" not in sent


def test_a_long_comment_in_a_png_keeps_nobody_from_their_file(cleaned):
    words = PngImagePlugin.PngInfo()
    words.add_itxt("comment", "Leipzig, " * 10_000)
    sent = cleaned(saved(noise(), "PNG", pnginfo=words))
    assert Image.open(io.BytesIO(sent)).size == (160, 120)
    assert b"Leipzig" not in sent


def test_a_jpeg_that_cannot_be_taken_apart_is_decoded_and_sent(cleaned):
    plain = saved(four_colours())
    sent = cleaned(plain[:2] + segment(0xEC, b"") * 6000 + plain[2:])
    assert Image.open(io.BytesIO(sent)).size == (1200, 800)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_file_that_breaks_off_is_refused(cleaned, share):
    whole = laden(noise(size=(400, 300)))
    end = whole.index(b"\xff\xd9", len(whole) - 3000)
    with pytest.raises(Damaged):
        cleaned(whole[: int(end * share)])


@given(st.data())
def test_cut_or_changed_bytes_are_refused_or_shown_and_never_loop(data):
    whole = bytearray(laden(noise(size=(32, 24)), progressive=True))
    for _change in range(data.draw(st.integers(0, 4))):
        whole[data.draw(st.integers(2, len(whole) - 1))] = data.draw(st.integers(0, 255))
    content = bytes(whole[: data.draw(st.integers(0, len(whole)))])
    try:
        sent = bare(content)
    except NotWhole:
        return
    assert sent.startswith(b"\xff\xd8")
    assert sent.endswith(b"\xff\xd9")
    assert len(sent) <= len(content) + 40


class Counted(io.BytesIO):
    """Bytes that count how many of them are read, however often."""

    read_in_all = 0

    def read(self, size=-1):
        content = super().read(size)
        self.read_in_all += len(content)
        return content


@pytest.mark.parametrize("filling", [b"\xff", b"\xff\xe1\x00\x02", b"\xff\x00", b"\xff\xd0"])
def test_a_file_of_nothing_but_markers_is_not_read_over_and_over(filling):
    source = Counted(b"\xff\xd8" + filling * (8_000_000 // len(filling)))
    with pytest.raises(NotWhole):
        take_apart(source)
    assert source.read_in_all <= 3 * len(source.getvalue())


@pytest.mark.parametrize("name", ["Landscape_1.jpg", "Landscape_6.jpg", "Portrait_8.jpg"])
def test_a_real_camera_s_picture_is_shown_as_before(cleaned, name):
    original = (CAMERA_PICTURES / name).read_bytes()
    sent = cleaned(original)
    same_pixels(original, sent)
    turn = Image.open(io.BytesIO(original)).getexif().get(0x0112, 1)
    assert dict(Image.open(io.BytesIO(sent)).getexif()) == ({} if turn == 1 else {0x0112: turn})
