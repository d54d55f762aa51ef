"""The studio's text or logo lies over its previews, wherever a picture is light or dark."""

import io

import pytest
from PIL import Image, ImageChops

from tests.photos.pictures import a_jpeg, saved
from webapp.domain.watermark import Kind, Place, Watermark
from webapp.photos.deriving import Original, derive
from webapp.photos.watermark import Mark, draw_on
from webapp.photos.watermark_logo import NoLogoError, clean_logo

TEXT = {"look": "text", "strength": 40, "text": "Studio Nord"}


def where_changed(picture, mark):
    """The box in which something was drawn: left, top, right, bottom."""
    return ImageChops.difference(picture, draw_on(picture, mark)).getbbox()


def a_logo(colour="red", **options):
    """A dot in the middle of nothing."""
    logo = Image.new("RGBA", (200, 100))
    logo.paste(colour, (50, 25, 150, 75))
    return saved(logo, "PNG", **options)


@pytest.mark.parametrize("colour", ["white", "black", "grey"])
@pytest.mark.parametrize("place", Place)
def test_it_is_seen_on_light_and_dark_places(colour, place):
    picture = Image.new("RGB", (300, 200), colour)

    drawn = draw_on(picture, Mark(place=place, **TEXT)).convert("L")

    darkest, lightest = drawn.getextrema()
    assert lightest - darkest > 40
    assert picture.getcolors() == [(60_000, picture.getpixel((0, 0)))]


def test_tiled_it_leaves_no_part_of_the_picture_free():
    picture = Image.new("RGB", (300, 200), "grey")
    marked = draw_on(picture, Mark(place=Place.TILED, **TEXT))
    changed = ImageChops.difference(picture, marked)

    for left in range(0, 300, 100):
        for top in range(0, 200, 100):
            assert changed.crop((left, top, left + 100, top + 100)).getbbox()


def test_in_the_corner_it_covers_nobodys_face():
    left, top, right, bottom = where_changed(
        Image.new("RGB", (300, 200), "grey"), Mark(place=Place.CORNER, **TEXT)
    )

    assert (left > 150, top > 150) == (True, True)
    assert (300 - right < 20, 200 - bottom < 20) == (True, True)


@pytest.mark.parametrize("size", [(300, 200), (200, 300), (40, 900), (1, 1)])
def test_in_the_middle_it_grows_with_the_picture(size):
    picture = Image.new("RGB", size, "grey")
    left, _top, right, _bottom = where_changed(picture, Mark(place=Place.CENTRE, **TEXT)) or (
        (0, 0, *size)
    )

    assert abs(left - (size[0] - right)) <= 4
    assert right - left > size[0] * 0.3


def test_a_stronger_one_is_seen_better():
    picture = Image.new("RGB", (300, 200), "black")

    def lightest(strength):
        mark = Mark("x", Place.CENTRE, strength, "Studio Nord")
        return draw_on(picture, mark).convert("L").getextrema()[1]

    assert lightest(10) < lightest(40) < lightest(100)


def test_the_logo_keeps_its_colours_and_what_is_clear_in_it_stays_so(tmp_path):
    logo = tmp_path / "logo.png"
    logo.write_bytes(clean_logo(io.BytesIO(a_logo())))
    picture = Image.new("RGB", (300, 200), "white")

    marked = draw_on(picture, Mark("logo", Place.CENTRE, 100, logo=logo))

    assert marked.getpixel((150, 100)) == (255, 0, 0)
    assert marked.getpixel((2, 2)) == (255, 255, 255)


def test_every_size_shows_it_from_one_decoding(tmp_path):
    path = tmp_path / "original"
    path.write_bytes(a_jpeg(1000, 800, "black"))
    mark = Mark(place=Place.CENTRE, **TEXT)

    for preview in derive(Original(path, mark)):
        seen = Image.open(io.BytesIO(preview.content)).convert("L")
        assert seen.getextrema()[1] > 60
    for preview in derive(Original(path)):
        assert Image.open(io.BytesIO(preview.content)).convert("L").getextrema()[1] < 10


def test_a_logo_is_cut_to_what_is_seen_and_says_nothing_else():
    exif = Image.Exif()
    exif[0x010F] = "SECRET"
    kept = clean_logo(io.BytesIO(a_logo(exif=exif.tobytes())))

    assert Image.open(io.BytesIO(kept)).size == (100, 50)
    assert b"SECRET" not in kept


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no picture",
        a_jpeg(),
        a_logo()[:80],
        saved(Image.new("RGBA", (60, 60)), "PNG"),
        saved(Image.new("1", (6000, 6000)), "PNG"),
        a_logo() + bytes(2_000_000),
    ],
    ids=["empty", "words", "jpeg", "cut off", "nothing to see", "too many pixels", "too large"],
)
def test_what_is_no_logo_is_refused(content):
    with pytest.raises(NoLogoError):
        clean_logo(io.BytesIO(content))


def test_whatever_looks_different_has_another_fingerprint():
    text, logo = Watermark(Kind.TEXT, "Studio Nord"), Watermark(Kind.LOGO, "Studio Nord")
    looks = [
        text.look(),
        Watermark(Kind.TEXT, "Studio Süd").look(),
        Watermark(Kind.TEXT, "Studio Nord", Place.CORNER).look(),
        Watermark(Kind.TEXT, "Studio Nord", strength=41).look(),
        logo.look("a" * 64),
        logo.look("b" * 64),
        Watermark(Kind.NONE, "Studio Nord").look(),
    ]

    assert len(set(looks)) == 7
    assert text.look("c" * 64) == text.look()
    assert looks[-1] == ""
