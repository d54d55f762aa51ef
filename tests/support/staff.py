"""Support staff: with some rights or all, signed in or about to be."""

from itertools import count

from tests.support.builders import NOW
from tests.support.signing_in import PASSWORD, password_hash
from webapp import clock
from webapp.models.base import new_id, transaction
from webapp.models.staff import Staff
from webapp.use_cases.sign_in import sign_in_of_the_demo

RIGHTS = ("look", "answer", "act", "operate")
_numbers = count(1)


def somebody_of_staff(name="Samira Haddad", rights=RIGHTS, is_demo=True, **facts):
    """Somebody whose password is PASSWORD; with `is_demo` no second factor is asked for."""
    facts = {"email": f"support-{next(_numbers)}@example.org", "created_at": NOW} | facts
    facts |= {f"may_{right}": right in rights for right in RIGHTS}
    row = Staff(id=new_id(), name=name, password_hash=password_hash(), is_demo=is_demo, **facts)
    with transaction() as session:
        session.add(row)
    return row


def at_the_console(client, staff=None):
    """The visitor, signed in as this person of the staff through the form."""
    staff = staff or somebody_of_staff()
    response = client.submit("/sign-in", email=staff.email, password=PASSWORD)
    assert response.status_code == 303, response.status
    assert response.location == "/console"
    return client


def let_in(client, staff=None):
    """The same without the form: for tests that are about something else, and many."""
    staff = staff or somebody_of_staff()
    now = clock.machine_now()
    token = sign_in_of_the_demo(staff.id, now=now).token
    with client.session_transaction(base_url=client.base_url) as session:
        session.update({"_user_id": token, "_fresh": True, "seen": int(now.timestamp())})
    return client
