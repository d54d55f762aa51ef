"""What support is told of a visitor's pictures is what the shop serves to this visitor (H1, A6).

Each situation is set up for a browser of its own; the explanation says how many pictures are seen,
and the shop is asked for the gallery and for every single picture.
"""

from datetime import date, timedelta
from itertools import count

import pytest
from sqlalchemy import select

from tests.support.builders import (
    NOW,
    a_code,
    a_customer,
    a_job,
    a_person,
    a_photo,
    a_registration,
    a_studio,
    a_visitor,
    an_album,
)
from tests.support.deleting import throw_photos
from tests.support.pages import page
from webapp import clock
from webapp.domain.explaining import Reason
from webapp.models.base import db, new_id, transaction
from webapp.models.customer import Customer, Visitor
from webapp.models.job import AccessCode, Job
from webapp.models.late import Reopening
from webapp.models.photo import Photo
from webapp.models.trash import WITH_TRASH
from webapp.queries.explaining_photos import sight_of_customer

JOBS = {
    "planning": {"status": "planning"},
    "selling": {"status": "selling", "archive_on": date(2026, 11, 26)},
    "stopped": {"status": "selling", "archive_on": date(2026, 11, 21)},
    "archived": {"status": "archived", "archived_at": NOW - timedelta(days=3)},
}
CODES = ("valid", "revoked", "none", "one of two", "both")
PICTURES = ("ready", "waiting", "failed", "card", "trash", "nobody's", "group", "none")
# Job, codes, whether it is open again for the first code, pictures, access.
SITUATIONS = (
    *(("selling", "valid", "never", each, "person") for each in PICTURES),
    *(("selling", each, "never", "ready", "person") for each in CODES[1:]),
    *((each, "valid", "never", "ready", "person") for each in ("planning", "stopped", "archived")),
    *(("archived", each, "until later", "ready", "person") for each in CODES),
    ("archived", "valid", "until later", "trash", "person"),
    ("archived", "both", "ended", "waiting", "person"),
    ("selling", "none", "never", "group", "public"),
    ("archived", "valid", "until later", "ready", "public"),
    ("planning", "none", "never", "ready", "public"),
)
_numbers = count(1)


def a_situation(studio, job_kind, code_kind, opened, pictures, access):
    """A job, a customer with a browser that has typed the code, and what became of it since."""
    job = a_job(studio, access_type=access, **JOBS[job_kind])
    album = an_album(job)
    mia, ben = a_person(job, "Mia Berger", album), a_person(job, "Ben Berger", album)
    bens = a_photo(job, album, persons=[ben])
    photos = [_picture(job, album, mia, pictures) for _ in range(2 if pictures != "none" else 0)]
    codes = {"none": [], "one of two": [mia, ben], "both": [mia, ben]}.get(code_kind, [mia])
    codes = [a_code(job, f"SHOP{next(_numbers):08d}", person=each) for each in codes]
    customer, token = a_customer(studio), new_id()
    a_registration(job, customer, access_code_id=codes[0].id if codes else None)
    a_visitor(studio, token, codes=codes, customer=customer)
    with transaction() as session:
        if code_kind in ("revoked", "one of two"):
            session.get_one(AccessCode, codes[-1].id).revoked_at = NOW
        if codes and opened != "never":
            session.add(_reopening(job, codes[0], has_ended=opened == "ended"))
    if pictures == "trash":
        throw_photos(job, *photos)
    return job, customer, token, [bens, *photos]


def _picture(job, album, mia, kind):
    facts = {"state": kind if kind in ("waiting", "failed") else "ready"}
    if kind == "card":
        facts["card_state"] = "card"
    persons = [] if kind in ("nobody's", "group") else [mia]
    return a_photo(job, album, persons=persons, is_group=kind == "group", **facts)


def _reopening(job, code, *, has_ended):
    stop_at = NOW + timedelta(days=-1 if has_ended else 8)
    return Reopening(
        studio_id=job.studio_id,
        job_id=job.id,
        access_code_id=code.id,
        until=date(2026, 11, 22 if has_ended else 30),
        stop_at=stop_at,
        opened_at=NOW - timedelta(days=2),
        closed_at=stop_at if has_ended else None,
    )


def served(client, studio, token, job, photos):
    """The pictures this browser gets in the gallery; its large views say the same."""
    client.set_cookie(f"shop-{studio.slug}", token, domain="127.0.0.1")
    home = f"/shop/{studio.slug}/jobs/{job.id}"
    answer = client.get(home)
    shown = page(answer).select("a[href*='/photos/']") if answer.status_code == 200 else []
    in_gallery = {link["href"].split("/photos/")[1].split("?")[0] for link in shown}
    opening = {
        each.id for each in photos[:2] if client.get(f"{home}/photos/{each.id}").status_code == 200
    }
    assert opening == in_gallery & {each.id for each in photos[:2]}
    return in_gallery


def explained(job, customer):
    """What support is told at this moment."""
    db.session.rollback()
    return sight_of_customer(
        db.session.get_one(Job, job.id, execution_options=WITH_TRASH),
        db.session.get_one(Customer, customer.id),
        now=NOW,
        machine_now=clock.machine_now(),
    )


def test_the_explanation_counts_what_the_shop_serves(client):
    studio = a_studio()
    seen = set()
    for situation in SITUATIONS:
        job, customer, token, photos = a_situation(studio, *situation)
        found = explained(job, customer).sight
        pictures = served(client, studio, token, job, photos)
        assert found.pictures == len(pictures), situation
        assert found.sees or any(each.decides for each in found.reasons), situation
        seen |= {(each.why.value, each.decides) for each in found.reasons}
    # The examples are worth something: they met nearly every reason there is.
    assert {why for why, decides in seen if decides} >= {
        "planned", "stopped", "archived", "no-code", "revoked", "nothing-there", "being-made",
        "failed", "only-cards", "unassigned", "in-trash",
    }  # fmt: skip
    assert {why for why, decides in seen if not decides} >= {"open-again", "was-open-until"}


@pytest.fixture
def studio(app):
    return a_studio()


def whys(found):
    return [(each.why.value, each.alone) for each in found.sight.reasons if each.decides]


def test_all_that_closes_a_gate_is_told_with_what_would_remain_alone(studio):
    job, customer, _token, photos = a_situation(
        studio, "archived", "revoked", "never", "waiting", "person"
    )
    assert whys(explained(job, customer)) == [
        ("archived", True), ("revoked", True), ("being-made", True),
    ]  # fmt: skip
    with transaction() as session:
        session.get_one(Photo, photos[1].id).state = "failed"
    # Of two causes behind one gate neither would remain alone.
    assert whys(explained(job, customer))[2:] == [("being-made", False), ("failed", False)]


def test_who_sees_pictures_is_told_until_when(studio):
    job, customer, *_rest = a_situation(studio, "selling", "valid", "never", "ready", "person")
    sight = explained(job, customer).sight
    assert (sight.pictures, sight.until, sight.reasons) == (2, date(2026, 11, 26), ())


def test_a_browser_whose_visit_is_over_is_worth_knowing(studio):
    job, customer, *_rest = a_situation(studio, "selling", "valid", "never", "ready", "person")
    with transaction() as session:
        visitor = session.scalars(select(Visitor).filter_by(customer_id=customer.id)).one()
        visitor.expires_at = clock.machine_now() - timedelta(days=1)
    (reason,) = explained(job, customer).sight.reasons
    assert reason == Reason(reason.why, decides=False)
    assert reason.why.value == "not-opened"
