"""A studio chooses its watermark, sees it before it is saved, and reads what it will cost."""

import io

import pytest
from PIL import Image, ImageChops

from tests.photos.pictures import a_jpeg, saved
from tests.support.builders import a_job, a_photo
from tests.support.pages import page, words
from webapp.domain.deriving import Turn
from webapp.models.base import transaction
from webapp.models.photo import Photo
from webapp.photos.keys import Size, logo_key, preview_key
from webapp.photos.serving import current_store

PAGE = "/studio/settings/watermark"
FORM = "#watermark"
LOGO = f"form[action='{PAGE}/logo']"


def picture(response):
    assert response.status_code == 200
    return Image.open(io.BytesIO(response.data)).convert("RGB")


def sample_on(client, response):
    """The picture that the page shows."""
    return picture(client.get(page(response).select_one(".wm-sample")["src"]))


def differ(one, other):
    return ImageChops.difference(one, other).getbbox() is not None


def send_logo(client, content):
    return client.submit(PAGE, LOGO, logo=(io.BytesIO(content), "logo.png"))


def a_logo(colour="red"):
    return saved(Image.new("RGBA", (40, 40), colour), "PNG")


def error_at(response, field):
    assert response.status_code == 422
    assert page(response).select_one(f"[data-summary] a[href='#{field}']")
    return words(page(response).select_one(f"#{field}-error"))


def test_what_is_typed_is_seen_and_its_consequence_read_before_anything_is_stored(
    client, studio, stored
):
    a_photo(a_job(studio))
    plain = sample_on(client, client.get(PAGE))
    typed = {"kind": "text", "text": " Studio  Nord ", "place": "corner", "strength": "80"}

    shown = client.submit(PAGE, FORM, button="Show preview", **typed)

    assert "the previews of one photo are made anew" in words(shown)
    assert differ(sample_on(client, shown), plain)
    assert page(shown).select_one("#text")["value"] == "Studio Nord"
    assert stored(studio).watermark_kind == "none"


def test_saved_it_is_drawn_on_all_previews_from_then_on(client, studio, stored):
    photo = a_photo(a_job(studio))

    client.submit(PAGE, FORM, kind="text", text="Studio Nord", place="centre", strength="55")

    now = stored(studio)
    assert (now.watermark_kind, now.watermark_text) == ("text", "Studio Nord")
    assert (now.watermark_place, now.watermark_strength) == ("centre", 55)
    assert stored(photo).queue == Turn.NEW_LOOK
    assert "The previews of one photo are still to be made anew." in words(client.get(PAGE))


@pytest.mark.one_database("nothing comes to the database")
@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"kind": "text", "text": ""}, "text", "Write the text"),
        ({"kind": "text", "text": "x" * 61}, "text", "Shorten this to 60 characters"),
        ({"kind": "text", "text": "山田"}, "text", "cannot be drawn"),
        ({"kind": "logo"}, "kind", "Upload your logo first."),
        ({"strength": "9"}, "strength", "from 10 to 100"),
        ({"strength": "much"}, "strength", "from 10 to 100"),
    ],
)
def test_what_cannot_be_drawn_is_refused_at_its_field(client, studio, stored, typed, field, said):
    whole = {"kind": "text", "text": "Studio Nord", "place": "corner", "strength": "40"} | typed

    refused = client.submit(PAGE, FORM, **whole)

    assert said in (
        error_at(refused, field) if field != "kind" else words(page(refused).select_one("#kind"))
    )
    assert page(refused).select_one("#text")["value"] == whole["text"]
    assert stored(studio).watermark_kind == "none"


def test_while_typing_the_part_says_what_is_missing_and_shows_the_plain_picture(client, studio):
    typed = {"kind": "text", "text": "", "place": "corner", "strength": "40"}
    part = client.submit(PAGE, FORM, button="Show preview", **typed, headers={"HX-Request": "true"})

    assert part.status_code == 200
    assert "Write the text" in words(part)
    assert page(part).select_one("form") is None


def test_a_logo_is_kept_seen_and_drawn(client, studio, stored):
    plain = sample_on(client, client.get(PAGE))
    send_logo(client, a_logo())
    assert "A logo is stored." in words(client.get(PAGE))

    chosen = {"kind": "logo", "place": "centre", "strength": "100"}
    shown = client.submit(PAGE, FORM, button="Show preview", **chosen)
    assert differ(sample_on(client, shown), plain)

    client.submit(PAGE, FORM, **chosen)
    first = stored(studio).watermark_look
    send_logo(client, a_logo("blue"))
    assert stored(studio).watermark_look not in (first, "")


def test_what_is_no_logo_is_refused_and_the_old_one_stays(client, studio):
    send_logo(client, a_logo())
    before = current_store().sha256(logo_key(studio.id))

    assert "no PNG of at most 2 MB" in error_at(send_logo(client, a_jpeg()), "logo")
    assert "Choose a file first." in error_at(client.submit(PAGE, LOGO), "logo")

    assert current_store().sha256(logo_key(studio.id)) == before


@pytest.mark.one_database("nothing comes to the database")
@pytest.mark.parametrize("query", ["", "?kind=text&text=&place=corner&strength=40", "?kind=logo"])
def test_there_is_no_picture_of_what_cannot_be_drawn(client, studio, query):
    assert client.get(f"{PAGE}/picture{query}").status_code == 404


def test_a_browser_that_has_the_old_preview_is_given_the_new_one(client, studio):
    photo = a_photo(a_job(studio))
    current_store().put(preview_key(photo.id, Size.SMALL), io.BytesIO(b"a preview"))
    address = f"/studio/jobs/{photo.job_id}/photos/{photo.id}/small"
    had = {"If-None-Match": client.get(address).headers["ETag"]}
    assert client.get(address, headers=had).status_code == 304

    with transaction() as session:
        session.get_one(Photo, photo.id).look = "another look"

    assert client.get(address, headers=had).status_code == 200


def test_after_a_logo_has_come_it_is_chosen_and_seen_before_it_is_saved(client, studio, stored):
    plain = sample_on(client, client.get(PAGE))

    shown = client.submit(PAGE, LOGO, logo=(io.BytesIO(a_logo()), "logo.png"), follow=True)

    assert page(shown).select_one("[name=kind][checked]")["value"] == "logo"
    assert "Save the watermark to have it drawn." in words(shown)
    assert differ(sample_on(client, shown), plain)
    assert stored(studio).watermark_kind == "none"
