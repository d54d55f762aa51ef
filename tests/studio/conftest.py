"""A photographer who is signed in to the studio of the test."""

import pytest

from tests.support.builders import a_member, a_studio
from webapp import clock
from webapp.use_cases.sign_in import sign_in_without_password


@pytest.fixture
def studio(client):
    """The studio of the member who is signed in on `client`."""
    member = a_member(a_studio())
    sign_in_on(client, member)
    return member.studio


def sign_in_on(client, member):
    """Sign the member in on this visitor's browser."""
    now = clock.machine_now()
    token = sign_in_without_password(member.id, now=now).token
    with client.session_transaction(base_url=client.base_url) as session:
        session.update({"_user_id": token, "_fresh": True, "seen": int(now.timestamp())})
