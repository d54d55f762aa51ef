"""Members whose password is known, signed in or about to be."""

from functools import cache

from flask import Flask

from tests.support.builders import a_member, a_studio
from webapp.use_cases.passwords import hash_password

PASSWORD = "long enough a sentence"


@cache
def password_hash() -> str:
    return hash_password(PASSWORD)


def a_member_who_signs_in(studio=None, email="owner@example.org", **facts):
    """A member whose password is PASSWORD."""
    return a_member(studio or a_studio(), email=email, password_hash=password_hash(), **facts)


def signed_in(client, member):
    """The visitor, signed in as this member through the form."""
    response = client.submit("/sign-in", email=member.email, password=PASSWORD)
    assert response.status_code == 303, response.status
    return client


def give_studio_page(app: Flask, endpoint: str, rule: str, view) -> None:
    """Hang in a page of the studio that exists in a test only."""
    app.add_url_rule(f"/studio{rule}", f"studio.{endpoint}", view)
