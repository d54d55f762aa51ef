"""Support acts on behalf of a studio (H2): a reason, thirty minutes, reading until raised."""

import pytest

from tests.support.acting import (
    REASON,
    acting_for,
    minutes_pass,
    records_of,
    sessions_of,
    signed_in_as,
)
from tests.support.builders import a_job, a_member, a_studio
from tests.support.pages import page, words
from tests.support.staff import somebody_of_staff
from webapp import clock
from webapp.models.base import transaction
from webapp.models.staff import Staff
from webapp.models.studio import Studio
from webapp.use_cases.end_acting import end_what_has_run_out

SUPPORT = "/studio/settings/support"
BOTH = "Samira Haddad · Studio Nord"


def bar(response):
    found = page(response).select_one("aside.acting")
    for brief in found.select(".brief"):
        brief.decompose()
    return words(found)


def asked_for(studio):
    """The pages of the records, with the deed."""
    return [
        (entry.deed, change["after"])
        for entry in records_of(studio)
        for change in entry.changes
        if change["field"] == "page"
    ]


def save_settings(client, job, **fields):
    return client.submit(f"/studio/jobs/{job.id}/settings", 'form[action*="settings"]', **fields)


def test_staff_see_the_studio_as_its_photographers_do_under_a_bar(client):
    studio = a_studio()
    job = a_job(studio, public_name="Lindenhof")
    with acting_for(client, studio):
        shown = client.get("/studio/jobs")
        assert job.public_name in words(shown)
        assert bar(shown) == (
            "You act for Studio Nord as Samira Haddad · 30 minutes left · read-only"
            " Allow changes Console Stop"
        )
        # In the console, at an unknown job, and on the page of a refusal too.
        for address in ("/console", f"/studio/jobs/{'a' * 16}", "/studio/settings/global-code"):
            assert "You act for Studio Nord" in bar(client.get(address))


def test_every_request_is_recorded_with_both_names(client):
    studio, other = a_studio(), a_studio("Studio Süd")
    job, foreign = a_job(studio), a_job(other)
    with acting_for(client, studio):
        client.get(f"/studio/jobs/{job.id}?page=2")
        client.get(f"/studio/jobs/{foreign.id}")
        client.post("/studio/messages/digest", data={"csrf_token": client.token("/console")})

    assert asked_for(studio) == [
        ("acted", f"GET /studio/jobs/{job.id}"),
        ("acted", f"GET /studio/jobs/{foreign.id}"),
        ("act-refused", "POST /studio/messages/digest"),
    ]
    entries = records_of(studio)
    assert [entry.deed for entry in entries][0] == "acting-began"
    assert {entry.actor_name for entry in entries} == {BOTH}
    assert {entry.actor_kind for entry in entries} == {"support"}
    # A foreign job that somebody asked for is nothing of that job's history.
    assert [entry.job_id for entry in entries if entry.deed == "acted"] == [job.id, None]
    assert records_of(other) == []


def test_nothing_is_stored_before_changes_are_allowed(client, stored):
    studio = a_studio()
    job = a_job(studio)
    with acting_for(client, studio):
        refused = save_settings(client, job, internal_name="Changed")
        assert refused.status_code == 403
        assert "You may only read at the moment" in words(refused)
    assert stored(job).internal_name != "Changed"


def test_raised_what_support_changes_stands_in_the_history_under_both_names(client, stored):
    studio = a_studio()
    job = a_job(studio)
    with acting_for(client, studio, raised=True):
        assert "changes allowed Console Stop" in bar(client.get("/studio/jobs"))
        assert save_settings(client, job, internal_name="Changed").status_code == 303
        history = client.get(f"/studio/jobs/{job.id}/history")
    assert stored(job).internal_name == "Changed"
    first = words(page(history).select_one("tbody tr"))
    assert "Samira Haddad (support) for Studio Nord Settings saved" in first
    assert "acting-raised" in [entry.deed for entry in records_of(studio)]


