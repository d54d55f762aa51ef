"""Words: everything a reader sees can be translated, and is.

Red while pages are being built; `make translations` collects what is new into the catalogues.
"""

import re
import subprocess
import sys

import pytest
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from jinja2 import Environment

from tests.architecture.sources import ROOT, files

CATALOGUES = ROOT / "translations"
LANGUAGES = ("de", "en")
# Names, which are the same in every language.
NAMES = ("Shelflife", "Berlin", "Europe", "Markdown", "CSV", "JPEG", "PNG", "TIFF", "WebP", "QR")
_KEYWORDS = ("lazy_gettext", "lazy_ngettext:1,2")
_SPOKEN = ("aria-label", "title", "placeholder", "alt")
_TRANSLATED = re.compile(r"\{%-?\s*trans\b.*?endtrans\s*-?%\}", re.S)
_WORD = re.compile(r"[^\W\d_]{2,}")


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """Every message that the program can say today."""
    path = tmp_path_factory.mktemp("words") / "messages.pot"
    keywords = [word for keyword in _KEYWORDS for word in ("-k", keyword)]
    subprocess.run(
        [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", "babel.cfg",
         *keywords, "-o", str(path), "."],
        cwd=ROOT,
        check=True,
    )  # fmt: skip
    with path.open("rb") as file:
        return [message for message in read_po(file) if message.id]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_of_a_language_is_complete(language, collected):
    path = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    if language == "en" and not path.exists():
        return  # the messages themselves are English
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    faults = []
    for message in collected:
        known = catalogue.get(message.id, message.context)
        if known is None:
            faults.append(f"missing: {message.id!r}")
        elif known.fuzzy:
            faults.append(f"fuzzy: {message.id!r}")
        elif not all(known.string if known.pluralizable else [known.string]):
            faults.append(f"empty: {message.id!r}")
    faults += [f"{message.id!r}: {error}" for message, errors in catalogue.check()
               for error in errors]  # fmt: skip
    assert faults == []


def test_every_word_of_a_template_can_be_translated():
    faults = []
    for path in files("templates", "html", "txt"):
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
