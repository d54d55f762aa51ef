"""Looking through the help notes: words in any place, case and spelling of umlauts."""

import pytest

from webapp.domain.help_search import Text, search

TRASH = Text(
    "trash", "Alben löschen", "Der Papierkorb.", "Was Sie löschen, bleibt einige Tage.", ""
)
DATE = Text("date", "Archivieren", "Der letzte Tag.", "Danach löscht niemand etwas.", "Frist café")
LONG = Text("long", "Lang", "Kurz.", f"{'vorher ' * 20}Größe {'nachher ' * 40}")
NOTES = (DATE, TRASH, LONG)


def found(query):
    return [hit.name for hit in search(NOTES, query, language="de")]


@pytest.mark.parametrize("query", ["löschen", "LÖSCHEN", "loschen", "loeschen", "lösch tage"])
def test_a_word_is_found_in_whichever_way_it_is_typed(query):
    assert "trash" in found(query)


@pytest.mark.parametrize("query", ["Was löschte ich?", "die Löschung!", "«lösche»", "lösch rakete"])
def test_a_question_is_answered_by_the_words_that_say_something(query):
    assert found(query)[0] == "trash"


def test_a_note_with_every_word_stands_before_one_with_more_of_the_others():
    assert found("löschen niemand") == ["date", "trash"]


def test_a_word_of_one_letter_or_sign_is_none():
    assert found("l") == found("?") == []


def test_the_note_that_has_it_in_its_title_comes_first():
    assert found("lösch") == ["trash", "date"]


@pytest.mark.parametrize("query", ["frist", "cafe", "CAFÉ"])
def test_a_word_that_people_use_for_it_finds_it_too(query):
    assert found(query) == ["date"]


@pytest.mark.parametrize("query", ["", "   ", "rakete", "%", "_", "́"])
def test_what_no_note_holds_finds_nothing(query):
    assert found(query) == []


def test_the_excerpt_shows_the_words_around_the_first_match():
    (hit,) = search(NOTES, "GROSSE", language="de")
    assert [piece.words for piece in hit.excerpt if piece.is_match] == ["Größe"]
    text = " ".join(piece.words for piece in hit.excerpt)
    assert text == f"… {'vorher ' * 8}Größe {'nachher ' * 21}…"


def test_a_query_of_any_length_is_answered():
    assert found("löschen " * 5000) == ["trash", "date"]
