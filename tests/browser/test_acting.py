"""On behalf, reading only: what support typed stays in the page until changes are allowed (H2)."""

import pytest

from tests.support.acting import REASON
from tests.support.builders import a_job

pytestmark = pytest.mark.one_database("what the browser keeps is the same on both")


@pytest.mark.parametrize("width", [1280, 375])
def test_what_was_typed_is_sent_again_from_the_same_page(
    console, page_of, studio, stored, axe, width
):
    job = a_job(studio, internal_name="Before")
    page = console(width=width)
    page.goto(f"/console/studios/{studio.id}/acting?page=/studio/jobs/{job.id}/settings")
    page.get_by_label("Reason").fill(REASON)
    page.get_by_role("button", name="Act for Studio Nord").click()
    field = page.get_by_label("Internal name")
    field.fill("After")
    save = page.get_by_role("button", name="Save settings").last
    save.click()

    page.get_by_role("alert").get_by_text("You may only read at the moment").wait_for()
    page_of.complaints.clear()  # the browser's own, about the status 403
    axe(page)
    assert (field.input_value(), stored(job).internal_name) == ("After", "Before")
    page.get_by_role("alert").get_by_role("link", name="Allow changes").click()
    axe(page)
    page.get_by_role("dialog").get_by_role("button", name="Allow changes").click()
    page.locator("aside.acting").get_by_text("changes allowed").wait_for()
    assert field.input_value() == "After"
    save.click()
    page.get_by_text("Settings saved.").wait_for()
    assert stored(job).internal_name == "After"
