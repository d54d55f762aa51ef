"""The pages of communication profiles: the list, one profile, its copy, its name, its end (C4)."""

from datetime import timedelta

import pytest

from tests.support.builders import NOW, a_job, a_profile, a_studio
from tests.support.pages import page, words
from webapp.models.base import db, transaction
from webapp.models.message import CommunicationProfile, Notification
from webapp.use_cases.standard_profile import add_standard_profile

LIST = "/studio/communication-profiles"
REMINDERS = (("available", 0), ("before-archiving", 7), ("before-archiving", 3), ("archived", 0))


@pytest.fixture
def profile(studio):
    return a_profile(studio, "Schools", triggers=REMINDERS)


@pytest.fixture
def standard(studio):
    with transaction() as session:
        return add_standard_profile(session, studio.id, now=NOW)


def address(profile, *rest):
    return "/".join((LIST, profile.id, *rest))


def profiles_of(studio):
    db.session.rollback()
    return {each.name: each for each in db.session.query(CommunicationProfile).filter_by(
        studio_id=studio.id)}  # fmt: skip


def rows(response):
    return [words(row) for row in page(response).select("tbody tr")]


@pytest.mark.usefixtures("profile", "standard")
def test_the_list_begins_with_the_choice_that_sends_nothing(client):
    first, second, third = rows(client.get(LIST))
    assert first.startswith("No marketing emails/SMS always offered Customers hear nothing")
    assert second.startswith("Standard 5 messages · read-only, can be duplicated")
    assert third.startswith(
        "Schools 4 messages Photos available · 7 and 3 days before archiving · Archived"
    )


def test_each_profile_says_where_it_is_used_by_its_newest_jobs(client, studio, profile):
    for age in range(5):
        a_job(
            studio,
            public_name=f"Shoot {age}",
            communication_profile_id=profile.id,
            created_at=NOW - timedelta(days=age),
        )
    alone = a_job(studio, public_name="Wedding", communication_profile_id=None)
    first, second = rows(client.get(LIST))
    assert first.endswith("1 job Wedding")
    assert second.endswith("5 jobs Shoot 0 , Shoot 1 , Shoot 2 and 2 more")
    assert page(client.get(LIST)).select_one(f"a[href='/studio/jobs/{alone.id}/settings']")


def test_other_studios_profiles_and_jobs_are_not_shown(client, studio, profile):
    theirs = a_studio()
    a_profile(theirs, "Theirs")
    a_job(theirs, communication_profile_id=a_profile(theirs, "Also theirs").id)
    a_job(theirs, communication_profile_id=None)
    assert len(rows(client.get(LIST))) == 2
    assert "No job" in rows(client.get(LIST))[0]


def test_a_new_profile_is_made_and_opened(client, studio):
    answer = client.submit(f"{LIST}/new", name="  Kindergartens ")
    made = profiles_of(studio)["Kindergartens"]
    assert (answer.status_code, answer.location) == (303, f"{LIST}/{made.id}")
    shown = words(client.get(answer.location))
    assert "The profile is there. Add its messages next." in shown
    assert "No messages yet. Add the first one" in shown


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Give the profile a name."),
        ("\u200b\u202e", "Give the profile a name."),
        ("x" * 81, "Shorten this to 80 characters; it has 81."),
        ("Schools", "Another profile has this name. Choose another one."),
    ],
)
@pytest.mark.usefixtures("profile")
def test_a_wrong_name_is_refused_at_its_field(client, studio, typed, sentence):
    mine = a_profile(studio, "Mine")
    for form in (f"{LIST}/new", address(mine, "name")):
        answer = client.submit(form, name=typed)
        assert answer.status_code == 422
        document = page(answer)
        assert words(document.select_one("#name-error")) == sentence
        assert document.select_one("[data-summary] a[href='#name']")
    assert sorted(profiles_of(studio)) == ["Mine", "Schools"]


def test_a_profile_is_renamed(client, studio, profile):
    answer = client.submit(address(profile, "name"), name="Kitas", follow=True)
    assert "The profile has its new name." in words(answer)
    assert list(profiles_of(studio)) == ["Kitas"]


def test_a_profile_is_shown_as_a_line_in_time_and_as_a_list(client, profile):
    document = page(client.get(address(profile)))
    drawn = document.select_one("svg.picture")
    assert drawn["aria-hidden"] == "true"
    assert len(drawn.select(".p-dot")) == 4
    assert [words(each) for each in document.select(".life-list li")] == [
        "Photos available At once · E-mail",
        "7 days before archiving · E-mail",
        "3 days before archiving · E-mail",
        "Archived At once · E-mail",
    ]
    assert [words(row).split(" Delete")[0] for row in document.select("tbody tr")] == [
        "Photos available At once All customers E-mail S",
        "7 days before archiving At once All customers E-mail S",
        "3 days before archiving At once All customers E-mail S",
        "Archived At once All customers E-mail S",
    ]


