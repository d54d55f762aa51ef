"""The form of a message: what is stored, what is refused at its field, how it is deleted."""

import pytest

from tests.support.builders import NOW, a_job, a_profile, a_studio
from tests.support.pages import page, words
from tests.support.records import is_stale
from webapp.models.base import db, transaction
from webapp.models.message import Notification
from webapp.use_cases.standard_profile import add_standard_profile

LIST = "/studio/communication-profiles"


@pytest.fixture
def profile(studio):
    return a_profile(studio, "Schools", triggers=(("available", 0), ("before-archiving", 7)))


def address(profile, *rest):
    return "/".join((LIST, profile.id, "notifications", *rest))


def stored_of(profile):
    db.session.rollback()
    found = db.session.query(Notification).filter_by(profile_id=profile.id)
    return found.order_by(Notification.position).all()


def add(client, profile, **fields):
    typed = {"subject": "Order until [[Job.date_archiving]]", "message": "Hello"} | fields
    return client.submit(address(profile, "new"), "#notification", tampered=True, **typed)


def test_a_message_is_added_and_its_jobs_are_planned_anew(client, studio, profile, stored):
    job = a_job(studio, communication_profile_id=profile.id)
    answer = add(
        client,
        profile,
        trigger="after-archiving",
        offset="30",
        time="evening",
        group="potential",
        condition="with-photos",
        message="One\n\nTwo",
    )
    assert (answer.status_code, answer.location) == (303, f"{LIST}/{profile.id}")
    added = stored_of(profile)[-1]
    assert (added.trigger, added.offset_days, added.offset_hours) == ("after-archiving", 30, 0)
    assert (added.time_window, added.target_group) == ("evening", "potential")
    assert (added.condition, added.channel) == ("with-photos", "email")
    assert added.subject == "Order until [[Job.date_archiving]]"
    assert added.message == "One\n\nTwo"
    assert is_stale(job)
    shown = words(client.get(answer.location))
    assert "Message saved." in shown
    assert "30 days after archiving 18:00 Potential buyers, with photos available" in shown


def test_the_lines_of_a_browser_are_stored_as_plain_lines(client, profile):
    add(client, profile, message="One\r\nTwo\r\n")
    assert stored_of(profile)[-1].message == "One\nTwo\n"


def test_a_new_message_begins_as_most_do(client, profile):
    form = page(client.get(address(profile, "new")))
    assert form.select_one("[name=trigger][checked]")["value"] == "before-archiving"
    assert form.select_one("[name=time][checked]")["value"] == "morning"
    assert "[[Customer.loginurl]]" in form.select_one("#message").text
    listed = words(form.select_one("[data-placeholders]"))
    assert "[[Customer.firstname]] the customer’s first name" in listed


def test_a_basket_is_counted_in_hours_and_an_archived_job_in_nothing(client, profile):
    add(client, profile, trigger="abandoned", offset="3", time="evening")
    basket = stored_of(profile)[-1]
    assert (basket.offset_days, basket.offset_hours, basket.time_window) == (0, 3, "at-once")
    # The number is hidden where there is none to choose; what was left in it does not matter.
    add(client, profile, trigger="archived", offset="400", time="at-once")
    archived = stored_of(profile)[-1]
    assert (archived.offset_days, archived.offset_hours) == (0, 0)


def test_a_message_is_changed_in_its_place(client, profile):
    row = stored_of(profile)[1]
    with transaction() as session:
        session.merge(row).time_window = "morning"
    answer = client.submit(address(profile, row.id), "#notification", offset="5", subject="Soon")
    assert answer.status_code == 303
    changed = stored_of(profile)[1]
    assert (changed.id, changed.offset_days, changed.subject) == (row.id, 5, "Soon")
    assert changed.since.year == 2026
    assert len(stored_of(profile)) == 2


WRONG = [
    ({"offset": "400"}, "offset", "Choose another number. Allowed: 0 to 60 days"),
    ({"offset": "-1"}, "offset", "Choose another number."),
    ({"offset": ""}, "offset", "Write a whole number."),
    ({"offset": "1.5"}, "offset", "Write a whole number."),
    ({"offset": "9" * 400}, "offset", "Choose another number."),
    ({"trigger": "abandoned", "offset": "2"}, "offset", "1, 3 or 24 hours"),
    ({"trigger": "after-archiving", "offset": "0"}, "offset", "1 to 90 days."),
    ({"time": "at-once"}, "time", "Choose the time of that day: 09:00 or 18:00."),
    ({"subject": ""}, "subject", "Write a subject."),
    ({"subject": "x" * 201}, "subject", "Shorten this to 200 characters; it has 201."),
    ({"subject": "[[Job.nam]]"}, "subject", "[[Job.nam]] is no placeholder."),
    ({"subject": "{{7*7}}"}, "subject", "Signs like {{ }} or ${ } would be sent as they stand."),
    ({"message": ""}, "message", "Write a message."),
    ({"message": "x" * 100_000}, "message", "Shorten this to 20,000 characters; it has 100,000."),
    ({"message": "[[Kunde]] [[Tag]]"}, "message", "[[Kunde]], [[Tag]] are no placeholders."),
    ({"message": "${7*7}"}, "message", "Signs like {{ }} or ${ }"),
    ({"message": "one\ntw\x00o"}, "message", "Line 2 has a control character"),
    ({"channel": "sms", "message": "x" * 613}, "message", "at most 4 segments, and this one has 5"),
    *(
        ({"subject": f"Hi{mark}Bcc: all@example.org"}, "subject", "A subject is a single line.")
        for mark in ("\r\n", "\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029", "\0")
    ),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "field", "sentence"), WRONG)
