"""The people of a job as a photographer works with them: found, changed, removed, their codes."""

import pytest

from tests.support.builders import (
    NOW,
    a_code,
    a_job,
    a_person,
    a_photo,
    a_studio,
    a_visitor,
    an_album,
)
from tests.support.pages import page, words
from webapp.models.base import db, transaction
from webapp.models.job import AccessCode, Job, Person

REMOVE = "Remove this person"


@pytest.fixture
def job(studio):
    job = a_job(studio, access_type="person")
    mia = a_person(job, "Mia Berger", an_album(job, "2b"))
    a_person(job, "Ben Yıldız", an_album(job, "3a"))
    a_person(job, "Łukasz")
    code = a_code(job, person=mia)
    a_photo(job, mia.album, persons=[mia])
    a_visitor(studio, codes=[code])
    return job


def rows(client, address):
    return [words(row) for row in page(client.get(address)).select("#people-list tbody tr")]


def person(job, name):
    db.session.rollback()
    return db.session.query(Person).filter_by(job_id=job.id, name=name).one()


def test_everybody_is_listed_with_class_code_and_photos(client, job):
    assert rows(client, f"/studio/jobs/{job.id}/people") == [
        "Łukasz – – no code 0",
        "Mia Berger 2b – K7MW-9Q3X-4T2P · used 1",
        "Ben Yıldız 3a – no code 0",
    ]


def test_people_are_searched_and_filtered_by_class(client, job):
    home = f"/studio/jobs/{job.id}/people"
    album = person(job, "Ben Yıldız").album_id
    assert len(rows(client, f"{home}?q=berger+mia")) == 1
    assert rows(client, f"{home}?group={album}")[0].startswith("Ben")
    assert rows(client, f"{home}?group=none")[0].startswith("Łukasz")
    assert "No person fits ‘nobody’." in words(client.get(f"{home}?q=nobody"))
    assert client.get(f"{home}?q=%00&group={'x' * 999}&page=-1").status_code == 200


def test_fifty_stand_on_a_page(client, studio):
    job = a_job(studio)
    with transaction() as session:
        session.add_all(
            Person(job_id=job.id, name=f"Child {number:02}", created_at=NOW) for number in range(51)
        )
    home = f"/studio/jobs/{job.id}/people"
    assert len(rows(client, home)) == 50
    assert rows(client, f"{home}?page=2") == ["Child 50 – – no code 0"]


def test_a_person_is_renamed_and_moved(client, job, stored):
    mia = person(job, "Mia Berger")
    address = f"/studio/jobs/{job.id}/people/{mia.id}"
    client.submit(address, "form.form", name="Mia Novak", group="4c", reference="17")
    assert (stored(mia).name, stored(mia).reference, stored(mia).album.name) == (
        "Mia Novak",
        "17",
        "4c",
    )
    answer = client.submit(address, "form.form", name=" ", group="x" * 121)
    assert answer.status_code == 422
    assert "Write a name." in words(answer)
    assert page(answer).select_one("#group")["value"] == "x" * 121
    assert stored(mia).name == "Mia Novak"


def test_a_person_leads_to_the_photos_and_to_an_archived_job_for_them_alone(client, studio, job):
    mia = person(job, "Mia Berger")
    shown = page(client.get(f"/studio/jobs/{job.id}/people/{mia.id}"))
    assert (
        shown.select_one(f'main a[href="/studio/jobs/{job.id}/albums/{mia.album_id}"]').text == "2b"
    )
    assert not shown.select('a[href$="/reopening"]')

    gone = a_job(studio, status="archived", access_type="person")
    ben = a_person(gone)
    code = a_code(gone, "ABCDEFGH2345", person=ben)
    shown = page(client.get(f"/studio/jobs/{gone.id}/people/{ben.id}"))
    assert shown.select_one(f'a[href="/studio/jobs/{gone.id}/codes/{code.id}/reopening"]')


def test_nobody_is_made_the_same_as_somebody_else(client, job, stored):
    ben = person(job, "Ben Yıldız")
    address = f"/studio/jobs/{job.id}/people/{ben.id}"
    answer = client.submit(address, "form.form", name="mia berger", group="2B")
    assert (answer.status_code, stored(ben).name) == (422, "Ben Yıldız")
    assert "Somebody of this name is in this class already." in words(answer)


