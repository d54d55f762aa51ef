"""The watermark is seen while it is typed, and the pictures follow once it is saved."""

import io

from tests.photos.pictures import a_jpeg
from tests.support.builders import a_job, a_photo
from webapp import clock
from webapp.photos.keys import original_key
from webapp.photos.serving import current_store
from webapp.use_cases.derive_photos import run_once


def test_what_is_typed_is_seen_at_once_and_drawn_after_the_save(signed_in, studio, stored, axe):
    photo = a_photo(a_job(studio))
    current_store().put(original_key(photo.id), io.BytesIO(a_jpeg()))
    page = signed_in(width=375)
    page.goto("/studio/settings/watermark")
    assert not page.get_by_label("Text", exact=True).is_visible()
    plain = page.locator(".wm-sample").get_attribute("src")

    page.get_by_label("A text").check()
    page.get_by_text("Write the text, for example").wait_for()
    axe(page)
    page.get_by_label("Text", exact=True).fill("Studio Nord")
    page.get_by_text("the previews of one photo are made anew").wait_for()
    assert page.locator(".wm-sample").get_attribute("src") != plain
    assert stored(studio).watermark_kind == "none"

    page.get_by_role("button", name="Save watermark").click()
    page.get_by_text("The previews of one photo are still to be made anew.").wait_for()
    axe(page)
    assert run_once(current_store(), workers=1, machine_now=clock.machine_now) == 1
    assert stored(photo).look == stored(studio).watermark_look != ""
    page.reload()
    page.get_by_text("This is how it is stored.").wait_for()
    assert page.get_by_text("are still to be made anew").count() == 0