def test_raising_is_asked_once_more_and_leads_back(client):
    studio = a_studio()
    with acting_for(client, studio):
        link = page(client.get("/studio/orders")).select_one(".acting a")["href"]
        asked = client.get(link)
        assert "Allow changes for Studio Nord?" in words(asked)
        assert sessions_of(studio)[0].raised_at is None
        assert client.submit(asked).location == "/studio/orders"
    assert sessions_of(studio)[0].raised_at is not None


@pytest.mark.parametrize("reason", ["", "  ", "why", "x" * 301])
def test_a_reason_is_needed_and_what_was_typed_is_kept(client, reason):
    studio = a_studio()
    signed_in_as(client, somebody_of_staff())
    refused = client.submit(f"/console/studios/{studio.id}/acting", reason=reason, tampered=True)
    assert refused.status_code == 422
    assert reason.strip() in page(refused).select_one("textarea").text
    assert sessions_of(studio) == []


def test_it_is_never_nested(client):
    studio, other = a_studio(), a_studio("Studio Süd")
    signed_in_as(client, somebody_of_staff())
    form = client.get(f"/console/studios/{other.id}/acting")
    client.submit(f"/console/studios/{studio.id}/acting", reason=REASON)
    for refused in (
        client.get(f"/console/studios/{other.id}/acting"),
        client.submit(form, reason=REASON),
    ):
        assert refused.status_code == 409
        assert "You act for Studio Nord already" in words(refused)
    assert sessions_of(other) == []


def test_acting_begins_at_a_job_and_leads_to_it(client):
    studio = a_studio()
    job = a_job(studio)
    signed_in_as(client, somebody_of_staff())
    with client.may_write("support looks are recorded"):
        shown = client.get(f"/console/jobs/{job.id}")
        asked = client.get(page(shown).select_one("a[href*=acting]")["href"])
    assert client.submit(asked, reason=REASON).location == f"/studio/jobs/{job.id}"


def test_after_thirty_minutes_what_was_typed_is_refused_and_nothing_is_stored(client, stored):
    studio = a_studio()
    job = a_job(studio)
    with acting_for(client, studio, raised=True):
        form = client.get(f"/studio/jobs/{job.id}/settings")
        minutes_pass(studio, 29)
        assert "1 minute left" in bar(client.get("/studio/jobs"))
        minutes_pass(studio, 1)
        refused = client.submit(form, 'form[action*="settings"]', internal_name="Changed")
        assert refused.status_code == 403
        assert (
            "Your thirty minutes for Studio Nord are over Nothing of this request was stored."
            in (words(refused))
        )
        assert client.get("/studio/jobs").status_code == 403
    assert stored(job).internal_name != "Changed"
    (row,) = sessions_of(studio)
    assert (row.ended_by, row.ended_at) == ("time", row.ends_at)
    assert records_of(studio)[-1].deed == "acting-ended"
    # And it can be begun anew.
    assert client.submit(f"/console/studios/{studio.id}/acting", reason=REASON).status_code == 303


@pytest.mark.parametrize("how", ["staff", "sign-out"])
def test_stopping_and_signing_out_end_it(client, how):
    studio = a_studio()
    staff = somebody_of_staff()
    with acting_for(client, studio, staff):
        form = ".acting form" if how == "staff" else ".side .sign-out"
        client.submit("/console", form)
        last = records_of(studio)[-1]
        assert (last.deed, last.actor_kind) == ("acting-ended", "support")
        assert client.get("/studio/jobs").status_code == (403 if how == "staff" else 303)
        if how == "sign-out":
            signed_in_as(client, staff)
            assert client.get("/studio/jobs").status_code == 404
    (row,) = sessions_of(studio)
    assert row.ended_by == how
    assert row.last_number == len(records_of(studio))


