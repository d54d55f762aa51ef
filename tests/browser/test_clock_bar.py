"""The clock bar on a phone: two lines, and never over what somebody wants to press."""

import pytest

from tests.support.builders import a_studio

BAR = "aside.clock"


@pytest.fixture
def demo(app, config):
    """A demo's data folder, with a studio whose shop can be opened."""
    config.demo_marker.touch()
    return a_studio(slug="nord")


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("width", [320, 375])
def test_on_a_phone_the_bar_takes_two_lines(page_of, demo, width, language):
    page = page_of("/shop/nord", width=width, language=language)
    bar = page.locator(BAR)
    lines = {round(each.bounding_box()["y"]) for each in bar.locator("a, button").all()}
    assert len(lines) == 2
    assert bar.bounding_box()["height"] <= 90
    time, link = bar.locator("p").bounding_box(), bar.locator("a").bounding_box()
    assert time["y"] == pytest.approx(link["y"], abs=1)
    last = bar.locator("button").last.bounding_box()
    assert link["x"] + link["width"] == pytest.approx(last["x"] + last["width"], abs=1)
    assert bar.locator("button").first.bounding_box()["x"] == pytest.approx(time["x"], abs=1)


def test_with_room_the_bar_says_the_whole_day(page_of, demo):
    page = page_of("/shop/nord")
    assert page.locator(BAR).get_by_text("It is Monday, 23 November 2026, 10:00").is_visible()
