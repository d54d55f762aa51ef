"""Words: everything a reader sees can be translated, and is.

`make translations` collects what is new into the catalogues.
"""

import ast
import re
import subprocess
import sys

import pytest
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from jinja2 import Environment

from tests.architecture.sources import ROOT, files, name, python_files, tree

CATALOGUES = ROOT / "webapp" / "translations"
LANGUAGES = ("de", "en")
# Names, which are the same in every language.
NAMES = ("Shelflife", "Berlin", "Europe", "Markdown", "CSV", "JPEG", "PNG", "TIFF", "WebP", "QR")
# Written in each language by itself; tests/studio/test_help.py compares them.
IN_BOTH_LANGUAGES = ROOT / "templates" / "help"
_SPOKEN = ("aria-label", "title", "placeholder", "alt")
_TRANSLATED = re.compile(r"\{%-?\s*trans\b.*?endtrans\s*-?%\}", re.S)
_WORD = re.compile(r"[^\W\d_]{2,}")
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w+\}|\[\[[\w.]+\]\]")
_KEYWORD = re.compile(r"-k (\S+)")


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """Every message that the program can say today, collected as `make translations` does."""
    path = tmp_path_factory.mktemp("words") / "messages.pot"
    keywords = _KEYWORD.findall((ROOT / "Makefile").read_text("utf-8"))
    asked = [word for keyword in keywords for word in ("-k", keyword)]
    subprocess.run(
        [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", "babel.cfg",
         *asked, "-o", str(path), "."],
        cwd=ROOT,
        check=True,
    )  # fmt: skip
    return _messages(path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_of_a_language_is_complete(language, collected):
    catalogue = _catalogue(language)
    faults = []
    for message in collected:
        known = catalogue.get(message.id, message.context)
        if known is None:
            faults.append(f"missing: {message.id!r}")
        elif known.fuzzy:
            faults.append(f"fuzzy: {message.id!r}")
        elif not all(_forms(known.string)):
            faults.append(f"empty: {message.id!r}")
    faults += [f"{message.id!r}: {error}" for message, errors in catalogue.check()
               for error in errors]  # fmt: skip
    assert faults == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_same_places_to_fill_as_its_message(language):
    faults = []
    for message in _catalogue(language):
        first, last = _forms(message.id)[0], _forms(message.id)[-1]
        for place, form in enumerate(_forms(message.string) if message.id else ()):
            # The first form may say 'One photo' without a number.
            allowed = (first, last) if place == 0 else (last,)
            if _places(form) not in [_places(each) for each in allowed]:
                faults.append(f"{message.id!r}: {form!r}")
    assert faults == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_holds_nothing_that_is_no_longer_said(language, collected):
    said = {(message.context, message.id) for message in collected}
    known = {(message.context, message.id) for message in _catalogue(language) if message.id}
    assert known - said == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_shouted_at_and_quotes_are_those_of_the_language(language):
    wrong = {"de": '!‘"', "en": '!„“"'}[language]
    said = [form for message in _catalogue(language) if message.id
            for form in _forms(message.string)]  # fmt: skip
    assert [form for form in said if set(form) & set(wrong)] == []


def test_every_sentence_of_the_program_is_collected(collected):
    """Neither an alias nor a string in a string hides a sentence from the catalogues."""
    known = {_forms(message.id)[0] for message in collected}
    faults = []
    for path in python_files("webapp"):
        for call in _translations(tree(path)):
            text = call.args[1 if ast.unparse(call.func).endswith("pgettext") else 0]
            if not isinstance(text, ast.Constant) or text.value not in known:
                faults.append(f"{name(path)}:{call.lineno} {ast.unparse(text)}")
    assert faults == []


def test_every_word_of_a_template_can_be_translated():
    faults = []
    for path in files("templates", "html", "txt"):
        if path.is_relative_to(IN_BOTH_LANGUAGES):
            continue
        source = _TRANSLATED.sub("", path.read_text("utf-8"))
        document = BeautifulSoup(_without_code(source), "html.parser")
        for key in document.select("[hidden] dt"):
            key.decompose()  # read by a script, never by a person
        spoken = [str(tag[name]) for name in _SPOKEN for tag in document.select(f"[{name}]")]
        for text in [document.get_text(" "), *spoken]:
            words = [word for word in _WORD.findall(text) if word not in NAMES]
            faults += [f"{path.relative_to(ROOT)}: {' '.join(words[:8])}"] if words else []
    assert faults == []


def _without_code(source):
    """The template without its expressions; a tag whose name is one stays a tag."""
    said = ""
    for _line, kind, value in Environment(autoescape=True).lex(source):
        if kind == "data":
            said += value
        elif kind == "variable_begin" and said.endswith(("<", "</")):
            said += "div"
    return said


def _messages(path):
    with path.open("rb") as file:
        return [message for message in read_po(file) if message.id]


def _catalogue(language):
    with (CATALOGUES / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def _places(text):
    return sorted(set(_PLACEHOLDER.findall(text)))


def _forms(text):
    """A message is one text, or one for each plural."""
    return (text,) if isinstance(text, str) else text


def _translations(module):
    """Every call of a function that translates, under whichever name it was imported."""
    names = {
        alias.asname or alias.name
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom) and node.module == "flask_babel"
        for alias in node.names
        if "gettext" in alias.name
    }
    return [
        node
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in names
        and node.args
    ]
