"""A file is kept only if it is a whole picture of a kind and size we can show."""

import io
import os
import random
import time
import tracemalloc

import pytest
from PIL import Image

from tests.photos.pictures import (
    a_jpeg,
    four_colours,
    held_as,
    png_that_claims,
    saved,
    webp_that_claims,
)
from webapp.photos.checking import MOST_BYTES, Reason, Refused, check_picture


def reason_for(content):
    with pytest.raises(Refused) as refusal:
        check_picture(io.BytesIO(content))
    return refusal.value.reason


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [
        ("JPEG", "image/jpeg"),
        ("PNG", "image/png"),
        ("TIFF", "image/tiff"),
        ("WEBP", "image/webp"),
    ],
)
def test_the_four_kinds_of_pictures_are_taken(kind, media_type):
    content = saved(four_colours(), kind)

    facts = check_picture(io.BytesIO(content))

    assert (facts.width, facts.height) == (1200, 800)
    assert (facts.media_type, facts.size) == (media_type, len(content))


def test_a_phone_s_jpeg_with_further_pictures_behind_it_is_taken():
    content = saved(four_colours(), "MPO", save_all=True, append_images=[four_colours()])

    assert check_picture(io.BytesIO(content)).media_type == "image/jpeg"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_width_and_height_are_those_of_the_upright_picture(kind, orientation):
    facts = check_picture(io.BytesIO(held_as(orientation, kind)))

    assert (facts.width, facts.height) == (1200, 800)


def test_the_file_stands_at_its_beginning_afterwards():
    file = io.BytesIO(a_jpeg())

    check_picture(file)

    assert file.tell() == 0


def test_an_empty_file_is_refused():
    assert reason_for(b"") is Reason.EMPTY


@pytest.mark.parametrize(
    "content",
    [
        b"Dear parents, the pictures are ready.\n" * 50,
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7\n" + bytes(500),
        os.urandom(5000),
        saved(four_colours(), "GIF"),
        saved(four_colours(), "BMP"),
    ],
    ids=["text", "svg", "pdf", "noise", "gif", "bmp"],
)
def test_what_is_no_picture_of_the_four_kinds_is_refused_whatever_its_name(content):
    assert reason_for(content) is Reason.NOT_A_PICTURE


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize("kept", [0.01, 0.5, 0.99])
def test_a_truncated_picture_is_refused(kind, kept):
    content = saved(Image.effect_noise((600, 400), 80).convert("RGB"), kind)

    assert reason_for(content[: max(100, int(len(content) * kept))]) is Reason.DAMAGED


def test_a_png_with_a_flipped_bit_is_refused():
    content = bytearray(saved(Image.effect_noise((600, 400), 80), "PNG"))
    content[len(content) // 2] ^= 1

    assert reason_for(bytes(content)) is Reason.DAMAGED


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("WEBP", {"lossless": True}),
        ("TIFF", {"compression": "tiff_lzw"}),
        ("TIFF", {"compression": "jpeg"}),
    ],
    ids=["webp", "tiff-lzw", "tiff-jpeg"],
)
def test_a_good_head_before_noise_is_no_picture(kind, options):
    content = bytearray(saved(Image.effect_noise((600, 400), 80).convert("RGB"), kind, **options))
    begin, end = 40, len(content) // 2
    noise = random.Random(1)  # noqa: S311 - the same in every run, and no secret
    content[begin:end] = noise.randbytes(end - begin)

    assert reason_for(bytes(content)) is Reason.DAMAGED


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("JPEG", {}),
        ("PNG", {}),
        ("WEBP", {}),
        ("TIFF", {}),
        ("TIFF", {"compression": "tiff_lzw"}),
    ],
)
def test_a_file_of_the_system_reads_the_same_after_the_check(tmp_path, kind, options):
    content = saved(Image.effect_noise((600, 400), 80).convert("RGB"), kind, **options)
    (tmp_path / "picture").write_bytes(content)

    with (tmp_path / "picture").open("rb") as file:
        check_picture(file)

        assert file.read() == content


def test_a_jpeg_of_a_thousand_passes_is_refused():
    content = a_jpeg()
    start_of_scan = content.index(b"\xff\xda")
    bomb = content[:-2] + content[start_of_scan:-2] * 1000 + b"\xff\xd9"

    assert reason_for(bomb) is Reason.DAMAGED


def test_a_file_of_more_than_sixty_megabytes_is_refused(tmp_path):
    large = tmp_path / "large.jpg"
    with large.open("wb") as file:
        file.write(a_jpeg())
        file.truncate(MOST_BYTES + 1)

    with large.open("rb") as file, pytest.raises(Refused) as refusal:
        check_picture(file)

    assert refusal.value.reason is Reason.TOO_LARGE


@pytest.mark.parametrize(
    "bomb",
    [
        png_that_claims(50_000, 50_000),
        webp_that_claims(16_000, 16_000),
        png_that_claims(12_001, 10_000),
    ],
    ids=["2500 megapixels", "256 megapixels", "just over the limit"],
)
def test_a_bomb_is_refused_at_once_and_without_unfolding_it(bomb):
    tracemalloc.start()
    begun = time.perf_counter()

    reason = reason_for(bomb)

    seconds, (_, most_bytes) = time.perf_counter() - begun, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert reason is Reason.TOO_MANY_PIXELS
    assert seconds < 0.2
    assert most_bytes < 5_000_000


def test_a_picture_of_a_hundred_and_twenty_megapixels_is_taken():
    content = saved(Image.new("1", (12_000, 10_000)), "PNG")

    assert check_picture(io.BytesIO(content)).width == 12_000
