"""Cards on paper: what stands on them, and that a phone reads their QR code."""

import re
from contextlib import closing
from urllib.parse import urlsplit

import pypdfium2
import pytest
import segno
import zxingcpp

from tests.support.builders import NOW, a_code, a_job, a_person, an_album
from tests.support.pages import page, words
from webapp.models.base import transaction
from webapp.models.job import AccessCode
from webapp.models.studio import Studio
from webapp.studio.cards_pdf import cards_pdf
from webapp.studio.printed_card import PrintedCard, sheets
from webapp.use_cases import links

NAMES = ["Łukasz Wójcik", "Nguyễn Thị Ánh", "Åsa Öström", "Ιωάννα", "Юлия"]


@pytest.fixture
def job(studio):
    job = a_job(studio, access_type="person")
    a_code(job, person=a_person(job, "Mia Berger", an_album(job, "2b")))
    return job


def address(job, more=""):
    return f"/studio/jobs/{job.id}/cards{more}"


def cards(answer):
    return [words(card) for card in page(answer).select(".cut-card")]


def test_a_card_says_whose_it_is_the_code_and_where_to_type_it(client, job, studio):
    shop = f"127.0.0.1:8000/shop/{studio.slug}"
    assert cards(client.get(address(job))) == [
        f"{studio.name} Mia Berger 2b {job.public_name} K7MW-9Q3X-4T2P"
        f" Scan it, or type the code here: {shop}"
    ]


def test_the_qr_code_says_the_signed_address_of_the_shop(client, job):
    code = page(client.get(address(job))).select_one("svg.qr")
    with transaction() as session:
        link = links.card_link(
            session.get_one(Studio, job.studio_id), session.query(AccessCode).one()
        )
    meant = segno.make_qr(link, error="m", mask=2)
    assert code["viewbox"] == f"0 0 {meant.symbol_size()[0]} {meant.symbol_size()[1]}"
    assert re.fullmatch(r"http://127.0.0.1:8000/shop/[a-z0-9-]+/card/\w{16}\.[\w-]{22}", link)


def test_only_codes_that_open_something_are_printed(client, job):
    mia = a_person(job, "Ida")
    gone = a_code(job, "ABCDEFGH2345", person=mia)
    with transaction() as session:
        session.get_one(AccessCode, gone.id).revoked_at = NOW
    assert [card.split()[2] for card in cards(client.get(address(job)))] == ["Mia"]


def test_cards_are_chosen_by_class_by_kind_and_by_when_they_were_made(client, job):
    album = an_album(job, "3a")
    ben = a_person(job, "Ben", album)
    a_code(job, "ABCDEFGH2345", person=ben)
    a_code(job, "ABCDEFGH2346", album=album)
    late = a_code(job, "ABCDEFGH2347")
    with transaction() as session:
        session.get_one(AccessCode, late.id).created_at = NOW.replace(day=24)

    def found(asked):
        return [re.search(r"\w{4}-\w{4}-\w{4}", card)[0] for card in cards(client.get(asked))]

    assert found(address(job)) == ["K7MW-9Q3X-4T2P", "ABCD-EFGH-2345"]
    assert found(address(job, f"?of={album.id}")) == ["ABCD-EFGH-2345"]
    assert found(address(job, "?of=albums")) == ["ABCD-EFGH-2346"]
    assert found(address(job, "?of=job&since=2026-11-24")) == ["ABCD-EFGH-2347"]
    assert found(address(job, f"?person={ben.id}")) == ["ABCD-EFGH-2345"]
    assert "No card fits these filters." in words(client.get(address(job, "?since=2026-11-24")))


def test_a_job_with_one_code_has_one_card(client, studio):
    job = a_job(studio, access_type="job")
    assert "No codes yet." in words(client.get(address(job)))
    a_code(job)
    assert job.public_name in cards(client.get(address(job)))[0]


def test_each_class_begins_on_a_sheet_of_its_own():
    many = [_card(name=str(number), group="2a") for number in range(9)] + [_card(group="2b")]
    assert [(sheet.group, len(sheet.cards)) for sheet in sheets(many)] == [
        ("2a", 8),
        ("2a", 1),
        ("2b", 1),
    ]


def test_the_file_is_a_pdf_named_after_the_job(client, job):
    answer = client.get(address(job, ".pdf"))
    assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")
    assert f"{job.internal_name}-cards.pdf" in answer.headers["Content-Disposition"]


def test_names_that_the_file_cannot_print_are_counted_before_it_is_saved(client, job):
    a_code(job, "ABCDEFGH2342", person=a_person(job, "Zoë Łuczak"))
    assert "characters the PDF cannot print" not in words(client.get(address(job)))
    a_code(job, "ABCDEFGH2343", person=a_person(job, "山田 太郎"))
    said = "1 name has characters the PDF cannot print; print the page instead."
    assert said in words(client.get(address(job)))


def test_a_phone_reads_every_qr_code_of_a_sheet_and_follows_it(client, job):
    for number, name in enumerate(NAMES):
        a_code(job, f"ABCDEFGH234{number + 2}", person=a_person(job, name))
    _without_class, of_class = _drawn(client.get(address(job, ".pdf")).data)
    assert len(zxingcpp.read_barcodes(of_class)) == 1
    found = zxingcpp.read_barcodes(_without_class)
    assert len({each.text for each in found}) == len(NAMES)
    for each in found:
        assert _wide(each.position) >= 25 / 25.4 * 150, "25 mm at 150 dots per inch"
        path = urlsplit(each.text).path
        assert client.submit(client.get(path)).status_code == 303
        assert client.get(path).status_code == 303, "it is open here now"


@pytest.mark.one_database("paper, no database")
def test_names_in_every_alphabet_of_europe_are_embedded(app):
    content = cards_pdf(sheets([_card(name=name) for name in NAMES]), title="Cards")
    with closing(pypdfium2.PdfDocument(content)) as document:
        text = document[0].get_textpage().get_text_range()
    for name in NAMES:
        assert name in " ".join(text.split())


@pytest.mark.one_database("paper, no database")
def test_what_is_long_stays_on_its_card(app):
    long = _card(
        name="Maximilian-Alexander Konstantinopoulos von und zu Hohenstaufen" * 2,
        group="Class " * 20,
        shoot="Oak Lane Primary " * 8,
        studio="Studio " * 20,
        address="pictures.a-very-long-name.example/shop/studio-with-a-long-name" * 2,
    )
    (sheet,) = _drawn(cards_pdf(sheets([long]), title="Cards"))
    # Right of the first card, and below it, there is nothing but the dashed lines.
    empty = sheet.crop((int(sheet.width / 2) + 6, 90, sheet.width - 70, 440))
    assert empty.getextrema()[0] > 200


def _card(**facts):
    plain = {"studio": "S", "shoot": "", "name": "N", "group": "", "code": "K7MW-9Q3X-4T2P"}
    return PrintedCard(**(plain | {"link": "https://a.example/x", "address": "a.example"} | facts))


def _drawn(content, dots_per_inch=150):
    """The pages of a PDF as pictures."""
    with closing(pypdfium2.PdfDocument(content)) as document:
        return [page.render(scale=dots_per_inch / 72, grayscale=True).to_pil() for page in document]


def _wide(position):
    corners = [position.top_left, position.top_right, position.bottom_left, position.bottom_right]
    return max(each.x for each in corners) - min(each.x for each in corners)
