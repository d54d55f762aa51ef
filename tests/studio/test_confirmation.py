"""The confirmation window: tells what a save will do, in counted words, and stores nothing (S5)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support.builders import (
    NOW,
    TODAY,
    a_basket,
    a_code,
    a_customer,
    a_filled_basket,
    a_job,
    a_message,
    a_person,
    a_photo,
    a_product,
    a_profile,
    a_registration,
    a_removed_line,
    a_visitor,
    price_list_of,
)
from tests.support.pages import page, words

DIALOG = "[role=dialog]"


def settings_page(job):
    return f"/studio/jobs/{job.id}/settings"


def an_archived_job(studio, *, days, profile=None, **facts):
    profile_id = profile.id if profile else None
    return a_job(
        studio,
        status="archived",
        archived_at=NOW - timedelta(days=days),
        communication_profile_id=profile_id,
        public_name="Hill Primary",
        **facts,
    )


def test_archiving_by_hand_asks_first_and_stores_at_the_second_press(client, studio, stored):
    job = a_job(studio, status="selling")
    line = a_filled_basket(job)
    asked = client.submit(settings_page(job), "#settings", status="archived")
    assert asked.status_code == 200
    window = page(asked).select_one(DIALOG)
    assert "Archive" in window.select_one("h2").get_text()
    assert "1 product leaves 1 basket." in words(window)
    assert stored(job).status == "selling"
    assert stored(line) is not None
    answer = client.submit(asked, DIALOG + " form")
    assert answer.status_code == 303
    assert stored(job).status == "archived"
    assert stored(line) is None


def test_the_window_is_named_by_its_heading_and_offers_the_safe_way_first(client, studio):
    job = a_job(studio, status="selling")
    window = page(client.submit(settings_page(job), "#settings", status="archived")).select_one(
        DIALOG
    )
    assert window["aria-labelledby"] == window.select_one("h2")["id"]
    choices = [each.get_text(strip=True) for each in window.select(".foot .btn")]
    assert choices == ["Keep as it is", "Save settings"]


def test_for_htmx_the_window_is_a_dialog_and_only_a_part_of_the_page(client, studio):
    job = a_job(studio, status="selling")
    asked = client.submit(
        settings_page(job), "#settings", status="archived", headers={"HX-Request": "true"}
    )
    assert asked.status_code == 200
    assert "<html" not in asked.get_data(as_text=True)
    assert page(asked).select_one("dialog h2") is not None
    assert "HX-Request" in asked.headers["Vary"]


def test_reactivation_names_the_profile_that_goes_and_everybody_who_is_not_written_to(
    client, studio, stored
):
    profile = a_profile(studio, "School standard")
    job = an_archived_job(studio, days=15, profile=profile)
    for _customer in range(3):
        customer = a_customer(studio)
        a_registration(job, customer)
        a_message(job, customer)
    a_registration(job)
    product = a_product(price_list_of(job))
    basket = a_basket(a_visitor(studio))
    a_removed_line(basket, a_photo(job), product)

    asked = client.submit(settings_page(job), "#settings", status="selling")
    said = words(page(asked).select_one(DIALOG))
    assert "Put ‘Hill Primary’ on sale again?" in said
    assert "The communication profile ‘School standard’ will be removed" in said
    assert "archived 15 days ago, on Sunday, 8 November 2026" in said
    assert "Nobody is written to. 3 customers already got the availability message" in said
    assert "1 registered since. Without a profile they get none either." in said
    assert "1 product returns to 1 basket." in said
    assert stored(job).communication_profile_id == profile.id

    assert client.submit(asked, DIALOG + " form").status_code == 303
    saved = stored(job)
    assert (saved.status, saved.communication_profile_id) == ("selling", None)


def test_after_fourteen_days_the_profile_stays_and_late_customers_are_counted(
    client, studio, stored
):
    profile = a_profile(studio)
    job = an_archived_job(studio, days=14, profile=profile)
    a_registration(job)
    asked = client.submit(settings_page(job), "#settings", status="selling")
    said = words(page(asked).select_one(DIALOG))
    assert "will be removed" not in said
    assert "1 customer will get the availability message." in said
    client.submit(asked, DIALOG + " form")
    assert stored(job).communication_profile_id == profile.id


class TestAStopThatHasPassed:
    """R2: the window offers the ways out in place, and stores nothing before one is chosen."""

    @pytest.fixture
    def job(self, studio):
        return an_archived_job(studio, days=3, archive_on=date(2026, 11, 20))

    @pytest.fixture
    def asked(self, client, job):
        return client.submit(settings_page(job), "#settings", status="selling")

    def test_the_window_says_so_and_offers_three_ways(self, asked):
        window = page(asked).select_one(DIALOG)
        assert "Friday, 20 November 2026, has passed. Sell it until when?" in words(window)
        ways = [each["value"] for each in window.select("[name=sell_until]")]
        assert ways == ["date", "stay", "open"]
        assert not window.select("[name=sell_until][checked]")

    def test_nothing_is_stored_before_one_is_chosen(self, client, job, asked, stored):
        answer = client.submit(asked, DIALOG + " form")
        assert answer.status_code == 422
        assert "Choose until when the job is sold." in words(page(answer).select_one(DIALOG))
        assert stored(job).status == "archived"

    def test_a_new_date_sells_until_then(self, client, job, asked, stored):
        answer = client.submit(
            asked, DIALOG + " form", sell_until="date", new_archiving_date="2026-12-14"
        )
        assert answer.status_code == 303
        saved = stored(job)
        assert (saved.status, saved.archiving_date) == ("selling", date(2026, 12, 14))
        assert saved.stop_at == datetime(2026, 12, 14, 23, tzinfo=UTC)

    def test_a_new_date_that_has_passed_too_is_said_at_its_field(self, client, job, asked, stored):
        answer = client.submit(
            asked, DIALOG + " form", sell_until="date", new_archiving_date="2026-11-21"
        )
        assert answer.status_code == 422
        shown = page(answer)
        assert "Choose a later one" in shown.select_one("#new_archiving_date-error").get_text()
        assert shown.select_one("#new_archiving_date")["value"] == "2026-11-21"
        assert stored(job).status == "archived"

    @pytest.mark.parametrize("day", ["2026-02-30", "9999-12-31", ""])
    def test_a_new_date_that_is_none_is_said_at_its_field(self, client, job, asked, stored, day):
        answer = client.submit(asked, DIALOG + " form", sell_until="date", new_archiving_date=day)
        assert answer.status_code == 422
        assert page(answer).select_one(DIALOG + " #new_archiving_date-error") is not None
        assert stored(job).status == "archived"

    def test_it_can_stay_on_sale_without_automatic_archiving(self, client, job, asked, stored):
        client.submit(asked, DIALOG + " form", sell_until="stay")
        saved = stored(job)
        assert (saved.status, saved.archiving_delay, saved.stop_at) == ("selling", "none", None)
        assert saved.archiving_date == date(2026, 11, 20)

    def test_it_can_go_on_sale_without_any_date(self, client, job, asked, stored):
        client.submit(asked, DIALOG + " form", sell_until="open")
        saved = stored(job)
        assert (saved.status, saved.archiving, saved.stop_at) == ("selling", False, None)


def test_when_a_customer_registers_meanwhile_the_window_asks_again(client, studio, stored):
    job = a_job(studio, status="selling")
    a_registration(job)
    asked = client.submit(settings_page(job), "#settings", status="archived")
    a_registration(job)
    again = client.submit(asked, DIALOG + " form")
    assert again.status_code == 200
    assert "2 customers can no longer see" in words(page(again).select_one(DIALOG))
    assert stored(job).status == "selling"
    assert client.submit(again, DIALOG + " form").status_code == 303


def test_a_forged_fingerprint_asks_again(client, studio, stored):
    job = a_job(studio, status="selling")
    answer = client.submit(
        settings_page(job), "#settings", tampered=True, status="archived", confirmed="0" * 32
    )
    assert answer.status_code == 200
    assert page(answer).select_one(DIALOG) is not None
    assert stored(job).status == "selling"


def test_a_date_that_has_passed_on_a_selling_job_asks_first(client, studio, stored):
    job = a_job(studio, status="selling", archive_on=TODAY + timedelta(days=9))
    asked = client.submit(settings_page(job), "#settings", archiving_date="2026-11-20")
    assert asked.status_code == 200
    assert "the job leaves the shop at once and is archived" in words(page(asked))
    assert stored(job).archiving_date == TODAY + timedelta(days=9)
    client.submit(asked, DIALOG + " form")
    assert stored(job).archiving_date == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("status", "chosen", "title"),
    [
        ("planning", "selling", "Put ‘Oak’ on sale?"),
        ("selling", "planning", "Take ‘Oak’ out of the shop for now?"),
        ("selling", "archived", "Archive ‘Oak’ now?"),
        ("archived", "selling", "Put ‘Oak’ on sale again?"),
    ],
)
def test_elsewhere_choosing_a_status_opens_the_window_whatever_the_move(
    client, studio, stored, status, chosen, title
):
    job = a_job(studio, status=status, public_name="Oak")
    shown = client.get(f"/studio/jobs/{job.id}/confirmation", query_string={"status": chosen})
    assert title in words(page(shown).select_one(DIALOG))
    assert stored(job).status == status
    assert client.submit(shown, DIALOG + " form").status_code == 303
    assert stored(job).status == chosen


def test_an_illegal_move_or_an_unknown_status_opens_no_window(client, studio):
    job = a_job(studio, status="planning")
    address = f"/studio/jobs/{job.id}/confirmation"
    assert client.get(address, query_string={"status": "archived"}).status_code == 409
    assert client.get(address, query_string={"status": "deleted"}).status_code == 404


def test_pausing_asks_when_somebody_has_opened_a_code(client, studio, stored):
    job = a_job(studio, status="selling")
    a_visitor(studio, codes=[a_code(job)])
    asked = client.submit(settings_page(job), "#settings", status="planning")
    assert asked.status_code == 200
    assert "1 customer can no longer see" in words(page(asked).select_one(DIALOG))
    assert stored(job).status == "selling"


def test_when_photos_are_added_meanwhile_the_window_asks_again(client, studio, stored):
    job = a_job(studio, status="archived")
    asked = client.submit(settings_page(job), "#settings", status="selling")
    a_photo(job)
    again = client.submit(asked, DIALOG + " form")
    assert again.status_code == 200
    assert "1 photo" in words(page(again).select_one(DIALOG))
    assert stored(job).status == "archived"


def test_the_window_names_photos_that_nobody_sees_and_missing_codes(client, studio):
    job = a_job(studio, access_type="person")
    mia = a_person(job)
    a_photo(job, persons=[mia])
    a_photo(job)
    shown = client.get(f"/studio/jobs/{job.id}/confirmation", query_string={"status": "selling"})
    said = words(page(shown).select_one(DIALOG))
    assert "Customers can see and order 1 photo" in said
    warning = words(page(shown).select_one(DIALOG + " .note.time"))
    assert "1 photo is assigned to nobody: nobody sees it yet." in warning
    assert "Nothing archives it by itself" in said
    assert "There is no access code yet: nobody can come in." in warning


@pytest.mark.one_database("words of one plan")
def test_the_window_says_when_the_job_leaves_and_that_nothing_is_seen(client, studio):
    job = a_job(studio, status="planning", archive_on=date(2027, 3, 12), access_type="public")
    shown = client.get(f"/studio/jobs/{job.id}/confirmation", query_string={"status": "selling"})
    said = words(page(shown).select_one(DIALOG))
    assert "No photo can be seen yet." in said
    assert "It leaves the shop at the end of Friday, 12 March 2027" in said


def test_the_new_date_of_the_window_is_told_in_words_before_it_is_stored(client, studio, stored):
    job = a_job(studio, status="archived", archive_on=date(2026, 11, 20))
    told = client.get(
        f"{settings_page(job)}/sentence",
        query_string={"archiving": "y", "archiving_delay": "1", "new_archiving_date": "2026-12-01"},
        headers={"HX-Request": "true"},
    )
    assert "Leaves the shop at the end of Wednesday, 2 December 2026" in words(page(told))
    assert stored(job).archiving_date == date(2026, 11, 20)
