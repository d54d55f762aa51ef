"""The help notes: in both languages, true to the rules and the words on screen, and to be found."""

import re
from itertools import pairwise

import pytest
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup

from tests.architecture.sources import ROOT
from tests.architecture.test_archiving_map import RULES
from tests.support.builders import a_job
from tests.support.pages import page, words
from webapp.domain.help_search import search
from webapp.domain.languages import LANGUAGES
from webapp.studio import help_notes
from webapp.studio.help_places import NOTE_OF_PAGE

pytestmark = pytest.mark.one_database("the notes are the same on both")

NOTES = {note.name: note for note in help_notes.NOTES}
HELP = ROOT / "templates" / "help"
_CODE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|<code>.*?</code>", re.S)
_IN_WORDS = re.compile(
    r"\b(seven|ten|fourteen|thirty|forty-two|sieben|zehn|vierzehn|dreißig|zweiundvierzig)\b", re.I
)


QUESTIONS = {
    "de": [
        ("wann verlässt der auftrag den shop", "archiving-by-date"),
        ("wer wird beim wiederverkauf angeschrieben", "selling-again"),
        ("was passiert mit warenkörben", "baskets"),
        ("Klassen löschen", "deleting-albums"),
        ("klasse löschen", "deleting-albums"),
        ("Warum sehen Eltern nichts?", "why"),
        ("Warum sieht eine Mutter keine Fotos?", "why"),
        ("Wie lösche ich einen Auftrag?", "deleting-jobs"),
        ("Code verloren", "access-codes"),
        ("warum kam die mail nicht an", "planned-messages"),
    ],
    "en": [
        ("when exactly does it leave the shop", "archiving-by-date"),
        ("who is written to when I sell again?", "selling-again"),
        ("what happens to baskets", "baskets"),
        ("delete a class", "deleting-albums"),
        ("deleting classes", "deleting-albums"),
        ("why do parents see nothing", "why"),
        ("Why can't a parent see the photos?", "why"),
        ("How do I delete a job?", "deleting-jobs"),
        ("lost code", "access-codes"),
        ("why did the mail not arrive", "planned-messages"),
    ],
}

_read = {}


@pytest.fixture
def notes(client, studio):
    """Every note of a language by its name, as it is read: once, because they stay the same."""

    def show(language="en"):
        if language not in _read:
            client.get(f"/language?to={language}")
            _read[language] = {name: page(client.get(f"/studio/help/{name}")) for name in NOTES}
        return _read[language]

    return show


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_note_has_a_text_and_every_text_is_a_note(language):
    assert {path.stem for path in (HELP / language).glob("*.html")} == NOTES.keys()


def test_both_languages_say_the_same_in_the_same_order(notes):
    english, german = notes("en"), notes("de")
    for name in NOTES:
        assert shape(english[name]) == shape(german[name]), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_in_bold_are_words_on_screen(notes, language):
    said = {words(bold) for each in notes(language).values() for bold in each.select(".help b")}
    assert said - on_screen(language) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_number_is_typed_so_that_a_note_says_what_the_rule_says(language):
    for path in (HELP / language).glob("*.html"):
        text = BeautifulSoup(_CODE.sub("", path.read_text("utf-8")), "html.parser")
        for bold in text.select("b"):
            bold.decompose()  # words on screen, which another test compares
        assert not re.search(r"\d", text.get_text()), path
        assert not _IN_WORDS.search(text.get_text()), path


def test_the_notes_together_explain_every_rule_of_the_lifecycle():
    explained = {rule for note in help_notes.NOTES for rule in note.rules}
    assert set(RULES) - explained == set()


def test_what_a_note_says_about_days_comes_from_the_rules(notes):
    said = {name: words(each) for name, each in notes().items()}
    again = said["selling-again"]
    assert "archived for more than 14 days, its communication profile is removed" in again
    assert "On day 14 it still stays, on day 15 it goes" in again
    assert "It can be restored for 7 days." in said["deleting-albums"]
    assert "up to 42 days after it was placed" in said["downloads"]
    assert "Nothing is sent between 21:00 and 09:00" in said["planned-messages"]
    example = said["archiving-by-date"]
    assert "starts on 24 November. Orders are possible until the end of Thursday, 10" in example
    german = words(notes("de")["archiving-by-date"])
    assert "bis zum Ende von Donnerstag, 10. Dezember 2026" in german


def test_every_link_of_a_note_leads_somewhere(client, notes):
    both = [*notes("en").values(), *notes("de").values()]
    links = {link["href"].partition("#")[0] for each in both for link in each.select("main a")}
    assert {"/studio/storage", "/studio/help/more-time"} <= links
    for link in links - {f"/studio/help/{name}" for name in NOTES}:
        assert client.get(link).status_code == 200, link


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_are_told_apart_and_headings_go_down_by_one(notes, language):
    documents = notes(language)
    assert len({words(each.title) for each in documents.values()}) == len(NOTES)
    for name, document in documents.items():
        levels = [int(each.name[1]) for each in document.select("main :is(h1, h2, h3)")]
        assert levels[0] == 1, name
        assert all(after - before <= 1 for before, after in pairwise(levels)), name


def test_the_list_has_every_note_once_by_its_subject(client, studio):
    document = page(client.get("/studio/help"))
    links = [link["href"] for link in document.select(".help-subjects a")]
    assert sorted(links) == sorted(f"/studio/help/{name}" for name in NOTES)
    assert [words(each) for each in document.select(".help-subjects h2")] == [
        "Selling and archiving",
        "Customers and codes",
        "Messages",
        "Photos and storage",
        "Orders and prices",
        "Studio and support",
    ]
    (current,) = document.select(".side-nav [aria-current]")[:1]
    assert words(current) == "Help"


