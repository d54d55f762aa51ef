"""Three cases that support answers from the console alone, as people play them (H1, H2, H3)."""

import re
from datetime import UTC, date, datetime, timedelta

from playwright.sync_api import expect

from tests.support.builders import (
    NOW,
    a_code,
    a_customer,
    a_job,
    a_person,
    a_photo,
    a_profile,
    a_registration,
)
from tests.support.letters import outgoing
from tests.support.mail_server import RCPT
from tests.support.requests import a_request
from tests.support.saving import JONAS, press_twice
from webapp.domain.archiving import Delay
from webapp.domain.status import Status
from webapp.models.base import db
from webapp.models.studio import Member
from webapp.use_cases.archive_jobs import archive_due_jobs
from webapp.use_cases.change_codes import replace_code
from webapp.use_cases.prepare_answers import Prepared, prepare_answer

OLD_CODE = "K7MW9Q3X4T2P"
ANNA = "anna.berger@posteo.example"
REPLACED = "Hello,\n\nyour code was replaced on …: the old card opens nothing any more."
REFUSAL = "550 5.1.1 no such mailbox"
BOTH = "Samira Haddad (support) for Studio Nord"


def test_a_parent_who_sees_nothing(page_of, console, post_of, studio, axe):
    post = post_of()
    job = a_job(studio, status="selling", access_type="person", public_name="Oak Lane Primary")
    mia = a_person(job, "Mia Berger")
    a_photo(job, persons=[mia])
    old = a_code(job, OLD_CODE, person=mia)
    a_registration(job, a_customer(studio, ANNA), access_code_id=old.id)
    replace_code(job.id, old.id, by=JONAS, now=NOW - timedelta(days=2))
    prepare_answer(None, Prepared("A code was replaced", "en", REPLACED), by="Tom", now=NOW)

    anna = page_of("/shop/nord", width=375)
    anna.get_by_label("Access code").fill(OLD_CODE)
    anna.get_by_role("button", name="Show the pictures").click()
    anna.get_by_role("link", name="Submit a request").click()
    anna.get_by_label("Name").fill("Anna Berger")
    anna.get_by_label("E-mail").fill(ANNA)
    ask(anna, "I see no pictures", "The card of Mia says K7MW-9Q3X-4T2P.")
    (confirmed,) = post.work()

    page = console(width=375, dark=True)
    go(page, "Requests 1")
    sees(page, "Anna Berger")
    axe(page)
    page.get_by_role("link", name="I see no pictures").click()
    sees(page, "The card of Mia says K7MW-9Q3X-4T2P.")
    axe(page)
    page.get_by_role("button", name="Take it on").click()
    page.get_by_role("paragraph").get_by_text("Samira Haddad", exact=True).last.wait_for()
    search(page, "K7MW-9Q3X-4T2P")
    sees(page, "An old code of Mia Berger.", "Revoked on Sat 21 Nov, 10:00", "1 customer")
    assert OLD_CODE not in page.url
    axe(page)
    page.get_by_role("link", name="Which photos, and why?").click()
    sees(page, "Whoever has an old code of ‘Mia Berger’ sees no pictures at the moment.",
         "The code of ‘Mia Berger’ was replaced on Saturday, 21 November 2026, 10:00;"
         " they still hold the old one.", "What would change it: Give them the new code.",
         "revoked on Saturday, 21 November 2026, 10:00 by Jonas Weber")  # fmt: skip
    axe(page)

    go(page, "Requests")
    page.get_by_role("link", name="I see no pictures").click()
    page.get_by_role("button", name="Insert").click()
    expect(page.get_by_label("Your answer")).to_have_value(REPLACED, timeout=30_000)
    answer(page, REPLACED.replace("…", "Saturday"))
    mail = post.work()[-1]
    assert (mail["In-Reply-To"], mail["Subject"]) == (
        confirmed["Message-ID"], f"Re: {confirmed['Subject']}",
    )  # fmt: skip
    anna.goto(link_in(mail))
    sees(anna, "Samira Haddad, support", "your code was replaced on Saturday", "Done")


