"""A real browser walks through pages full of markers: nothing runs, nothing is refused.

`page_of` fails on script errors and on whatever the Content Security Policy refuses; a marker that
ran would be one or the other.
"""

from tests.support.full_world import a_full_world
from tests.support.marked import mark_everything
from tests.support.signing_in import PASSWORD, password_hash
from webapp.models.base import transaction
from webapp.models.studio import Member

PAGES = (
    "/studio/jobs",
    "/studio/jobs/{job_id}",
    "/studio/jobs/{job_id}/settings",
    "/studio/jobs/{job_id}/people",
    "/studio/jobs/{job_id}/history",
    "/studio/orders/{order_id}",
    "/studio/communication-profiles/{profile_id}/notifications/{notification_id}",
    "/studio/messages",
    "/shop/nord/orders/{token}",
)
RAN = "() => [...document.querySelectorAll('*')].some((tag) => /^q\\d{4}z/i.test(tag.localName))"


def test_in_a_browser_words_are_words(app, page_of):
    world = a_full_world("nord")
    mark_everything(but=("email",))
    with transaction() as session:
        member = session.get_one(Member, world.member.id)
        member.password_hash, email = password_hash(), member.email
    page = page_of("/sign-in")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/studio/jobs")
    for path in PAGES:
        page.goto(page.url.partition("/studio")[0].partition("/shop")[0] + path.format(**world.ids))
        assert "q0" in page.locator("main").inner_text(), path
        for field in page.locator("main input:visible").all()[:3]:
            field.focus()
        assert page.evaluate(RAN) is False, path
