"""The form of a message in a real browser: placeholders by click, and frames that show it."""

import pytest

from tests.support.builders import a_profile


@pytest.fixture
def address(studio):
    profile = a_profile(studio, "Of my own")
    return f"/studio/communication-profiles/{profile.id}/notifications/new"


def test_a_message_is_written_with_a_mouse_and_seen_before_it_is_saved(signed_in, address, axe):
    page = signed_in()
    page.goto(address)
    message, subject = page.get_by_label("Message"), page.get_by_label("Subject")
    message.fill("Dear , until")
    message.evaluate("field => field.setSelectionRange(5, 5)")
    page.get_by_role("button", name="Insert [[Customer.firstname]]").click()
    assert message.input_value() == "Dear [[Customer.firstname]], until"
    page.keyboard.type("!")
    assert message.input_value() == "Dear [[Customer.firstname]]!, until"
    subject.click()
    page.get_by_role("button", name="Insert [[Job.name]]").click()
    assert subject.input_value() == "[[Job.name]]"

    page.get_by_label("Job archived").check()
    assert not page.locator("#offset").is_visible()
    page.get_by_label("Basket left behind").check()
    assert page.get_by_text("1, 3 or 24 hours after the last change").is_visible()
    assert not page.locator("#time").is_visible()
    page.get_by_label("Days before archiving").check()
    assert not page.get_by_label("At once").is_visible()

    page.get_by_role("button", name="Show preview").click()
    page.get_by_text("On a phone, 375 pixels wide").wait_for()
    assert message.input_value() == "Dear [[Customer.firstname]]!, until"
    assert page.get_by_text("Dear Anna!, until").is_visible()
    axe(page)
    page.set_viewport_size({"width": 375, "height": 800})
    axe(page)

    page.get_by_label("SMS").check()
    assert not subject.is_visible()
    page.get_by_role("button", name="Show preview").click()
    page.get_by_text("GSM alphabet").first.wait_for()


def test_without_scripts_the_same_form_shows_the_same_preview(signed_in, address):
    page = signed_in(scripts=False)
    page.goto(address)
    assert page.get_by_text("Copy one into the text.").is_visible()
    page.get_by_label("Subject").fill("Soon")
    page.get_by_label("Message").fill("Kept as it was typed")
    page.get_by_role("button", name="Show preview").click()
    page.get_by_text("On a desktop, 600 pixels wide").wait_for()
    assert page.get_by_label("Message").input_value() == "Kept as it was typed"
