"""What the QR code of a card says, and whose it is."""

import pytest

from tests.support.builders import NOW, a_code, a_job, a_registration, a_studio
from webapp.models.base import transaction
from webapp.models.job import AccessCode
from webapp.use_cases import links
from webapp.use_cases.followed_links import code_behind_card


@pytest.fixture
def code(app):
    return a_code(a_job(a_studio()))


def test_the_address_on_a_card_leads_to_its_code(code):
    address = links.card_link(code.job.studio, code)
    assert code_behind_card(code.studio_id, f" {address}\n").id == code.id


def test_a_card_printed_under_an_older_address_still_leads_to_its_code(code):
    address = links.card_link(code.job.studio, code)
    moved = address.replace(links.base_url(), "https://old.example:8443").replace("nord", "north")
    assert code_behind_card(code.studio_id, moved).id == code.id


def test_a_revoked_card_is_still_known_by_its_code(code):
    address = links.card_link(code.job.studio, code)
    with transaction() as session:
        session.get_one(AccessCode, code.id).revoked_at = NOW
    assert code_behind_card(code.studio_id, address).revoked_at == NOW


def test_whatever_else_a_qr_code_says_is_nobodys(code):
    studio, other = code.job.studio, a_studio()
    address = links.card_link(studio, code)
    registration = a_registration(code.job)
    assert code_behind_card(other.id, address) is None, "another studio's"
    texts = (
        "",
        "K7MW-9Q3X-4T2P",
        "WIFI:S:school;;",
        "https://example.org/",
        address[:-1],
        address.replace(code.id, "x" * 16),
        address.replace("/card/", "/open/"),
        links.open_link(studio, registration).replace("/open/", "/card/"),
        address + "ł",
    )
    assert [code_behind_card(studio.id, text) for text in texts] == [None] * len(texts)