def test_removing_says_what_it_does_and_then_does_it(client, job):
    mia = person(job, "Mia Berger")
    address = f"/studio/jobs/{job.id}/people/{mia.id}"
    window = client.get(f"{address}/removal")
    said = words(window)
    assert "1 photo stays, and belongs to nobody then." in said
    assert "The code K7MW-9Q3X-4T2P is revoked" in said
    assert "1 browser has opened it." in said
    assert person(job, "Mia Berger"), "nothing was done yet"
    answer = client.submit(window, button=REMOVE, follow=True)
    assert "Mia Berger was removed." in words(answer)
    assert client.get(address).status_code == 404
    history = words(client.get(f"/studio/jobs/{job.id}/history"))
    assert "1 photo is no longer theirs, 1 code revoked" in history


def test_a_code_is_revoked_and_made_anew(client, job):
    mia = person(job, "Mia Berger")
    home = f"/studio/jobs/{job.id}/people/{mia.id}"
    code = db.session.query(AccessCode).one()
    window = client.get(f"/studio/jobs/{job.id}/codes/{code.id}/revocation")
    assert "1 browser has opened it and sees the pictures no longer." in words(window)
    answer = client.submit(window, button="Revoke the code", follow=True)
    assert "The code of ‘Mia Berger’ was revoked." in words(answer)
    assert "The code was revoked. It opens nothing." in words(answer)
    again = client.get(f"/studio/jobs/{job.id}/codes/{code.id}/revocation")
    assert "This code was revoked already." in words(again)
    assert "There is a new code." in words(
        client.submit(home, "section form", button="Make a new code", follow=True)
    )
    assert "K7MW" not in words(client.get(home))


def test_a_code_is_replaced(client, job):
    code = db.session.query(AccessCode).one()
    window = client.get(f"/studio/jobs/{job.id}/codes/{code.id}/replacement")
    answer = client.submit(window, button="Replace the code", follow=True)
    assert "‘Mia Berger’: there is a new code. Print its card." in words(answer)
    assert db.session.query(AccessCode).filter_by(revoked_at=None).count() == 1
    assert "Code replaced" in words(client.get(f"/studio/jobs/{job.id}/history"))


def test_the_code_of_the_job_is_revoked_and_made_again_on_the_customers_tab(client, studio):
    job = a_job(studio, access_type="job")
    code = a_code(job)
    client.submit(f"/studio/jobs/{job.id}/codes/{code.id}/revocation")
    tab = f"/studio/jobs/{job.id}/customers"
    assert "Whole job · no code" in words(client.get(tab))
    client.submit(tab, "section form", button="Make a new code")
    assert db.session.query(AccessCode).filter_by(revoked_at=None).count() == 1


@pytest.mark.parametrize(
    "path", ["people", "people/import", "people/{person}", "people/{person}/removal", "cards",
             "cards.pdf", "codes/{code}/revocation", "codes/{code}/replacement"]
)  # fmt: skip
def test_what_belongs_to_another_studio_or_job_is_not_there(client, studio, path):
    theirs = a_job(a_studio())
    ids = {"person": a_person(theirs).id, "code": a_code(theirs).id}
    own = a_job(studio)
    homes = [theirs.id, own.id] if "{" in path else [theirs.id]
    for home in homes:
        answer = client.get(f"/studio/jobs/{home}/{path.format(**ids)}")
        assert answer.status_code == 404


def test_the_global_code_is_made_replaced_and_revoked(client, studio):
    home = "/studio/settings/global-code"
    assert "There is no global code." in words(client.get(home))
    client.submit(home, button="Make a global code")
    first = words(page(client.get(home)).select_one("code.code"))
    client.submit(home, button="Replace the global code")
    second = words(page(client.get(home)).select_one("code.code"))
    assert first != second
    client.submit(home, "form[action$=revocation]", button="Revoke the global code")
    assert "There is no global code." in words(client.get(home))
    assert db.session.query(Job).count() == 0