def test_what_is_wrong_is_named_at_its_field_and_nothing_is_stored(
    client, profile, fields, field, sentence
):
    answer = add(client, profile, **fields)
    assert answer.status_code == 422
    document = page(answer)
    assert sentence in words(document.select_one(f"#{field}-error"))
    assert document.select_one(f"[data-summary] a[href='#{field}']")
    assert len(stored_of(profile)) == 2


def test_everything_typed_is_kept(client, profile):
    answer = add(
        client,
        profile,
        offset="400",
        time="evening",
        group="buyers",
        condition="without-photos",
        subject="Only a subject",
        message="Only\na message",
    )
    document = page(answer)
    assert document.select_one("#offset")["value"] == "400"
    assert document.select_one("#subject")["value"] == "Only a subject"
    assert document.select_one("#message").text.strip() == "Only\na message"
    assert document.select_one("[name=time][checked]")["value"] == "evening"
    assert document.select_one("#group [selected]")["value"] == "buyers"
    assert document.select_one("#condition [selected]")["value"] == "without-photos"


@pytest.mark.parametrize("field", ["trigger", "time", "group", "condition", "channel"])
def test_a_choice_that_is_not_offered_is_refused(client, profile, field):
    answer = add(client, profile, **{field: "whatever"})
    assert answer.status_code == 422
    assert page(answer).select_one(f"#{field}-error")
    assert len(stored_of(profile)) == 2


def test_what_looks_like_a_page_is_shown_as_text(client, profile):
    add(client, profile, subject="<script>alert(1)</script>", message="<img src=x onerror=y>")
    row = stored_of(profile)[-1]
    assert row.subject == "<script>alert(1)</script>"
    for path in (f"{LIST}/{profile.id}", address(profile, row.id)):
        assert "<script>alert" not in client.get(path).text


def test_a_message_is_deleted_after_a_question(client, profile):
    row = stored_of(profile)[0]
    asked = client.get(address(profile, row.id, "deletion"))
    assert "What is planned and not sent yet is called off" in words(asked)
    answer = client.submit(asked, button="Delete message", follow=True)
    assert "The message is deleted." in words(answer)
    assert [each.trigger for each in stored_of(profile)] == ["before-archiving"]


def test_what_was_deleted_meanwhile_is_unknown(client, profile):
    row = stored_of(profile)[0]
    path = address(profile, row.id)
    form, asked = client.get(path), client.get(f"{path}/deletion")
    with transaction() as session:
        session.delete(session.get_one(Notification, row.id))
    assert client.submit(form, "#notification").status_code == 404
    assert client.submit(asked, button="Delete message").status_code == 404
    assert client.get(path).status_code == 404
    assert len(stored_of(profile)) == 1


def test_other_studios_messages_are_unknown(client, studio, profile):
    theirs = a_profile(a_studio(), "Theirs")
    row = stored_of(theirs)[0]
    token = client.token(f"{LIST}/{profile.id}")
    for path in (
        address(theirs, "new"),
        address(theirs, row.id),
        address(theirs, row.id, "deletion"),
        # Through a profile of one's own neither.
        address(profile, row.id),
        address(profile, row.id, "deletion"),
    ):
        assert client.get(path).status_code == 404
        answer = client.post(path, data={"subject": "Mine", "csrf_token": token})
        assert answer.status_code == 404
    for path in (address(theirs, "preview"), address(theirs, "test"),
                 f"{address(profile, 'preview')}?notification={row.id}"):  # fmt: skip
        assert client.post(path, data={"csrf_token": token}).status_code == 404
    assert stored_of(theirs)[0].subject == "S"


def test_a_standard_message_can_be_read_and_duplicated_not_changed(client, studio):
    with transaction() as session:
        profile = add_standard_profile(session, studio.id, now=NOW)
    row = stored_of(profile)[1]
    shown = client.get(address(profile, row.id))
    assert "it is read-only" in words(shown)
    document = page(shown)
    assert document.select("main textarea, main button.primary") == []
    answer = client.submit(shown, "#notification", button="Duplicate")
    assert answer.status_code == 303
    assert client.submit(shown, "#notification", button="Show preview").status_code == 200


def test_the_form_speaks_german(client, profile):
    client.get("/language?to=de")
    shown = words(client.get(address(profile, "new")))
    for said in ("Was sie auslöst", "Zielgruppe", "Platzhalter", "der Vorname des Kunden"):
        assert said in shown
    answer = add(client, profile, offset="400")
    assert "Erlaubt: 0 bis 60 Tage; 0 ist der letzte Tag." in words(answer)
