"""Studio settings, 'Support': who may act for the studio, who did, who looked (H2)."""

from datetime import timedelta

from tests.support.acting import (
    REASON,
    acting_for,
    minutes_pass,
    records_of,
    sessions_of,
    signed_in_as,
)
from tests.support.builders import NOW, a_job, a_member, a_studio
from tests.support.pages import page, words
from webapp import clock
from webapp.domain.actors import Actor, ActorKind
from webapp.models.base import transaction
from webapp.models.support import SupportSession
from webapp.use_cases.end_acting import end_what_has_run_out
from webapp.use_cases.record_looks import record_look

PAGE = "/studio/settings/support"
SAMIRA = Actor(ActorKind.SUPPORT, "Samira Haddad")


def rows(response):
    return [words(row) for row in page(response).select("tbody tr")]


def test_the_studio_reads_who_acted_when_why_and_every_page(client, visitor):
    studio = a_studio()
    job = a_job(studio)
    owner = signed_in_as(visitor(), member=a_member(studio))
    assert "Nobody has ever acted for this studio." in words(owner.get(PAGE))

    with acting_for(client, studio, raised=True):
        client.get(f"/studio/jobs/{job.id}")
        for _again in range(3):
            client.get(f"/studio/jobs/{job.id}/photos/{job.id}/small")
        client.get("/studio/settings/global-code")
        during = owner.get(PAGE)
        client.submit("/console", ".acting form")

    assert "Somebody is in at this moment" in words(during)
    shown = owner.get(PAGE)
    (row,) = rows(shown)
    assert row.startswith("23 Nov, 10:00 Samira"), "the records' clock, not the machine's"
    assert f"Samira Haddad {REASON}" in row
    assert "by support" in row
    assert "5 pages and pictures" in row
    lines = rows(owner.get(page(shown).select_one("tbody a")["href"]))
    for line, what in zip(
        lines,
        (
            "Support began to act for the studio –",
            "Support allowed itself changes –",
            f"Page asked for on behalf {job.public_name}: Overview",
            f"Page asked for on behalf {job.public_name}: 3 pictures",
            "Refused on behalf Studio settings",
            "Support stopped acting for the studio –",
        ),
        strict=True,
    ):
        assert line.endswith(what)


def test_two_who_act_at_the_same_time_have_records_of_their_own(client, visitor):
    studio = a_studio()
    owner = signed_in_as(visitor(), member=a_member(studio))
    second = visitor()
    with acting_for(client, studio), acting_for(second, studio):
        client.get("/studio/orders")
        second.get("/studio/trash")
    first, other = page(owner.get(PAGE)).select("tbody a")
    pages = {
        link["href"]: [line.split()[-1] for line in rows(owner.get(link["href"]))]
        for link in (first, other)
    }
    assert sorted(lines[1] for lines in pages.values()) == ["Orders", "Trash"]
    assert {len(lines) for lines in pages.values()} == {2}


def test_looks_from_the_console_are_read_there_and_in_one_line_at_the_job(client, studio):
    job = a_job(studio)
    for minute in range(3):
        record_look(
            studio.id,
            page=f"/console/jobs/{job.id}",
            by=SAMIRA,
            now=NOW + timedelta(minutes=minute),
            job_id=job.id,
        )
    history = client.get(f"/studio/jobs/{job.id}/history")
    assert "Nothing has been changed yet." in words(history)
    assert "23 Nov · Samira Haddad (support) · 3 pages and pictures" in words(history)
    looks = rows(client.get(f"{PAGE}/looks"))
    assert len(looks) == 3
    assert (
        looks[0] == f"23 Nov, 10:02 Samira Haddad (support) Looked at {job.public_name}: Overview"
    )


def test_access_is_revoked_and_given_again_and_both_are_recorded(client, studio, stored):
    client.submit(PAGE, 'main form[action$="/support"]')
    assert stored(studio).support_access is False
    again = client.submit(PAGE, 'main form[action$="/support"]', follow=True)
    assert stored(studio).support_access is True
    assert "Support may act for you from now on" in words(again)
    entries = records_of(studio)
    assert [(each.deed, each.actor_kind) for each in entries] == [
        ("support-access-changed", "person"),
        ("support-access-changed", "person"),
    ]


