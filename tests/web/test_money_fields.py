"""Prices, rates and sizes are read as the page's language writes them, and never guessed."""

import pytest
from babel.numbers import get_currency_precision
from flask_babel import force_locale
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import Form

from tests.support.pages import _SPACE
from webapp.domain.currencies import CURRENCIES
from webapp.domain.products import HIGHEST_PRICE, HIGHEST_TAX_RATE
from webapp.web.money_fields import MoneyField, RateField
from webapp.web.size_fields import SizeField, size_words

pytestmark = pytest.mark.one_database("numbers are read without one")

IN_ONE_APP = {"suppress_health_check": [HealthCheck.function_scoped_fixture]}


class PriceForm(Form):
    price = MoneyField(
        "Price", currency=lambda: "EUR", missing="Write a price.", most=HIGHEST_PRICE
    )
    yen = MoneyField("Yen", currency=lambda: "JPY", missing="Write a price.", most=HIGHEST_PRICE)
    rate = RateField("Tax", missing="Write a rate.", most=HIGHEST_TAX_RATE)
    size = SizeField("Size")


def read(language, name, typed):
    """What a field makes of it: its value, or the sentence at the field."""
    with force_locale(language):
        form = PriceForm(MultiDict({name: typed}))
        field = form[name]
        if field.validate(form):
            return field.data
        assert field._value() == typed, "what was typed stays"
        return str(field.errors[0]).translate(_SPACE)


PRICES = [
    ("de", "12,50", 1250),
    ("de", "1.250,00", 125000),
    ("de", "1.250", 125000),
    ("de", " 12,5 € ", 1250),
    ("de", "1 250,00 €", 125000),
    ("de", "EUR 3", 300),
    ("de", "0", 0),
    ("en", "12.50", 1250),
    ("en", "1,250.00", 125000),
    ("en", "€1,250", 125000),
    ("en", "1250", 125000),
    ("en", "100,000.00", HIGHEST_PRICE),
]


NO_PRICES = [
    ("de", "12.50", "„12.50“ can be misread. Write 12,50."),
    ("en", "12,50", "‘12,50’ can be misread. Write 12.50."),
    ("en", "4,90", "‘4,90’ can be misread. Write 4.90."),
    ("en", "1.250,00", "‘1.250,00’ can be misread. Write 1,250.00."),
    ("de", "1,250", "Write at most 2 decimals, like 12,50."),
    ("en", "12.000", "Write at most 2 decimals, like 12.50."),
    ("de", "−5", "Write a number of at least 0."),
    ("en", "-0.01", "Write a number of at least 0."),
    ("en", "100,000.01", "Write at most 100,000.00."),
    ("en", "9" * 39, "Write at most 100,000.00."),
    ("en", "1e5", "Write a number, like 12.50."),
    ("en", "NaN", "Write a number, like 12.50."),
    ("en", "Infinity", "Write a number, like 12.50."),
    ("en", "١٢", "Write a number, like 12.50."),
    ("en", "twelve", "Write a number, like 12.50."),
    ("en", "...", "Write a number, like 12.50."),
    ("en", "", "Write a price."),
    ("en", "\u200b ", "Write a price."),
]


def test_a_price_is_read_as_the_language_writes_it(app):
    assert [(*each[:2], read(each[0], "price", each[1])) for each in PRICES] == PRICES


def test_what_is_no_price_is_refused_with_what_helps(app, monkeypatch):
    monkeypatch.setattr("webapp.web.money_fields._", _untranslated)
    assert [(*each[:2], read(each[0], "price", each[1])) for each in NO_PRICES] == NO_PRICES


def test_a_currency_without_cents_has_no_decimals(app):
    assert read("en", "yen", "1,250") == 1250
    assert read("en", "yen", "12.5") == "Write a whole number, like 13."


def test_every_currency_on_offer_has_a_hundred_parts():
    assert {get_currency_precision(code) for code in CURRENCIES} == {2}


def test_a_tax_rate_is_in_hundredths_of_a_per_cent(app):
    rates = [("de", "19", 1900), ("de", "7,7 %", 770), ("en", "8.25%", 825), ("en", "0", 0)]
    assert [(*each[:2], read(each[0], "rate", each[1])) for each in rates] == rates


def test_more_than_everything_is_no_tax_rate(app):
    assert read("en", "rate", "100.01") == "Write at most 100."
    assert read("en", "rate", "7.755") == "Write at most 2 decimals, like 7.7."


@settings(**IN_ONE_APP)
@given(
    language=st.sampled_from(["en", "de"]),
    name=st.sampled_from(["price", "yen", "rate"]),
    amount=st.integers(0, HIGHEST_TAX_RATE) | st.integers(0, HIGHEST_PRICE),
)
def test_what_a_field_writes_it_reads_as_the_same(app, language, name, amount):
    amount = min(amount, HIGHEST_TAX_RATE) if name == "rate" else amount
    with force_locale(language):
        typed = PriceForm()[name].words(amount)
    assert read(language, name, typed) == amount


SIZES = {
    "13 × 18 cm": (130, 180),
    "13x18": (130, 180),
    "130 X 180 mm": (130, 180),
    "10,5 * 15": (105, 150),
    "10.5 cm x 15 cm": (105, 150),
    "": None,
    "13": "Write width and height, like 13 × 18 cm or 130 × 180 mm.",
    "13 cm × 180 mm": "Write width and height, like 13 × 18 cm or 130 × 180 mm.",
    "1.250 x 300 mm": "Write width and height, like 13 × 18 cm or 130 × 180 mm.",
    "130,5 x 180 mm": "Write whole millimetres: nothing smaller is kept.",
    "0 x 18 cm": "Write lengths from 1 cm to 5 m.",
    "13 x 501": "Write lengths from 1 cm to 5 m.",
}


def test_a_size_is_read_as_photographers_write_it_or_refused(app):
    assert {typed: read("en", "size", typed) for typed in SIZES} == SIZES


@settings(**IN_ONE_APP)
@given(st.sampled_from(["en", "de"]), st.integers(10, 5000), st.integers(10, 5000))
def test_a_size_is_read_as_it_is_shown(app, language, width, height):
    with force_locale(language):
        shown = size_words(width, height)
    assert read(language, "size", shown) == (width, height)


def _untranslated(sentence, **values):
    return sentence % values if values else sentence
