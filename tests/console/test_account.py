"""One's own account: name, language, password, and the other browsers."""

from tests.support.pages import page, words
from tests.support.signing_in import PASSWORD
from tests.support.staff import at_the_console, somebody_of_staff

ACCOUNT = "/console/account"
OWN, CHANGE, OTHERS = (
    f"form[action^='{ACCOUNT}{end}']" for end in ("#own", "/password", "/other-browsers")
)
NEW = "a sentence that nobody guesses"


def test_name_and_language_are_changed_whatever_rights_one_has(client, stored):
    staff = somebody_of_staff(rights=())
    client.submit("/sign-in", email=staff.email, password=PASSWORD)
    client.get("/language?to=en&next=/console")
    answer = client.submit(ACCOUNT, OWN, name=" Sam  Haddad ", language="de", follow=True)
    assert (stored(staff).name, staff.language) == ("Sam Haddad", "de")
    assert page(answer).html["lang"] == "de"
    assert "Mein Konto" in words(answer)


def test_nobody_gives_themselves_rights_or_another_address(client, stored):
    staff = somebody_of_staff(rights=("look",))
    at_the_console(client, staff)
    before = staff.email
    client.submit(ACCOUNT, OWN, may_act="y", rights="act", email="x@example.org", tampered=True)
    assert (stored(staff).rights, staff.email) == ({"look"}, before)


def test_a_name_is_needed(client, stored):
    staff = somebody_of_staff()
    at_the_console(client, staff)
    answer = client.submit(ACCOUNT, OWN, name="  ", language="en")
    assert answer.status_code == 422
    assert words(page(answer).select_one("#name-error"))
    assert stored(staff).name == "Samira Haddad"


def test_a_new_password_signs_out_every_other_browser(client, visitor):
    staff = somebody_of_staff()
    at_the_console(client, staff)
    elsewhere = at_the_console(visitor(), staff)
    wrong = client.submit(ACCOUNT, CHANGE, current="wrong", password=NEW, repeated=NEW)
    assert wrong.status_code == 422
    assert elsewhere.get("/console").status_code == 200
    done = client.submit(ACCOUNT, CHANGE, current=PASSWORD, password=NEW, repeated=NEW)
    assert done.location == ACCOUNT
    assert elsewhere.get("/console").status_code == 303
    assert client.get(ACCOUNT).status_code == 200
    assert visitor().submit("/sign-in", email=staff.email, password=NEW).location == "/console"


def test_other_browsers_are_signed_out_on_wish(client, visitor):
    staff = somebody_of_staff()
    elsewhere = at_the_console(visitor(), staff)
    somebody = at_the_console(visitor(), somebody_of_staff())
    at_the_console(client, staff)
    answer = client.submit(ACCOUNT, OTHERS, follow=True)
    assert "You are signed out in every other browser." in words(answer)
    assert elsewhere.get("/console").status_code == 303
    assert somebody.get("/console").status_code == 200
