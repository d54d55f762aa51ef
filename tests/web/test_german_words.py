"""Days, money, shares and names as they are read in German."""

from datetime import date

import pytest
from flask_babel import force_locale

from webapp.web import words

THURSDAY = date(2026, 11, 26)


def plain(text):
    """No-break spaces as spaces."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def german(app):
    with app.test_request_context(), force_locale("de"):
        yield


@pytest.mark.usefixtures("german")
def test_a_day_is_written_out_with_its_weekday():
    assert plain(words.day(THURSDAY)) == "Donnerstag, 26. November 2026"
    assert plain(words.day(THURSDAY, "row")) == "Do. 26. Nov."
    assert plain(words.day(THURSDAY, "plain")) == "26. November"


@pytest.mark.usefixtures("german")
def test_a_line_never_ends_between_a_day_and_its_month():
    assert "26.\N{NO-BREAK SPACE}November" in words.day(THURSDAY)


@pytest.mark.usefixtures("german")
def test_money_shares_and_numbers_have_german_signs():
    assert plain(words.money(4170, "EUR")) == "41,70 €"
    assert plain(words.percent(0.4)) == "40 %"
    assert words.number(1204) == "1.204"
    assert plain(words.size(4_227_512)) == "4,2 MB"


@pytest.mark.usefixtures("german")
def test_names_stand_in_german_quotes():
    assert words.quoted("Kita Sonnenhof") == "„Kita Sonnenhof“"


@pytest.mark.usefixtures("german")
def test_the_stop_is_the_twenty_fourth_hour_of_its_day():
    assert plain(words.last_instant(THURSDAY, "Europe/Berlin")) == (
        "Donnerstag, 26. November 2026, 24 Uhr (Europe/Berlin)"
    )