def test_the_line_shows_every_trigger_in_the_order_of_time(client, studio):
    profile = a_profile(
        studio,
        "All",
        triggers=(
            ("after-archiving", 30),
            ("archived", 0),
            ("before-archiving", 0),
            ("before-archiving", 14),
            ("abandoned", 0),
            ("available", 5),
            ("registered", 0),
        ),
    )
    with transaction() as session:
        basket = session.query(Notification).filter_by(trigger="abandoned").one()
        basket.offset_hours, basket.channel = 3, "sms"
        basket.message = "Your basket waits. " * 10
    document = page(client.get(address(profile)))
    assert [words(each) for each in document.select(".life-list .when")] == [
        "Registered", "5 days", "3 hours", "14 days", "Last day", "Archived", "30 days",
    ]  # fmt: skip
    basket = words(document.select("tbody tr")[2])
    assert basket.startswith("Basket left for 3 hours – All customers SMS Your basket waits.")
    assert basket.split(" Delete")[0].endswith("…")


def test_two_messages_at_one_moment_are_one_dot(client, studio):
    profile = a_profile(studio, triggers=(("archived", 0), ("archived", 0)))
    document = page(client.get(address(profile)))
    assert len(document.select(".p-dot")) == 1
    assert len(document.select("tbody tr")) == 2


def test_a_standard_profile_offers_a_copy_and_nothing_else(client, studio, standard):
    document = page(client.get(address(standard)))
    assert "This profile is read-only" in words(document)
    assert document.select("a[href$='/deletion'], a[href$='/name'], a[href$='/new']") == []
    answer = client.submit(address(standard), button="Duplicate")
    copy = profiles_of(studio)["Standard (copy)"]
    assert answer.location == f"{LIST}/{copy.id}"
    assert len(rows(client.get(answer.location))) == 5


def test_a_standard_profile_refuses_to_be_changed(client, studio, standard):
    token = client.token(address(standard))
    notification = db.session.query(Notification).filter_by(profile_id=standard.id).first()
    one = address(standard, "notifications", notification.id)
    for path in (
        address(standard, "name"),
        address(standard, "deletion"),
        address(standard, "notifications", "new"),
        f"{one}/deletion",
    ):
        assert client.get(path).status_code == 409
        answer = client.post(path, data={"name": "Mine", "csrf_token": token})
        assert answer.status_code == 409
        assert "A duplicate is yours to change." in words(answer)
    assert client.post(one, data={"csrf_token": token}).status_code == 409
    assert list(profiles_of(studio)) == ["Standard"]
    db.session.rollback()
    assert db.session.query(Notification).filter_by(profile_id=standard.id).count() == 5


def test_a_profile_is_deleted_after_a_question(client, studio, profile):
    gone = address(profile)
    asked = client.get(address(profile, "deletion"))
    assert "What was sent with it stays readable" in words(asked)
    answer = client.submit(asked, button="Delete profile")
    assert (answer.status_code, answer.location) == (303, LIST)
    assert profiles_of(studio) == {}
    assert "‘Schools’ is deleted." in words(client.get(LIST))
    assert client.get(gone).status_code == 404


def test_a_profile_in_use_is_not_deleted_and_its_jobs_are_listed(client, studio, profile):
    asked = client.get(address(profile, "deletion"))
    job = a_job(studio, public_name="Oak Lane", communication_profile_id=profile.id)
    for answer in (
        client.submit(asked, button="Delete profile"),
        client.get(address(profile, "deletion")),
    ):
        document = page(answer)
        assert "‘Schools’ cannot be deleted yet" in words(document)
        link = document.select_one("main .body a")
        assert (words(link), link["href"]) == ("Oak Lane", f"/studio/jobs/{job.id}/settings")
        assert document.select("button.stop") == []
    assert list(profiles_of(studio)) == ["Schools"]


def test_other_studios_profiles_are_unknown(client, studio, profile):
    theirs = a_profile(a_studio(), "Theirs")
    token = client.token(address(profile))
    for rest in ((), ("name",), ("deletion",)):
        assert client.get(address(theirs, *rest)).status_code == 404
    for rest in (("name",), ("deletion",), ("copy",)):
        answer = client.post(address(theirs, *rest), data={"name": "X", "csrf_token": token})
        assert answer.status_code == 404
    assert list(profiles_of(studio)) == ["Schools"]
    db.session.rollback()
    assert db.session.get(CommunicationProfile, theirs.id).name == "Theirs"


def test_nobody_comes_in_without_signing_in(visitor, profile):
    for path in (LIST, address(profile), f"{LIST}/new"):
        assert visitor().get(path).location.startswith("/sign-in")


def test_the_pages_speak_german(client, profile):
    client.get("/language?to=de")
    shown = words(client.get(LIST))
    assert "Kommunikationsprofile" in shown
    assert "Keine Marketing-E-Mails/SMS" in shown
    assert "Fotos verfügbar · 7 und 3 Tage vor der Archivierung · Archiviert" in shown
    assert "vor der Archivierung" in words(client.get(address(profile)))
