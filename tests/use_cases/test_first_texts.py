"""What a studio begins with is written in its language: products, prices, messages."""

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from webapp.models.base import db
from webapp.models.message import CommunicationProfile
from webapp.models.price_list import PriceList, Product
from webapp.use_cases.check_studio import NewStudio
from webapp.use_cases.create_studio import create_studio

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def studio_that_speaks(language):
    new = NewStudio(
        name="Studio Nord",
        slug="studio-nord",
        email="owner@example.org",
        time_zone="Europe/Berlin",
        password="long enough a sentence",
        language=language,
    )
    return create_studio(new, now=NOW)


def products():
    return [product.name for product in db.session.scalars(select(Product).order_by("position"))]


def notifications():
    return db.session.scalars(select(CommunicationProfile)).one().notifications


def test_a_german_studio_sells_prints_with_german_names(app):
    studio_that_speaks("de")
    assert db.session.scalars(select(PriceList)).one().name == "Abzüge und Downloads"
    assert products()[0].split() == ["Abzug", "10", "×", "15", "cm"]
    assert products()[-1] == "Bild als Download"


def test_an_english_studio_sells_prints_with_english_names(app):
    studio_that_speaks("en")
    assert db.session.scalars(select(PriceList)).one().name == "Prints and downloads"
    assert products()[-1] == "Picture as a download"


def test_a_german_studio_writes_german_letters(app):
    studio_that_speaks("de")
    subjects = [each.subject for each in notifications()]
    assert subjects == [
        "Ihre Bilder sind da: [[Job.name]]",
        "Bestellen Sie bis [[Job.date_archiving]]: [[Job.name]]",
        "Bestellen Sie bis [[Job.date_archiving]]: [[Job.name]]",
        "Noch ein Tag: [[Job.name]]",
        "Nicht mehr im Verkauf: [[Job.name]]",
    ]
    for each in notifications():
        assert each.message.startswith("Hallo [[Customer.firstname]],")
        assert "Freundliche Grüße\n[[Photographer.company]]" in each.message


@pytest.mark.parametrize("language", ["de", "en"])
def test_no_letter_to_parents_speaks_of_jobs_and_profiles(app, language):
    studio_that_speaks(language)
    for each in notifications():
        said = re.sub(r"\[\[[\w.]+\]\]", "", f"{each.subject} {each.message}").lower()
        for word in ("job", "auftrag", "status", "profil"):
            assert word not in said
