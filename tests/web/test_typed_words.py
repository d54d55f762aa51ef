"""What was typed into a form is not lost where the form is refused as a whole."""

import pytest

from tests.support.builders import a_studio
from tests.support.pages import page, words
from tests.support.requests import a_request, written
from tests.support.signing_in import a_member_who_signs_in, signed_in
from tests.support.staff import let_in, somebody_of_staff
from webapp.models.base import transaction
from webapp.models.staff import Staff
from webapp.models.studio import SignIn

WORKING, SEND = "#working", "Send the answer"
TYPED = "Dear Anna,\n\n</textarea><script>alert(1)</script> is what you see."
pytestmark = pytest.mark.one_database("nothing of it is stored")


@pytest.fixture
def staff(app):
    return somebody_of_staff()


@pytest.fixture
def asked(app):
    return a_request(a_studio())


@pytest.fixture
def form(client, staff, asked):
    """The page of a request, open in a browser."""
    return let_in(client, staff).get(f"/console/requests/{asked.id}")


def shown(response):
    return [field.get_text().strip() for field in page(response).select("textarea[readonly]")]


def way_on(response):
    return page(response).select_one("main .stack a.btn")["href"]


def without_cookies(client, form):
    client.delete_cookie("shelflife", domain="127.0.0.1")
    return client.submit(form, WORKING, button=SEND, answer=TYPED, note="")


def test_who_is_signed_out_meanwhile_is_told_so_and_can_copy_it(client, form, asked):
    refused = without_cookies(client, form)
    assert (refused.status_code, shown(refused)) == (400, [TYPED])
    assert "You are signed out" in words(refused)
    assert way_on(refused) == f"/sign-in?next=/console/requests/{asked.id}"
    assert [kind for kind, _words in written(asked)] == ["question"]


def test_also_where_the_sign_in_was_ended_from_elsewhere(client, form):
    with transaction() as session:
        session.query(SignIn).delete()
    refused = client.submit(form, WORKING, button=SEND, answer=TYPED)
    assert (refused.status_code, shown(refused)) == (403, [TYPED])
    nothing_typed = client.submit(form, WORKING, button="Take it on")
    assert nothing_typed.status_code == 303


def test_who_has_signed_in_anew_is_told_so(client, form, asked, staff):
    client.delete_cookie("shelflife", domain="127.0.0.1")
    let_in(client, staff)
    refused = client.submit(form, WORKING, button=SEND, answer=TYPED)
    assert (refused.status_code, shown(refused)) == (400, [TYPED])
    assert "You have signed in anew" in words(refused)
    assert way_on(refused) == f"/console/requests/{asked.id}"


def test_who_lost_the_right_is_told_so_the_same_at_every_address(client, form, asked, staff):
    with transaction() as session:
        session.get_one(Staff, staff.id).may_answer = False
    refused = client.submit(form, WORKING, button=SEND, answer=TYPED)
    assert (refused.status_code, shown(refused)) == (403, [TYPED])
    assert "You no longer may do this" in words(refused)
    assert way_on(refused) == "/console"
    data = {"csrf_token": client.token("/console/account"), "answer": TYPED}
    unknown = client.post(f"/console/requests/{'a' * 16}/answer", data=data)
    assert str(page(unknown).select_one(".stack")) == str(page(refused).select_one(".stack"))
    assert client.submit(form, WORKING, button="Take it on").status_code == 404
    assert len(written(asked)) == 1


def test_secrets_and_forms_from_elsewhere_are_not_repeated(client, form):
    client.delete_cookie("shelflife", domain="127.0.0.1")
    secret = client.post("/console/account", data={"new_password": "a horse and a battery"})
    assert shown(secret) == []
    headers = {"Origin": "https://elsewhere.example"}
    foreign = client.submit(form, WORKING, button=SEND, answer=TYPED, headers=headers)
    assert (foreign.status_code, shown(foreign)) == (400, [])


def test_a_photographers_words_are_kept_too(client):
    member = a_member_who_signs_in()
    signed_in(client, member)
    opened = client.get("/studio/requests/new")
    client.delete_cookie("shelflife", domain="127.0.0.1")
    refused = client.submit(opened, subject="A code does not work", words=TYPED)
    assert shown(refused) == ["A code does not work", TYPED]
    assert way_on(refused) == "/sign-in?next=/studio/requests/new"


def test_an_unknown_page_of_the_console_leads_staff_to_the_console(client, staff, visitor):
    let_in(client, staff)
    for nowhere in ("/console/no/such", f"/console/requests/{'a' * 16}", "/console/requests/x"):
        assert way_on(client.get(nowhere)) == "/console"
        assert way_on(visitor().get("/console/no/such")) == "/"