def test_a_job_archived_again_after_it_was_put_on_sale(signed_in, console, studio, stored, axe):
    job = sold_twice(studio)
    jonas = signed_in()
    jonas.goto(f"/studio/jobs/{job.id}/selling")
    jonas.get_by_role("link", name="Help: Putting a job on sale again").click()
    jonas.get_by_role("dialog").get_by_role("link", name="Submit a request").click()
    ask(jonas, "It has left the shop again", "Why? Put it on sale until 30 November, please.")

    page = console()
    search(page, "lane prim")
    page.get_by_role("link", name="Oak Lane Primary").click()
    page.get_by_role("link", name="Status and archiving").click()
    page.locator("#timeline").get_by_text("1–3 of 3").wait_for()
    assert told_in(page) == [
        "00:00 Selling → Archived Shelflife, by itself",
        "10:00 Archived → Selling Jonas Weber"
        " · Archiving date: Sunday, 8 November 2026 → Tuesday, 17 November 2026"
        " · Archiving delay: On the archiving date → 2 days after the archiving date",
        "00:00 Selling → Archived Shelflife, by itself",
    ]
    axe(page)
    page.get_by_role("link", name="Why is this job archived?").click()
    sees(page, "The job is archived again, since the end of Thursday, 19 November 2026",
         "Shelflife archived it by itself: the last day was Thursday, 19 November 2026",
         "What would change it: Put the job on sale again with a later date, or without one.",
         "Before that, Jonas Weber had put it on sale again on Friday, 13 November 2026, 10:00.",
         "2 days after the archiving date")  # fmt: skip
    axe(page)

    act_on_behalf(page, axe)
    put_on_sale_again(page, axe)
    assert (stored(job).status, stored(job).archiving_date) == ("selling", date(2026, 11, 30))
    page.get_by_role("button", name="Stop").click()
    sees(page, "You do not act for Studio Nord any more.")
    go(page, "Requests")
    page.get_by_role("link", name="It has left the shop again").click()
    answer(page, "It is on sale until 30 November.")

    jonas.goto("/studio/requests")
    jonas.get_by_role("link", name="It has left the shop again").click()
    sees(jonas, "It is on sale until 30 November.")
    jonas.goto("/studio/settings/support")
    sees(jonas, "Samira Haddad", "Request 1001: on sale until 30 November", "by support")
    jonas.goto(f"/studio/jobs/{job.id}/history")
    first = jonas.locator("tbody tr").first.inner_text()
    assert BOTH in first
    assert "Archived → Selling" in first


def test_a_mail_that_did_not_come(console, post_of, studio, clock, axe):
    post = post_of(**{RCPT: ["", REFUSAL]})
    profile = a_profile(studio, "Two", (("available", 0), ("before-archiving", 3)))
    job = a_job(studio, archive_on=date(2026, 11, 26), public_name="Oak Lane Primary",
                communication_profile_id=profile.id)  # fmt: skip
    a_registration(job, a_customer(studio, ANNA), created_at=NOW - timedelta(days=8))
    clock.set(NOW - timedelta(days=1))
    press_twice(job.id, now=clock.now(), status=Status.SELLING)
    post.work()
    clock.set(NOW)
    post.work()
    (lost,) = outgoing(state="failed")
    jonas = db.session.scalar(db.select(Member).filter_by(studio_id=studio.id))
    a_request(studio, jonas, "Anna Berger got no reminder", f"I miss {lost.mail_id}")
    confirmed = post.work()[-1]

    page = console(width=375)
    search(page, f"<{lost.mail_id}>")
    page.get_by_role("link", name="3 days before archiving").click()
    sees(page, f"Not sent. The server refused the address: {REFUSAL}", "Photos available", "Sent")
    axe(page)
    page.get_by_role("link", name="Why? 3 days before archiving").click()
    sees(page, "Anna Berger did not get it: sending it was given up on Monday, 23 November 2026",
         f"It was given up on Monday, 23 November 2026, 10:00 after 1 attempt. The last answer"
         f" was: {REFUSAL}", "What would change it: A good address")  # fmt: skip
    axe(page)
    page.get_by_role("link", name="Why: Photos available · E-mail").click()
    sees(page, "Anna Berger got it on Sunday, 22 November 2026, 10:00.", "1 attempt · 250 taken",
         "The profile ‘Two’ tells this to all customers.")  # fmt: skip

    search(page, "1001")
    page.get_by_role("link", name="Anna Berger got no reminder").click()
    page.get_by_label("Note for colleagues").fill("Their server does not know the mailbox.")
    page.get_by_role("button", name="Save the note").click()
    sees(page, "Note of Samira Haddad, not sent", "Their server does not know the mailbox.")
    axe(page)
    answer(page, f"Her mail server said: {REFUSAL}")
    mail = post.work()[-1]
    assert (mail["To"], mail["In-Reply-To"]) == (confirmed["To"], confirmed["Message-ID"])
    assert REFUSAL in mail.get_body(("plain",)).get_content()
    assert "does not know the mailbox" not in mail.as_string()


