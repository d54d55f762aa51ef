"""Going back never leads out of the installation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.web.local_addresses import address_of_this_page, local_address


@pytest.mark.parametrize(
    "evil",
    [
        "https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example",
        "/\t/evil.example", "/\n/evil.example", "javascript:alert(1)", "http:evil",
        " //evil.example", "/%0d%0aSet-Cookie:x\r\nSet-Cookie: x", "evil", "", "/" + "x" * 5000,
        "/\u202e", "/\0", "///evil.example", "http://[", "//[", None,
    ],
)  # fmt: skip
def test_an_address_that_leads_away_is_refused(evil):
    assert local_address(evil, otherwise="/home") == "/home"


def test_an_address_of_this_installation_is_kept():
    for address in ("/", "/studio/jobs?q=a%26b&page=2", "/studio/jobs/abc#photos"):
        assert local_address(address, otherwise="/home") == address
    assert local_address("/studio/jobs?q=Fußball", otherwise="/") == "/studio/jobs?q=Fu%C3%9Fball"


@given(st.text() | st.text().map(lambda text: "/" + text) | st.text(alphabet="/\\.:@%\t\n ax"))
def test_an_address_to_go_back_to_is_local_or_refused(text):
    address = local_address(text, otherwise="/home")
    assert address.startswith("/")
    assert not address.startswith(("//", "/\\"))
    assert address.isascii()
    assert address.isprintable()


@pytest.mark.one_database("nothing is stored")
@pytest.mark.parametrize(
    ("sent_to", "page"),
    [
        ("/shop/nord", "/shop/nord"),
        ("/shop/nord/requests/new", "/shop/nord/requests/new"),
        ("/shop/nord/leave", "/home"),
    ],
)
def test_a_form_is_shown_again_by_the_page_at_its_address_where_there_is_one(app, sent_to, page):
    with app.test_request_context(sent_to, method="POST"):
        assert address_of_this_page(otherwise="/home") == page