def test_another_studios_sessions_are_unknown(client, studio, visitor):
    other = a_studio("Studio Süd")
    with acting_for(visitor(), other):
        pass
    (row,) = sessions_of(other)
    assert client.get(f"{PAGE}/{row.id}").status_code == 404
    assert rows(client.get(PAGE)) == []


def test_the_sweep_notes_the_end_of_what_nobody_asks_for_any_more(client):
    studio = a_studio()
    with acting_for(client, studio):
        pass
    assert end_what_has_run_out(now=NOW, machine_now=clock.machine_now()) == 0
    minutes_pass(studio, 31)
    assert end_what_has_run_out(now=NOW, machine_now=clock.machine_now()) == 1
    (row,) = sessions_of(studio)
    assert (row.ended_by, row.ended_at) == ("time", row.ends_at)
    last = records_of(studio)[-1]
    assert (last.deed, last.actor_kind, row.last_number) == ("acting-ended", "worker", last.number)


def test_long_lists_have_pages(client, studio, visitor):
    with acting_for(visitor(), studio):
        pass
    (first,) = sessions_of(studio)
    with transaction() as session:
        for number in range(30):
            session.add(
                SupportSession(
                    staff_id=first.staff_id,
                    studio_id=studio.id,
                    token_hash=f"{number}",
                    reason=f"Reason {number}",
                    began_at=NOW + timedelta(minutes=number),
                    ends_at=NOW + timedelta(minutes=number + 30),
                    ended_at=NOW + timedelta(minutes=number + 1),
                    ended_by="staff",
                )
            )
    assert len(rows(client.get(PAGE))) == 25
    assert len(rows(client.get(f"{PAGE}?page=2"))) == 6


def test_what_was_changed_leads_the_page_of_who_acted_and_leads_to_the_job(client, visitor):
    studio = a_studio()
    job, later = a_job(studio, public_name="Lindenhof"), a_job(studio, internal_name="Before")
    owner = signed_in_as(visitor(), member=a_member(studio))

    def rename(row):
        address = f"/studio/jobs/{row.id}/settings"
        saved = client.submit(address, 'form[action*="settings"]', internal_name="After " + row.id)
        assert saved.status_code == 303

    for row in (job, later):
        with acting_for(client, studio, raised=True):
            client.get("/studio/orders")
            rename(row)
            client.submit("/console", ".acting form")

    newest, first = page(owner.get(PAGE)).select("tbody td a")
    shown = page(owner.get(first["href"])).select_one("section[aria-labelledby=changed-title]")
    (line,) = shown.select("li")
    assert "Settings saved · Lindenhof" in words(line)
    assert f"→ After {job.id}" in words(line)
    assert line.select_one("a")["href"] == f"/studio/jobs/{job.id}/history"
    assert f"Before → After {later.id}" in words(owner.get(newest["href"]))

    with acting_for(client, studio):
        client.get("/studio/orders")
    only_read = page(owner.get(PAGE)).select_one("tbody td a")["href"]
    assert "What was changed Nothing was changed." in words(owner.get(only_read))


def test_members_are_told_on_every_page_while_somebody_acts_and_no_longer_when_revoked(
    client, visitor
):
    studio = a_studio()
    owner = signed_in_as(visitor(), member=a_member(studio))
    told = "Support acts for your studio at this moment: Samira Haddad"
    with acting_for(client, studio):
        assert told not in words(client.get("/studio/orders"))
        shown = owner.get("/studio/orders")
        assert told in words(shown)
        assert page(shown).select_one(f"main p a[href='{PAGE}']")
        revoked = owner.submit(PAGE, 'main form[action$="/support"]', follow=True)
    assert told not in words(revoked)
    assert "Nobody of support can open your studio." in words(revoked)
    assert "support can open your studio as you see it" not in words(revoked)