def test_the_studio_revokes_and_whoever_acts_is_out_at_once(client, visitor, stored):
    studio = a_studio()
    job = a_job(studio)
    owner = signed_in_as(visitor(), member=a_member(studio))
    with acting_for(client, studio, raised=True):
        form = client.get(f"/studio/jobs/{job.id}/settings")
        shown = words(owner.get("/studio/settings/support"))
        assert "Samira Haddad, 30 more minutes, changes allowed" in shown
        owner.submit("/studio/settings/support", 'form[action$="/support"]')
        refused = client.submit(form, 'form[action*="settings"]', internal_name="Changed")
        assert refused.status_code == 403
        assert "Studio Nord no longer lets support act" in words(refused)
    assert stored(job).internal_name != "Changed"
    assert [row.ended_by for row in sessions_of(studio)] == ["studio"]
    assert stored(studio).support_access is False
    refused = client.get(f"/console/studios/{studio.id}/acting")
    assert "Its owner has revoked the access" in words(refused)
    assert page(refused).select_one("textarea") is None


def test_a_form_that_was_open_when_the_studio_revoked_begins_nothing(client):
    studio = a_studio()
    signed_in_as(client, somebody_of_staff())
    form = client.get(f"/console/studios/{studio.id}/acting")
    with transaction() as session:
        session.get(Studio, studio.id).support_access = False
    assert client.submit(form, reason=REASON).status_code == 409
    assert sessions_of(studio) == []


def test_another_sign_in_of_the_same_person_does_not_act(client, visitor):
    studio, staff = a_studio(), somebody_of_staff()
    with acting_for(client, studio, staff):
        second = signed_in_as(visitor(), staff)
        assert second.get("/studio/jobs").status_code == 404
        assert page(second.get("/console")).select_one("aside.acting") is None


def test_the_token_of_before_does_not_act(client, visitor):
    """Rights change, so the sign-in has another token: who knew the old one does not get them."""
    studio = a_studio()
    signed_in_as(client, somebody_of_staff())
    thief = visitor()
    with client.session_transaction(base_url=client.base_url) as session:
        known = dict(session)
    with thief.session_transaction(base_url=thief.base_url) as session:
        session.update(known)
    assert thief.get("/console").status_code == 200
    client.submit(f"/console/studios/{studio.id}/acting", reason=REASON)
    assert thief.get("/studio/jobs").status_code == 303
    assert thief.get("/console").status_code == 303


@pytest.mark.parametrize("fact", ["left_at", "may_act"])
def test_whoever_leaves_or_loses_the_right_is_out_at_the_next_request(client, fact):
    studio, staff = a_studio(), somebody_of_staff()
    with acting_for(client, studio, staff):
        with transaction() as session:
            row = session.get(Staff, staff.id)
            setattr(row, fact, clock.machine_now() if fact == "left_at" else False)
        answer = client.get("/studio/jobs")
        assert (answer.status_code, "Studio Nord" in answer.text) in ((303, False), (403, True))
        assert answer.status_code == (303 if fact == "left_at" else 403)
    end_what_has_run_out(now=clock.now(), machine_now=clock.machine_now())
    assert [row.ended_by for row in sessions_of(studio)] == ["right"]
    signed_in_as(client, member=a_member(studio))
    assert "because the right to act was taken away" in words(client.get(SUPPORT))


def test_staff_without_the_right_and_members_find_no_such_page(client, visitor):
    studio = a_studio()
    member = signed_in_as(visitor(), member=a_member(studio))
    signed_in_as(client, somebody_of_staff(rights=("look", "answer", "operate")))
    for who in (client, member):
        for address in (f"/console/studios/{studio.id}/acting", "/console/acting/changes"):
            assert who.get(address).status_code == 404
    assert (
        signed_in_as(visitor(), somebody_of_staff())
        .get(f"/console/studios/{'a' * 16}/acting")
        .status_code
        == 404
    )


def test_signing_in_as_a_member_acts_for_nobody(client):
    studio, other = a_studio(), a_studio("Studio Süd")
    with acting_for(client, studio):
        client.post("/sign-out", data={"csrf_token": client.token("/console")})
        signed_in_as(client, member=a_member(other))
        shown = client.get("/studio/jobs")
        assert "Studio Süd" in words(shown)
        assert page(shown).select_one("aside.acting") is None
