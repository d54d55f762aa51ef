"""When an answer is an error, or none comes: the page says so, and stays as it was."""

import pytest

from tests.support.builders import a_job

UNANSWERED = "This did not work: no answer came."
REFUSED = "This did not work: the answer was an error."


def search(page, text):
    page.get_by_role("searchbox").fill(text)
    page.keyboard.press("Enter")


@pytest.fixture
def jobs(signed_in, studio, page_of):
    """The overview of a studio with one job, in a browser that may complain to its console."""
    a_job(studio, public_name="Oak Lane Primary")
    yield signed_in()
    page_of.complaints.clear()


def test_a_lost_connection_is_said_until_an_answer_comes(jobs, axe):
    jobs.route("**/studio/jobs?*", lambda route: route.abort())
    search(jobs, "oak")
    said = jobs.get_by_role("alert")
    said.get_by_text(UNANSWERED).wait_for()
    axe(jobs)
    assert jobs.get_by_role("link", name="Oak Lane Primary").is_visible()

    jobs.unroute("**/studio/jobs?*")
    search(jobs, "oak l")
    said.wait_for(state="detached")


def test_an_answer_that_is_an_error_is_said_once(jobs):
    jobs.route("**/studio/jobs?*", lambda route: route.fulfill(status=502, body="Bad gateway"))
    for text in ("oak", "oak l"):
        with jobs.expect_response("**/studio/jobs?*"):
            search(jobs, text)
        jobs.get_by_role("alert").get_by_text(REFUSED).wait_for()
    assert jobs.get_by_role("alert").count() == 1


def test_over_an_open_window_the_note_stands_inside_it(jobs):
    jobs.get_by_role("link", name="Oak Lane Primary").click()
    jobs.evaluate(
        """() => {
          const dialog = document.createElement("dialog");
          dialog.id = "open";
          dialog.innerHTML = "<button hx-get='/gone'>Ask</button>";
          document.body.append(dialog);
          window.htmx.process(dialog);
          dialog.showModal();
        }"""
    )
    jobs.route("**/gone", lambda route: route.abort())
    jobs.get_by_role("button", name="Ask").click()
    jobs.locator("#open [role=alert]").get_by_text(UNANSWERED).wait_for()