def test_a_search_shows_where_it_was_found(client, studio):
    document = page(client.get("/studio/help?q=RESTORED"))
    assert [words(each) for each in document.select(".help-found h2")][0] == (
        "Deleting albums and photos, and the trash"
    )
    assert words(document.select_one(".help-found mark")) == "restored"
    excerpt = words(document.select_one(".help-found p"))
    assert "The trash. It can be restored for 7 days. Until then nobody sees" in excerpt
    assert words(document.select_one(".help-count")).startswith("2 notes found for ‘RESTORED’")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_as_people_type_it_leads_to_its_answer(app, language):
    with app.test_request_context(headers={"Accept-Language": language}):
        texts = [help_notes.read(name).searched for name in NOTES]
    for question, name in QUESTIONS[language]:
        found = [hit.name for hit in search(texts, question, language=language)]
        assert name in found[:2], (question, found)


def test_german_words_are_found_without_their_umlauts(client, studio):
    client.get("/language?to=de")
    document = page(client.get("/studio/help?q=auftrag+loeschen"))
    assert words(document.select_one(".help-found h2")) == "Einen Auftrag löschen"


@pytest.mark.parametrize("query", ["<b>x</b>", "%", "x" * 10_000])
def test_a_search_for_nothing_known_says_so_kindly(client, studio, query):
    response = client.get("/studio/help", query_string={"q": query})
    empty = page(response).select_one(".empty")
    assert "Try another word" in words(empty)
    assert empty.select_one("a")["href"] == "/studio/help"


def test_a_note_that_is_none_is_not_found(client, studio):
    for name in ("no-such-note", "..", "en"):
        assert client.get(f"/studio/help/{name}").status_code == 404


def test_over_a_page_the_note_is_a_window_whose_links_stay_in_it(client, studio):
    job = a_job(studio)
    address = f"/studio/help/selling-again?job={job.id}&page=/studio/jobs/{job.id}/settings"
    window = page(client.get(address, headers={"HX-Request": "true"})).select_one("dialog")
    assert words(window.select_one("h2")) == "Putting a job on sale again"
    link = window.select_one(".help a")
    assert (link["hx-get"], link["hx-target"]) == (link["href"], "#window")
    assert link["href"] == (
        f"/studio/help/baskets?job={job.id}&page=/studio/jobs/{job.id}/settings"
    )


def test_each_step_of_the_settings_leads_to_its_note(client, studio):
    job = a_job(studio)
    document = page(client.get(f"/studio/jobs/{job.id}/settings"))
    for step, name in (
        ("step-1", "access-codes"),
        ("step-2", "price-lists"),
        ("step-3", "archiving-by-date"),
        ("step-4", "communication-profiles"),
        ("step-names", "what-customers-see"),
    ):
        link = document.select_one(f"[aria-labelledby={step}] .help-link")
        assert link["href"].startswith(f"/studio/help/{name}?job={job.id}&page=/studio/jobs/")
        assert client.get(link["href"]).status_code == 200


def test_pages_of_the_studio_name_the_note_that_belongs_to_them(app, client, studio):
    assert set(NOTE_OF_PAGE) <= set(app.view_functions)
    assert set(NOTE_OF_PAGE.values()) <= NOTES.keys()
    foot = page(client.get("/studio/storage")).select_one(".help-foot a")
    assert words(foot) == "Help: How storage is counted"
    assert foot["href"] == "/studio/help/storage?page=/studio/storage"


@pytest.mark.parametrize(
    ("status", "wanted", "name"),
    [
        ("archived", "selling", "selling-again"),
        ("selling", "archived", "archiving-by-hand"),
        ("selling", "planning", "archiving-by-hand"),
    ],
)
def test_the_confirmation_window_leads_to_its_note_and_stays(client, studio, status, wanted, name):
    job = a_job(studio, status=status)
    address = f"/studio/jobs/{job.id}/confirmation?status={wanted}"
    window = page(client.get(address, headers={"HX-Request": "true"})).select_one("dialog")
    link = window.select_one(".help-link")
    assert link["href"].startswith(f"/studio/help/{name}?job={job.id}")
    assert (link["target"], link.get("hx-get")) == ("_blank", None)


def test_at_its_foot_a_request_begins_with_what_is_known(client, studio):
    job = a_job(studio)
    came_from = f"/studio/jobs/{job.id}/settings"
    document = page(client.get(f"/studio/help/storage?job={job.id}&page={came_from}"))
    (ask,) = document.select(".help-ask a")
    assert words(ask) == "Submit a request"
    answer = client.get(ask["href"])
    form = words(answer)
    assert job.public_name in form
    assert "How storage is counted" in form or "storage" in form
    assert "Page Settings" in form
    assert page(answer).select_one("input[name=page]")["value"] == came_from


def shape(document):
    """What two languages have in common: the kinds of paragraphs, and where links lead."""
    tags = document.select(".help :is(h2, p, li, ol, ul, b, a, code)")
    return [(tag.name, tag.get("href")) for tag in tags]


def on_screen(language):
    """Everything that the pages can say in a language, with the numbers that notes fill in."""
    path = ROOT / "webapp" / "translations" / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        messages = [message for message in read_po(file, locale=language) if message.id]
    said = [message.id if language == "en" else message.string for message in messages]
    forms = [form for each in said for form in ([each] if isinstance(each, str) else each)]
    return {" ".join(form.split()) for form in forms}
