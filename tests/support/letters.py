"""Mails and SMS as they lie in the outbox, read as their receivers read them."""

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from tests.support.records import all_rows
from webapp.models.outgoing import Outgoing


def outgoing(**equal: object) -> list[Outgoing]:
    """What lies in the outbox with these values, the oldest first."""
    return sorted(all_rows(Outgoing, **equal), key=lambda row: (row.created_at, row.id))


def parsed(row: Outgoing) -> EmailMessage:
    """A mail as a mail program reads it."""
    return cast(EmailMessage, message_from_bytes(row.content, policy=default))


def text_of(row: Outgoing) -> str:
    """The text part of a mail, or the text of an SMS."""
    if row.channel == "sms":
        return row.content.decode()
    part = parsed(row).get_body(("plain",))
    assert part is not None, "a mail without a text part"
    return str(part.get_content())


def html_of(row: Outgoing) -> BeautifulSoup:
    """The HTML part of a mail."""
    part = parsed(row).get_body(("html",))
    assert part is not None, "a mail without an HTML part"
    return BeautifulSoup(part.get_content(), "html.parser")


def link_in(row: Outgoing, page: str) -> str:
    """The path of the link to this page ('confirm'), which the HTML part has as well."""
    found = re.search(rf"https?://\S+/{page}/[^\s/]+", text_of(row))
    assert found, f"no link to {page} in: {text_of(row)}"
    if row.channel == "email":
        assert html_of(row).select_one(f'a[href="{found[0]}"]'), "the HTML part lacks the link"
    return urlsplit(found[0]).path
