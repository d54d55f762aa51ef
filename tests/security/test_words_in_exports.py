"""What leaves as a file: no cell is a formula, no name leads out of its folder or its header."""

import csv
import io
import re
from itertools import cycle
from zipfile import ZipFile

import pytest
from werkzeug.http import parse_options_header

from tests.photos.pictures import a_jpeg
from tests.support.crawling import enter
from tests.support.full_world import a_full_world
from tests.support.marked import mark_everything, names_in
from tests.support.walking import Walker
from webapp.domain.csv_cells import BYTE_ORDER_MARK
from webapp.models.base import transaction
from webapp.models.order import OrderedPhoto, OrderLine
from webapp.models.studio import Studio
from webapp.photos.keys import original_key
from webapp.photos.serving import current_store

BEGINNINGS = ("=", "+", "-", "@", "\t=", "\r=", "\n=", "=\"'")
PATHS = (
    "../../",
    "/etc/",
    "..\\..\\",
    "C:\\",
    "a\r\nX-Evil: 1\r\n",
    '"; filename="',
    "con",
    "\u202e",
)
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
ADDRESSES = {
    "studio": (
        "/studio/orders.csv",
        "/studio/jobs/{job_id}/packing.csv?show=all",
        "/studio/deletions/{deletion_id}/certificate.csv",
        "/studio/deletions/{deletion_id}/certificate.pdf",
        "/studio/customers/{customer_id}/export.zip",
        "/studio/jobs/{job_id}/people/{person_id}/export.zip",
        "/studio/orders/{order_id}/originals.zip",
        "/studio/orders/originals.zip",
        "/studio/jobs/{job_id}/cards.pdf",
    ),
    "console": ("/console/jobs/{job_id}/history.csv",),
}
pytestmark = pytest.mark.one_database("what leaves does not depend on the database")


@pytest.fixture
def world(app):
    world = a_full_world("nord")
    store = current_store()
    store.put(original_key(world.ids["photo_id"]), io.BytesIO(a_jpeg(width=64, height=48)))
    with transaction() as session:
        for line in session.query(OrderLine):
            line.product_kind = "print"
        for photo in session.query(OrderedPhoto):
            photo.is_file = False
    return world


def exports(app, world):
    """Every file that can be had of this world."""
    for audience, paths in ADDRESSES.items():
        client = enter(Walker(app, app.response_class), audience, world)
        for path in paths:
            response = client.get(path.format(**world.ids))
            assert response.status_code == 200, path
            yield path, response


def test_the_list_of_files_is_whole(app):
    kinds = re.compile(r"\.(csv|pdf|zip|vcf|ics)$")
    found = {rule.rule for rule in app.url_map.iter_rules() if kinds.search(rule.rule)}
    asked = {path.partition("?")[0] for paths in ADDRESSES.values() for path in paths}
    assert {re.sub(r"<id:(\w+)>", r"{\1}", rule) for rule in found} == asked


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_cell_of_a_table_is_a_formula(app, world, language):
    begin = cycle(BEGINNINGS)
    mark_everything(lambda number, length: f"{next(begin)}q{number:04d}z"[:length])
    with transaction() as session:
        session.get_one(Studio, world.studio.id).language = language
    formulas, seen = [], set()
    for path, response in exports(app, world):
        if response.mimetype != "text/csv":
            continue
        text = response.get_data(as_text=True).removeprefix(BYTE_ORDER_MARK)
        separator = ";" if ";" in text.partition("\r\n")[0] else ","
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        formulas += [(path, cell) for row in rows for cell in row if _runs(cell)]
        seen |= names_in(text)
    assert formulas == []
    assert len(seen) > 20


def test_no_name_of_a_file_leads_anywhere(app, world):
    path = cycle(PATHS)
    mark_everything(lambda number, length: f"{next(path)}q{number:04d}z{next(path)}"[:length])
    with transaction() as session:
        for line in session.query(OrderLine):
            line.product_name = "con"
    names = []
    for asked, response in exports(app, world):
        assert "X-Evil" not in response.headers, asked
        kind, facts = parse_options_header(response.headers["Content-Disposition"])
        assert kind == "attachment", asked
        assert set(facts) <= {"filename"}, asked
        names.append(facts["filename"])
        if response.mimetype == "application/zip":
            names += ZipFile(io.BytesIO(response.data)).namelist()
    assert [name for name in names if _leads_away(name)] == []
    assert len(names) > 15


def _runs(cell):
    return cell[:1] in tuple("=+-@\t\r\n\0") and not re.fullmatch(r"-?[\d.,]*", cell)


def _leads_away(name):
    parts = name.split("/")
    return (
        any(part in ("", ".", "..") or RESERVED.match(part) or part[-1] in ". " for part in parts)
        or re.search(r'[\\:*?"<>|\x00-\x1f\u202a-\u202e]', name)
        or len(parts) > 3
    )
