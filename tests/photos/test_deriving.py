"""Previews are upright, in the colours of screens, and say nothing but the picture."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from tests.photos.pictures import colours_of, four_colours, held_as, saved
from webapp.photos.deriving import Original, derive
from webapp.photos.keys import Size

RED, LIME, BLUE, WHITE = (254, 0, 0), (0, 255, 0), (0, 0, 254), (255, 255, 255)
CAMERA_PICTURES = Path(__file__).parent / "camera"


@pytest.fixture
def previews_of(tmp_path):
    def make(content):
        original = tmp_path / "original"
        original.write_bytes(content)
        return {preview.size: preview.content for preview in derive(Original(original))}

    return make


def opened(content):
    return Image.open(io.BytesIO(content))


def near(colour, other, tolerance=12):
    return all(abs(a - b) <= tolerance for a, b in zip(colour, other, strict=True))


def shows_four_colours(content):
    pairs = zip(colours_of(content), (RED, LIME, BLUE, WHITE), strict=True)
    return all(near(seen, wanted) for seen, wanted in pairs)


def test_the_three_sizes_keep_the_shape(previews_of):
    previews = previews_of(saved(four_colours(2400, 1600)))

    assert {size: opened(content).size for size, content in previews.items()} == {
        Size.LARGE: (1800, 1200),
        Size.GALLERY: (900, 600),
        Size.SMALL: (400, 267),
    }


def test_a_small_picture_is_never_blown_up(previews_of):
    previews = previews_of(saved(four_colours(120, 80)))

    assert {opened(content).size for content in previews.values()} == {(120, 80)}


def test_a_strip_of_one_pixel_height_keeps_one_pixel(previews_of):
    previews = previews_of(saved(Image.new("RGB", (9000, 1), "red"), "PNG"))

    assert opened(previews[Size.SMALL]).size == (400, 1)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_however_the_camera_was_held_people_see_it_upright(previews_of, kind, orientation):
    for content in previews_of(held_as(orientation, kind)).values():
        picture = opened(content)
        assert picture.width > picture.height
        assert shows_four_colours(content)


@pytest.mark.parametrize("kind", ["Landscape", "Portrait"])
def test_pictures_of_real_cameras_all_stand_the_same_way_up(kind):
    paths = sorted(CAMERA_PICTURES.glob(f"{kind}_*.jpg"))
    previews = [derive(Original(path))[-1] for path in paths]
    tiny = [opened(preview.content).convert("L").resize((8, 8)).tobytes() for preview in previews]

    assert len(tiny) == 2
    for one in tiny[1:]:
        assert sum(abs(a - b) for a, b in zip(one, tiny[0], strict=True)) / 64 < 12


def test_nothing_but_the_picture_is_in_what_is_served(previews_of):
    exif = Image.Exif()
    exif[0x010F] = "SECRETCAMERA"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    original = saved(
        four_colours(),
        exif=exif.tobytes(),
        icc_profile=profile,
        xmp=b"<x:xmpmeta>SECRETPLACE</x:xmpmeta>",
        comment=b"SECRETCOMMENT",
    )
    assert original.count(b"SECRET") == 3

    for content in previews_of(original).values():
        picture = opened(content)
        assert content[12:16] == b"VP8 "
        assert b"SECRET" not in content
        assert not picture.getexif()
        assert not {"exif", "xmp", "icc_profile", "comment"} & picture.info.keys()


def test_colours_of_another_profile_become_those_of_screens(previews_of):
    swapped = _profile_with_red_and_green_swapped()
    original = saved(Image.new("RGB", (600, 400), (200, 40, 40)), "PNG", icc_profile=swapped)

    seen = opened(previews_of(original)[Size.GALLERY]).convert("RGB").getpixel((100, 100))

    assert seen[1] > 150
    assert seen[0] < 100


def test_a_broken_profile_is_left_aside(previews_of):
    original = saved(four_colours(), icc_profile=b"this is no profile")

    assert shows_four_colours(previews_of(original)[Size.GALLERY])


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_a_picture_for_print_is_shown_in_screen_colours(previews_of, kind):
    original = saved(four_colours().convert("CMYK"), kind)

    assert shows_four_colours(previews_of(original)[Size.GALLERY])


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bits_become_eight(previews_of, kind):
    grey = Image.new("I;16", (600, 400), 128 * 256)

    seen = opened(previews_of(saved(grey, kind))[Size.GALLERY]).convert("RGB").getpixel((9, 9))

    assert near(seen, (128, 128, 128))


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_becomes_white(previews_of, mode):
    clear = Image.new("RGBA", (600, 400), (255, 0, 0, 0)).convert(mode)
    options = {"transparency": clear.getpixel((0, 0))} if mode == "P" else {}

    seen = opened(previews_of(saved(clear, "PNG", **options))[Size.GALLERY]).convert("RGB")

    assert near(seen.getpixel((9, 9)), (255, 255, 255))


@pytest.mark.parametrize("mode", ["1", "L", "F", "LAB"])
def test_rare_kinds_of_pixels_are_shown_too(previews_of, mode):
    white = Image.new("RGB", (600, 400), "white")
    if mode == "LAB":
        to_lab = ImageCms.buildTransform(
            ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB"
        )
        picture = ImageCms.applyTransform(white, to_lab)
    else:
        picture = white.convert("L").convert(mode)

    assert opened(previews_of(saved(picture, "TIFF"))[Size.SMALL]).size == (400, 267)


def _profile_with_red_and_green_swapped():
    """The sRGB profile with the places of two of its primaries exchanged."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    profile = profile.replace(b"sRGB", b"Test").replace(
        "sRGB".encode("utf-16-be"), "Test".encode("utf-16-be")
    )
    return profile.replace(b"rXYZ", b"tmp!").replace(b"gXYZ", b"rXYZ").replace(b"tmp!", b"gXYZ")
