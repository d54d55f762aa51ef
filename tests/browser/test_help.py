"""Help over a page: it opens beside unsaved work, leads from note to note, and gives it back."""

from tests.support.builders import a_job


def test_reading_help_keeps_what_is_not_saved_yet(signed_in, studio, axe):
    job = a_job(studio, status="selling")
    page = signed_in(width=375)
    page.goto(f"/studio/jobs/{job.id}/settings")
    page.get_by_label("Archiving", exact=True).check()
    page.get_by_role("link", name="Help: Archiving by date").click()

    page.get_by_role("dialog", name="Archiving by date").wait_for()
    axe(page)
    page.get_by_role("dialog").get_by_role("link", name="archiving by hand").click()
    page.get_by_role("dialog", name="Archiving by hand, and pausing").wait_for()
    page.keyboard.press("Escape")

    page.get_by_role("dialog").wait_for(state="hidden")
    # The browser tells of the closing afterwards, and only then the focus returns.
    page.wait_for_function(
        "document.activeElement.textContent.trim() === 'Help: Archiving by date'"
    )
    assert page.get_by_label("Archiving", exact=True).is_checked()
    assert page.get_by_role("region", name="Unsaved changes").is_visible()


def test_a_search_answers_while_it_is_typed(signed_in, axe):
    page = signed_in()
    page.goto("/studio/help")
    axe(page)
    page.get_by_label("Search the help notes").press_sequentially("RESTORED")
    page.get_by_role("link", name="Deleting albums and photos, and the trash").wait_for()
    page.get_by_text("2 notes found for ‘RESTORED’, the best first.").wait_for()
    assert page.url.endswith("/studio/help?q=RESTORED")
    axe(page)
