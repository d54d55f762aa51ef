"""What a mail server receives, read by a mail parser: what it is, and that it stays the same."""

from email import message_from_bytes
from email.policy import default

import pytest

from tests.support import mail_server as at
from tests.support.builders import a_studio
from tests.support.delivering import Office, a_mail
from tests.support.mail_server import MailServer


def received(app, config, kind="notification", **facts):
    row = a_mail(a_studio(), kind, **facts)
    with MailServer() as server:
        Office(app, config, smtp_url=server.url).work()
    (mail,) = server.taken
    return row, mail


def test_a_parser_finds_a_text_part_an_html_part_and_what_the_mail_is(app, config):
    row, mail = received(app, config)

    message = message_from_bytes(mail.content, policy=default)
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == [
        "text/plain",
        "text/html",
    ]
    assert message["Message-ID"] == f"<{row.mail_id}>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] == "<https://shelflife.example/u/1>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Subject"] == "Noch 3 Tage für die Bilder – „Grundschule“"
    assert message["To"].addresses[0].display_name == "Änna Berger"
    assert not message.defects


def test_the_bytes_are_those_of_the_outbox_with_dots_and_line_ends_as_they_were(app, config):
    row, mail = received(app, config)

    assert mail.content == row.content
    text = message_from_bytes(mail.content, policy=default).get_body(("plain",))
    assert text.get_content().replace("\r\n", "\n") == "Hallo,\n\n.ein Punkt am Anfang\n.\nEnde\n"
    assert mail.content.count(b"\n") == mail.content.count(b"\r\n") == mail.content.count(b"\r")
    assert mail.content.isascii()


def test_an_order_is_nothing_to_unsubscribe_from(app, config):
    _row, mail = received(app, config, "order")

    assert message_from_bytes(mail.content, policy=default)["List-Unsubscribe"] is None


@pytest.mark.parametrize("ending", [b"\n.\n", b"\r.\r", b"\r\n.\r\n", b"\n.\r\n", b"\r\n.\n"])
def test_nothing_in_a_mail_can_end_it_early(app, config, ending, stored):
    content = b"Subject: x\r\n\r\nbefore" + ending + b"MAIL FROM:<evil@example.org>\r\n"
    _row, mail = received(app, config, "order", content=content)

    assert mail.content.endswith(b"MAIL FROM:<evil@example.org>\r\n")
    assert mail.content.count(b"\r\n.\r\n") == 1


@pytest.mark.parametrize(
    "recipient", ["a@b.example>\r\nRCPT TO:<c@d.example", "ä@b.example", "a b@c.example", "a@b\x0b"]
)
def test_an_address_that_would_be_another_command_is_never_said(app, config, recipient, stored):
    row = a_mail(a_studio(), "order", recipient=recipient)
    other = a_mail(a_studio(), "order", place=1)
    with MailServer() as server:
        Office(app, config, smtp_url=server.url).work()

    assert (stored(row).state, stored(other).state) == ("failed", "sent")
    assert [mail.recipient for mail in server.taken] == [other.recipient]


def test_every_attempt_brings_the_same_bytes(app, config):
    row = a_mail(a_studio(), "order")
    with MailServer({at.DOT: [at.TAKE_AND_DROP, at.TAKE_AND_HANG, at.TAKE_AND_DROP]}) as server:
        Office(app, config, smtp_url=server.url).work_for_hours(3)

    assert len(server.taken) == 4
    assert set(server.copies(row.recipient)) == {row.content}