def go(page, name):
    """To a page of the console by its navigation, which is a menu on phones."""
    menu = page.get_by_label("Menu")
    if menu.is_visible():
        menu.click()
    page.get_by_role("navigation", name="Console").get_by_role("link", name=name).click()


def search(page, typed):
    go(page, "Search")
    page.get_by_label("What are you looking for?").fill(typed)
    page.get_by_role("button", name="Search").click()


def sold_twice(studio):
    """A job that was archived at its stop, put on sale again by Jonas, and archived again."""
    job = a_job(studio, status="selling", archive_on=date(2026, 11, 8),
                public_name="Oak Lane Primary", created_at=NOW - timedelta(days=50))  # fmt: skip
    archive_due_jobs(now=datetime(2026, 11, 8, 23, 0, 4, tzinfo=UTC))
    press_twice(job.id, now=NOW - timedelta(days=10), status=Status.SELLING,
                archiving_date=date(2026, 11, 17), archiving_delay=Delay.TWO_DAYS)  # fmt: skip
    archive_due_jobs(now=datetime(2026, 11, 19, 23, 0, 7, tzinfo=UTC))
    return job


def act_on_behalf(page, axe):
    """From the page that explains something about the job: in the studio, and raised."""
    page.get_by_role("link", name="Oak Lane Primary").click()
    page.get_by_role("link", name="Act on behalf").click()
    page.get_by_label("Reason").fill("Request 1001: on sale until 30 November")
    axe(page)
    page.get_by_role("button", name="Act for Studio Nord").click()
    page.get_by_role("link", name="Allow changes").click()
    window = page.get_by_role("dialog")
    window.get_by_text("Each change is recorded as Samira Haddad for Studio Nord.").wait_for()
    axe(page)
    window.get_by_role("button", name="Allow changes").click()
    window.wait_for(state="hidden")


def put_on_sale_again(page, axe):
    """In the studio, with a new date."""
    page.get_by_label("Job", exact=True).get_by_role("link", name="Selling").click()
    page.get_by_role("link", name="Start selling").click()
    window = page.get_by_role("dialog")
    window.get_by_label("A new date").check()
    window.get_by_label("Archiving date").fill("2026-11-30")
    window.get_by_text("Leaves the shop at the end of Wednesday, 2 December 2026").wait_for()
    axe(page)
    window.get_by_role("button", name="Save settings").click()
    sees(page, "Settings saved.")


def ask(page, subject, words):
    page.get_by_label("Subject").fill(subject)
    page.get_by_label("Your message").fill(words)
    page.get_by_role("button", name="Submit the request").click()
    sees(page, subject, words)


def answer(page, words):
    """Answer, and have done with it."""
    page.get_by_label("Your answer").fill(words)
    page.get_by_label("The request is done with this").check()
    page.get_by_role("button", name="Send the answer").click()
    sees(page, "The answer is on its way.")


def sees(page, *sentences):
    for sentence in sentences:
        page.locator("main").get_by_text(sentence).first.wait_for()


def told_in(page):
    """The lines of a job's timeline, the newest first."""
    return [" ".join(line.split()) for line in page.locator("#timeline li").all_inner_texts()]


def link_in(mail):
    return re.search(r"https?://\S+/requests/\S+", mail.get_body(("plain",)).get_content())[0]
