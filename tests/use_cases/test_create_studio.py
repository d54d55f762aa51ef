"""A studio begins whole: with its member, a price list and the standard profile."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from threading import Barrier

import pytest
from sqlalchemy import func, select

from webapp.models.base import db
from webapp.models.message import CommunicationProfile
from webapp.models.price_list import PriceList, Product
from webapp.models.studio import Member, Studio
from webapp.use_cases.check_studio import NewStudio
from webapp.use_cases.create_studio import (
    AlreadySetUpError,
    Created,
    Refused,
    create_first_studio,
    create_studio,
)
from webapp.use_cases.passwords import is_right

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TOKEN = "printed-at-the-start"
NORD = NewStudio(
    name="Studio Nord",
    slug="studio-nord",
    email="owner@example.org",
    time_zone="Europe/Berlin",
    password="long enough a sentence",
    member_name="Jonas Weber",
)


def first(new=NORD, token=TOKEN, expected=TOKEN):
    return create_first_studio(new, token=token, expected=expected, now=NOW)


def count(table):
    return db.session.scalar(select(func.count()).select_from(table))


def test_a_studio_is_stored_with_its_member(app):
    created = create_studio(NORD, now=NOW)
    assert isinstance(created, Created)
    studio = db.session.get(Studio, created.studio_id)
    member = db.session.get(Member, created.member_id)
    assert (studio.name, studio.slug, studio.time_zone) == (
        "Studio Nord", "studio-nord", "Europe/Berlin",
    )  # fmt: skip
    assert (studio.email, studio.language, studio.is_demo) == ("owner@example.org", "en", False)
    assert (member.studio_id, member.email, member.name) == (
        studio.id, "owner@example.org", "Jonas Weber",
    )  # fmt: skip
    assert is_right("long enough a sentence", member.password_hash)
    assert "sentence" not in member.password_hash


def test_it_begins_with_three_prints_and_a_download(app):
    create_studio(NORD, now=NOW)
    prices = db.session.scalars(select(PriceList)).one()
    assert (prices.name, prices.tax_rate) == ("Prints and downloads", 1900)
    products = db.session.scalars(select(Product).order_by(Product.position)).all()
    assert [(row.name, row.kind, row.width, row.height, row.price) for row in products] == [
        ("Print 10 × 15 cm", "print", 100, 150, 390),
        ("Print 13 × 18 cm", "print", 130, 180, 890),
        ("Print 20 × 30 cm", "print", 200, 300, 1690),
        ("Picture as a download", "digital", None, None, 1490),
    ]


def test_it_begins_with_the_standard_profile_of_rule_c4(app):
    create_studio(NORD, now=NOW)
    profile = db.session.scalars(select(CommunicationProfile)).one()
    assert (profile.name, profile.is_standard) == ("Standard", True)
    assert [(row.trigger, row.offset_days, row.channel) for row in profile.notifications] == [
        ("available", 0, "email"),
        ("before-archiving", 7, "email"),
        ("before-archiving", 3, "email"),
        ("before-archiving", 1, "email"),
        ("archived", 0, "email"),
    ]
    for row in profile.notifications:
        assert "[[Job.name]]" in row.subject
        assert "[[Customer.loginurl]]" in row.message


def test_what_was_typed_is_tidied(app):
    typed = replace(
        NORD, name="  Studio \u202e Nord\n", slug=" Studio-NORD ", email=" Owner@Example.ORG ",
        member_name="",
    )  # fmt: skip
    created = create_studio(typed, now=NOW)
    studio = db.session.get(Studio, created.studio_id)
    member = db.session.get(Member, created.member_id)
    assert (studio.name, studio.slug, member.email) == (
        "Studio Nord", "studio-nord", "owner@example.org",
    )  # fmt: skip
    assert member.name == "Studio Nord"


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("name", ["", "   ", "\u200b", "N" * 121]),
        ("member_name", ["N" * 121]),
        ("slug", ["", "Ä", "a--b", "-a", "a-", "a b", "a/b", "shop", "admin", "x" * 61]),
        ("email", ["", "owner", "a@b", "a@b\nc.org", "a@x.org, b@x.org", "x" * 250 + "@x.org"]),
        ("time_zone", ["", "Berlin", "Europe/Nowhere", "../../etc/passwd", "x" * 10_000]),
        ("language", ["", "fr", "en\0"]),
        ("password", ["", "short", "x" * 201, "owner@example.org", "OWNER@example.org "]),
    ],
)
@pytest.mark.one_database("nothing reaches the database")
def test_a_fault_is_named_at_its_field_and_nothing_is_stored(app, field, values):
    for value in values:
        outcome = create_studio(replace(NORD, **{field: value}), now=NOW)
        assert isinstance(outcome, Refused), (field, value)
        assert list(outcome.faults) == [field], (value, outcome.faults)
        assert outcome.faults[field].endswith((".", "org."))
    assert count(Studio) == 0


@pytest.mark.one_database("nothing reaches the database")
def test_all_faults_are_named_at_once(app):
    outcome = create_studio(NewStudio("", "", "", "", "", "", ""), now=NOW)
    assert set(outcome.faults) == {"name", "slug", "email", "time_zone", "language", "password"}


@pytest.mark.one_database("nothing reaches the database")
def test_the_name_is_no_password(app):
    for password in ("Studio Nord AG", "jonas weber x"):
        new = replace(NORD, name="studio nord ag", member_name="Jonas Weber X", password=password)
        assert list(create_studio(new, now=NOW).faults) == ["password"]


def test_shop_address_and_email_belong_to_one_studio(app):
    create_studio(NORD, now=NOW)
    assert list(create_studio(replace(NORD, email="b@example.org"), now=NOW).faults) == ["slug"]
    assert list(create_studio(replace(NORD, slug="south"), now=NOW).faults) == ["email"]
    assert isinstance(create_studio(replace(NORD, slug="s", email="b@x.org"), now=NOW), Created)
    assert (count(Studio), count(Member), count(PriceList)) == (2, 2, 2)


def test_a_german_studio_is_greeted_in_its_language(app):
    created = create_studio(replace(NORD, language="de"), now=NOW)
    assert db.session.get(Studio, created.studio_id).language == "de"


@pytest.mark.parametrize("token", ["", "wrong", "printed-at-the-start ", "ü"])
def test_the_first_run_needs_the_printed_code(app, token):
    assert list(first(token=token).faults) == ["token"]
    assert count(Studio) == 0


@pytest.mark.parametrize("expected", [None, ""])
def test_without_a_printed_code_there_is_no_first_run(app, expected):
    assert list(first(token="", expected=expected).faults) == ["token"]


def test_the_first_run_is_allowed_once(app):
    assert isinstance(first(), Created)
    with pytest.raises(AlreadySetUpError):
        first(replace(NORD, slug="south", email="b@example.org"))
    assert count(Studio) == 1


def test_two_racing_first_runs_make_one_studio(app):
    start = Barrier(2)

    def race(number):
        new = replace(NORD, slug=f"studio-{number}", email=f"{number}@example.org")
        with app.app_context():
            start.wait()
            try:
                return first(new)
            except AlreadySetUpError as error:
                return error

    with ThreadPoolExecutor(2) as pool:
        outcomes = [type(outcome) for outcome in pool.map(race, range(2))]
    assert set(outcomes) == {Created, AlreadySetUpError}
    assert (count(Studio), count(Member)) == (1, 1)
