"""What is no address, no number or no name: said at its field, and nothing is stored (C9)."""

import pytest

from tests.shop.conftest import rows
from tests.support.letters import outgoing
from tests.support.pages import page, words
from webapp.models.customer import Customer

ANNA = {"email": "anna@example.org", "consent": True}


def test_an_address_or_a_number_is_needed(leave):
    answer = leave(consent=True, name="Anna")
    assert answer.status_code == 422
    assert page(answer).select_one("[data-summary] a")["href"] == "#email"
    assert rows(Customer) == []


@pytest.mark.parametrize(
    "email",
    ["anna", "anna@", "anna@localhost", "ännä@example.org", "x" * 10_000]
    + [f"a@b.cd{each}Bcc: x@y.zz" for each in ("\r\n", "\v", "\x85", "\u2028")]
    + [f"a@b.cd{each}" for each in ("\r\n", "\v", "\x85", "\u2028")],
)
def test_an_address_that_is_none_is_refused_and_kept(leave, email):
    answer = leave(email=email, name="Anna", consent=True)
    assert answer.status_code == 422
    assert page(answer).select_one("input[name=name]")["value"] == "Anna"
    assert page(answer).select_one(".note.stop a")["href"] == "#email"
    assert rows(Customer) == outgoing() == []


def test_a_name_of_two_lines_is_refused(leave):
    answer = leave(name="Anna\u2028Bcc: x@y.zz", **ANNA)
    assert answer.status_code == 422
    assert rows(Customer) == []


@pytest.mark.parametrize("typed", ["01512 3456789", "+49 1512 3456789", "0049 (0)1512-3456789"])
def test_a_number_is_read_in_the_country_of_the_studio(leave, typed):
    noted = leave(phone=typed, consent=True, follow=True)
    assert rows(Customer)[0].phone == "+4915123456789"
    assert rows(Customer)[0].email is None
    assert "We have sent an SMS to +49 1512 3456789" in words(noted)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("+43 664 123456", "belongs to another country. Give one of Germany"),
        ("0043 664 123456", "belongs to another country"),
        ("0341 5550120", "not a mobile number"),
        ("01512", "should look like 01512 3456789"),
        ("call me", "should look like"),
        ("+49 1512 3456789\r\nBcc: x", "should look like"),
        ("01512 3456789\u2028", "should look like"),
        ("0" * 10_000, "should look like"),
    ],
)
def test_a_number_that_gets_no_sms_is_refused(leave, typed, why):
    answer = leave(phone=typed, consent=True)
    assert answer.status_code == 422
    assert why in words(answer)
    assert page(answer).select_one("[data-summary] a")["href"] == "#phone"
    assert rows(Customer) == []


def test_numbers_cost_money_so_fewer_of_them_are_asked(leave):
    for number in range(10):
        answer = leave(phone=f"01512 345678{number}", consent=True)
        assert answer.status_code == 303
    refused = leave(phone="01512 3456799", consent=True)
    assert refused.status_code == 429
    assert page(refused).select_one("[data-summary] a")["href"] == "#phone"
    assert len(outgoing()) == 10
    assert leave(**ANNA).status_code == 303


def test_who_leaves_addresses_by_the_dozen_has_to_wait(client, visitor, shop, planned):
    shoot = client.get(f"{shop.home}/jobs/{planned.id}")
    for number in range(30):
        answer = client.submit(shoot, email=f"anna{number}@example.org", consent=True)
        assert answer.status_code == 303
    refused = client.submit(shoot, email="one@example.org", name="Anna", consent=True)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert "too many attempts from your connection" in words(refused)
    assert page(refused).select_one("input[name=name]")["value"] == "Anna"
    assert len(rows(Customer)) == 30
    elsewhere = visitor()
    elsewhere.environ_base["REMOTE_ADDR"] = "198.51.100.7"
    assert elsewhere.submit(f"{shop.home}/jobs/{planned.id}", **ANNA).status_code == 303
