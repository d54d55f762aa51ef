"""The page of all settings names exactly those that the program knows, with their defaults."""

import re

from tests.architecture.sources import ROOT
from webapp.config import SETTINGS

_ROW = re.compile(r"\| `(SHELFLIFE_\w+)` \| (.*?) \| ")
_NOTHING = "none"
_PAGES = ("*.md", "docs/**/*.md", "deploy/*", "deploy/systemd/*")


def test_the_page_of_settings_is_that_of_the_program():
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    table = page.partition("| setting | default |")[2].partition("\n\n")[0]

    assert _ROW.findall(table) == [
        (setting.name, f"`{setting.default}`" if setting.default else _NOTHING)
        for setting in SETTINGS
    ]


def test_no_page_names_a_setting_that_the_program_does_not_know():
    known = {setting.name for setting in SETTINGS}
    pages = [page for places in _PAGES for page in ROOT.glob(places)]
    texts = [page.read_text(encoding="utf-8") for page in pages if page.is_file()]

    assert {name for text in texts for name in re.findall(r"SHELFLIFE_[A-Z_]+", text)} <= known
