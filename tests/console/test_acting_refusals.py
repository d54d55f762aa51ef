"""What is refused on behalf is said where one is: what was typed stays, and the way leads back."""

import pytest

from tests.support.acting import REASON, acting_for, minutes_pass, sessions_of, signed_in_as
from tests.support.builders import a_job, a_member, a_studio
from tests.support.pages import page, words
from tests.support.requests import a_request
from tests.support.staff import somebody_of_staff

BY_SCRIPT = {"HX-Request": "true"}


def zone_form(client, **headers):
    shown = client.get("/studio/settings")
    token = page(shown).select_one("input[name=csrf_token]")["value"]
    return client.post(
        "/studio/settings/time-zone",
        data={"csrf_token": token, "time_zone": "Europe/Lisbon"},
        headers={"Referer": f"{client.base_url}/studio/settings", **headers},
    )


def test_a_script_gets_a_note_and_allows_changes_in_a_window_over_the_form(client):
    studio = a_studio()
    with acting_for(client, studio):
        refused = zone_form(client, **BY_SCRIPT)
        assert refused.status_code == 403
        assert page(refused).select_one(".note.fault[role=alert]")
        assert page(refused).select_one("aside, h1") is None
        assert "what you typed still stands here" in words(refused)

        link = page(refused).select_one("a[hx-target='#window']")["hx-get"]
        window = client.get(link, headers=BY_SCRIPT)
        assert "Allow changes for Studio Nord?" in words(page(window).select_one("dialog"))
        form = page(window).select_one("dialog form[hx-post]")
        fields = {each["name"]: each["value"] for each in form.select("input[name]")}
        bar = client.post(form["hx-post"], data=fields, headers=BY_SCRIPT)
        assert bar.status_code == 200
        # Only the bar is another one; the page stays.
        assert "changes allowed Console Stop" in words(page(bar).select_one("[hx-swap-oob]"))
        assert page(bar).select_one("[hx-swap-oob]").find_next_siblings() == []
        assert sessions_of(studio)[0].raised_at is not None
        assert "still stands here" not in words(zone_form(client, **BY_SCRIPT))


def test_without_scripts_the_refusal_leads_back_to_the_form(client):
    studio = a_studio()
    with acting_for(client, studio):
        refused = zone_form(client)
        assert "go back in your browser as far as the form" in words(refused)
        assert page(refused).select_one("main a.btn")["href"] == "/studio/settings"
        asked = client.get(page(refused).select_one(".acting a")["href"])
        assert client.submit(asked).location == "/studio/settings"


def test_a_closed_page_leads_back_and_speaks_of_storing_only_where_something_was_sent(client):
    studio = a_studio()
    job = a_job(studio)
    with acting_for(client, studio, raised=True):
        came = {"Referer": f"{client.base_url}/studio/jobs/{job.id}?page=2"}
        closed = client.get("/studio/settings/global-code", headers=came)
        assert "This is closed to support" in words(closed)
        assert "Nothing was stored" not in words(closed)
        back = page(closed).select_one("main a.btn")
        assert (words(back), back["href"]) == (
            "Back to the studio",
            f"/studio/jobs/{job.id}?page=2",
        )
        foreign = {"Referer": "https://elsewhere.example/studio/x"}
        closed = client.get("/studio/settings/global-code", headers=foreign)
        assert page(closed).select_one("main a.btn")["href"] == "/studio/jobs"
        token = client.token("/console")
        sent = client.post("/studio/settings/support", data={"csrf_token": token})
        assert "Nothing was stored." in words(sent)
        by_script = client.get("/studio/settings/global-code", headers=BY_SCRIPT)
        assert page(by_script).select_one(".note.fault a") is None


def test_what_was_typed_stays_when_the_time_is_over(client):
    studio = a_studio()
    with acting_for(client, studio, raised=True):
        token = client.token("/console")
        minutes_pass(studio, 31)
        over = client.post(
            "/studio/settings/time-zone", data={"csrf_token": token}, headers=BY_SCRIPT
        )
    assert "What you typed still stands here, to be copied." in words(over)
    assert page(over).select_one(".note a")["href"] == f"/console/studios/{studio.id}"


def test_the_studio_speaks_the_language_of_whoever_acts(client):
    studio = a_studio()
    with acting_for(client, studio, somebody_of_staff(language="de")):
        shown = client.get("/studio/jobs")
        assert page(shown).html["lang"] == "de"
        assert "nur lesen" in words(page(shown).select_one(".acting")).lower()


@pytest.mark.parametrize("written", ["{number}", "#{number}"])
def test_the_number_of_a_request_of_this_studio_is_reason_enough(client, written):
    studio, other = a_studio(), a_studio("Studio Süd")
    reason = written.format(number=a_request(studio).number)
    signed_in_as(client, somebody_of_staff())
    refused = client.submit(f"/console/studios/{other.id}/acting", reason=reason)
    assert refused.status_code == 422
    assert f"This studio has no request {reason.strip('#')}." in words(refused)
    begun = client.submit(f"/console/studios/{studio.id}/acting", reason=reason)
    assert begun.status_code == 303
    assert sessions_of(studio)[0].reason == reason


def test_how_long_a_reason_must_be_stands_at_the_field_and_in_the_fault(client):
    studio = a_studio()
    signed_in_as(client, somebody_of_staff())
    asked = client.get(f"/console/studios/{studio.id}/acting")
    assert "in 5 characters at least" in words(asked)
    assert "Say why in at least 5 characters" in words(client.submit(asked, reason="ok"))


def test_whoever_is_in_already_is_led_in(client):
    studio = a_studio()
    job = a_job(studio)
    signed_in_as(client, somebody_of_staff())
    begin = f"/console/studios/{studio.id}/acting?page=/studio/jobs/{job.id}"
    client.submit(begin, reason=REASON)
    again = client.get(begin)
    assert again.status_code == 409
    assert "You act for Studio Nord already" in words(again)
    assert page(again).select_one("main a.btn")["href"] == f"/studio/jobs/{job.id}"


def test_what_is_closed_to_support_looks_closed_and_the_bank_details_are_not_there(client):
    studio = a_studio(bank_details="DE02 1203 0000 0000 2020 51", takes_transfers=True)
    job = a_job(studio)
    with acting_for(client, studio, raised=True):
        settings = client.get("/studio/settings")
        assert "2020 51" not in settings.text
        assert "The bank details stay with the studio" in words(settings)
        for closed in ("shop", "payment", "keeping"):
            assert page(settings).select_one(f"#{closed} form > fieldset[disabled] button")
        assert page(settings).select_one("#zone fieldset[disabled]") is None

        of_job = client.get(f"/studio/jobs/{job.id}/settings")
        deletion = page(of_job).select_one("a.btn.stop")
        assert words(deletion) == "Delete this job (closed to support)"
        assert {"href", "hx-get"}.isdisjoint(deletion.attrs)
        assert page(of_job).select_one("#settings fieldset.closed") is None
    member = signed_in_as(client, member=a_member(studio))
    shown = member.get("/studio/settings")
    assert "2020 51" in shown.text
    assert "closed to support" not in words(shown)
