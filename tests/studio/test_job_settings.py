"""The Settings tab: one form, stored whole or not at all (S3, S4, S7, A1, A3)."""

from datetime import date

import pytest

from tests.support.builders import (
    NOW,
    a_customer,
    a_job,
    a_profile,
    a_registration,
    a_studio,
)
from tests.support.pages import page, words

ARCHIVING = {"archiving": True, "archiving_date": "2026-12-15", "archiving_delay": "0"}


def settings_page(job):
    return f"/studio/jobs/{job.id}/settings"


@pytest.fixture
def job(studio):
    return a_job(studio)


def test_the_page_says_its_four_steps_and_every_delay(client, job):
    shown = page(client.get(settings_page(job)))
    assert [each.get_text() for each in shown.select(".step h2")][:4] == [
        "1Access type",
        "2Price list",
        "3Important events",
        "4Communication profile",
    ]
    delays = {each["value"]: each.get_text() for each in shown.select("#archiving_delay option")}
    assert delays == {
        "none": "Do not archive the job automatically",
        "0": "On the archiving date",
        "1": "1 day after the archiving date",
        "2": "2 days after the archiving date",
        "3": "3 days after the archiving date",
    }


def test_one_press_stores_everything(client, job, studio, stored):
    profile = a_profile(studio)
    answer = client.submit(
        settings_page(job), "#settings", communication_profile=profile.id, shot_on="2026-11-02",
        access_type="album", **(ARCHIVING | {"archiving_delay": "2"}),
    )  # fmt: skip
    assert answer.status_code == 303
    saved = stored(job)
    assert (saved.archiving, saved.archiving_date, saved.archiving_delay) == (
        True,
        date(2026, 12, 15),
        "2",
    )
    assert saved.stop_at.isoformat() == "2026-12-17T23:00:00+00:00"
    assert (saved.communication_profile_id, saved.access_type) == (profile.id, "album")
    assert saved.version == 2


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"archiving_date": "2027-02-30"}, "archiving_date", "Write a date that exists"),
        ({"archiving_date": "1900-01-01"}, "archiving_date", "between the years 2000 and 2099"),
        ({"archiving_date": "9999-12-31"}, "archiving_date", "between the years 2000 and 2099"),
        ({"archiving_date": ""}, "archiving_date", "Choose an archiving date"),
        ({"archiving_delay": "4"}, "archiving_delay", "Not a valid choice"),
        ({"status": "deleted"}, "status", "Not a valid choice"),
        ({"public_name": ""}, "public_name", "Give the job a name"),
        ({"public_name": "x" * 10_000}, "public_name", "it has 10000"),
        ({"price_list_id": "abcabcabcabcabca"}, "price_list_id", "Not a valid choice"),
        ({"communication_profile": "nonsense"}, "communication_profile", "Not a valid choice"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_stored(
    client, job, stored, wrong, field, said
):
    fields = ARCHIVING | {"internal_name": "typed and kept"} | wrong
    answer = client.submit(settings_page(job), "#settings", tampered=True, **fields)
    assert answer.status_code == 422
    shown = page(answer)
    assert said in shown.select_one(f"#{field}-error, #status-error, [data-summary]").get_text()
    assert said in words(shown.select_one("[data-summary]"))
    assert shown.select_one("#internal_name")["value"] == "typed and kept"
    assert not stored(job).archiving


def test_marks_that_turn_the_direction_of_a_name_are_left_out(client, job, stored):
    client.submit(settings_page(job), "#settings", public_name="Oak\u202eLane\u200f Primary")
    assert stored(job).public_name == "OakLane Primary"


def test_a_price_list_of_another_studio_is_refused(client, job, stored):
    other = a_job(a_studio())
    answer = client.submit(
        settings_page(job), "#settings", tampered=True, price_list_id=other.price_list_id
    )
    assert answer.status_code == 422
    assert stored(job).price_list_id != other.price_list_id


def test_an_illegal_move_is_refused_with_a_clear_message(client, job, stored):
    answer = client.submit(settings_page(job), "#settings", tampered=True, status="archived")
    assert answer.status_code == 409
    assert "‘Planning’ cannot become ‘Archived’" in words(page(answer))
    assert stored(job).status == "planning"


def test_a_stale_page_shows_both_versions(client, job, stored):
    before = client.get(settings_page(job))
    client.submit(before, "#settings", public_name="What the first one saved")
    answer = client.submit(before, "#settings", public_name="What the second one typed")
    assert answer.status_code == 409
    said = words(page(answer))
    assert "What the first one saved" in said
    assert "What the second one typed" in said
    assert stored(job).public_name == "What the first one saved"
    client.submit(answer, "main form")
    assert stored(job).public_name == "What the second one typed"


def test_saving_the_same_twice_is_no_conflict_and_one_record(client, job, stored):
    before = client.get(settings_page(job))
    for _press in range(2):
        assert client.submit(before, "#settings", public_name="Once").status_code == 303
    assert stored(job).version == 2


def test_another_studios_job_is_not_there(client, studio):
    other = a_job(a_studio())
    unknown = client.get("/studio/jobs/aaaaaaaaaaaaaaaa/settings")
    foreign = client.get(settings_page(other))
    assert unknown.status_code == foreign.status_code == 404
    token = client.token(settings_page(a_job(studio)))
    posted = client.post(settings_page(other), data={"csrf_token": token, "status": "planning"})
    assert posted.status_code == 404


class TestTheLiveSentence:
    """A3: the result in words, before saving."""

    def sentence(self, client, job, **chosen):
        asked = client.get(f"{settings_page(job)}/sentence", query_string=chosen)
        text = page(asked).select_one(".live p").get_text()
        return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())

    def test_says_when_the_job_leaves_the_shop_and_who_is_reminded(self, client, job, studio):
        profile = a_profile(studio, triggers=(("before-archiving", 7), ("before-archiving", 1)))
        for _customer in range(2):
            a_registration(job, a_customer(studio), created_at=NOW)
        said = self.sentence(
            client, job, archiving="y", archiving_date="2026-12-15", archiving_delay="0",
            communication_profile=profile.id,
        )  # fmt: skip
        assert (
            "Leaves the shop at the end of Tuesday, 15 December 2026 (midnight, Europe/Berlin)."
            " The counter starts on 1 December. 2 customers will be reminded." in said
        )

    def test_says_that_a_job_without_delay_stays_until_archived_by_hand(self, client, job):
        said = self.sentence(
            client, job, archiving="y", archiving_date="2026-12-14", archiving_delay="none"
        )
        assert said.startswith(
            "Customers are told 14 December 2026; the job stays on sale until you archive it."
        )

    def test_says_that_a_day_has_passed(self, client, job):
        said = self.sentence(
            client, job, archiving="y", archiving_date="2026-11-20", archiving_delay="1"
        )
        assert "The end of Saturday, 21 November 2026 has passed" in said

    def test_stores_nothing(self, client, job, stored):
        self.sentence(client, job, archiving="y", archiving_date="2026-12-15", archiving_delay="0")
        assert not stored(job).archiving


def test_everything_that_is_wrong_is_named_at_once(client, job, stored):
    wrong = ARCHIVING | {"archiving_date": "", "public_name": "", "status": "selling"}
    answer = client.submit(settings_page(job), "#settings", price_list_id="", **wrong)
    assert answer.status_code == 422
    named = page(answer).select_one("[data-summary]")
    links = {link["href"] for link in named.select("a")}
    assert links == {"#archiving_date", "#public_name", "#price_list_id"}
