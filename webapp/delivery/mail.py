"""A mail as it goes over the wire: a text part, an HTML part, and headers that tell what it is."""

from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from typing import Any

_IN_ONE_LINE = ("list-unsubscribe", "message-id", "in-reply-to")
_ONE_A_LINE = "references"
_BEGINS_A_WORD, _BEGINS_NONE = "=?", "=\N{WORD JOINER}?"


class _Policy(EmailPolicy):
    """As for SMTP, but addresses of pages and mails stay in one line: folded they would be encoded
    words, which the programs that read them do not decode."""

    def fold(self, name: str, value: Any) -> str:
        if name.lower() in _IN_ONE_LINE:
            return f"{name}: {value}{self.linesep}"
        if name.lower() == _ONE_A_LINE:
            return f"{name}: {f'{self.linesep} '.join(value.split())}{self.linesep}"
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name.lower() in (*_IN_ONE_LINE, _ONE_A_LINE):
            return self.fold(name, value).encode("ascii")
        return super().fold_binary(name, value)


_POLICY = _Policy(linesep=SMTP.linesep, max_line_length=78, raise_on_defect=True)


@dataclass(frozen=True)
class Mailbox:
    """An address with the name that is shown before it."""

    address: str
    name: str = ""


@dataclass(frozen=True)
class Mail:
    """Everything of one mail. `message_id` without brackets; `written_at` is aware.

    `unsubscribe_url`: where one POST ends such mails (RFC 8058); '' for mails that were asked for.
    `after`: the ids of the mails that it goes on from, the oldest first, so that a mail program
    shows them together (RFC 5322).
    """

    sender: Mailbox
    recipient: Mailbox
    subject: str
    text: str
    html: str
    message_id: str
    written_at: datetime
    reply_to: str = ""
    unsubscribe_url: str = ""
    after: tuple[str, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)


def build(mail: Mail) -> bytes:
    """The bytes of the mail, the same for the same facts: lines end with CR LF, at most 998 long.

    ValueError for a subject or name that holds a line break: it would be another header.
    """
    message = EmailMessage(policy=_POLICY)
    message["From"] = _header(mail.sender)
    message["To"] = _header(mail.recipient)
    if mail.reply_to:
        message["Reply-To"] = _header(Mailbox(mail.reply_to))
    message["Subject"] = _as_typed(mail.subject)
    message["Date"] = format_datetime(mail.written_at)
    message["Message-ID"] = f"<{mail.message_id}>"
    if mail.after:
        message["In-Reply-To"] = f"<{mail.after[-1]}>"
        message["References"] = " ".join(f"<{each}>" for each in mail.after)
    message["Auto-Submitted"] = "auto-generated"
    if mail.unsubscribe_url:
        message["List-Unsubscribe"] = f"<{mail.unsubscribe_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    for name, value in mail.headers.items():
        message[name] = value
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    # Python would draw a boundary by chance; the bytes shall be the same whenever they are made.
    message.set_boundary(f"=={mail.message_id.partition('@')[0]}==")
    return message.as_bytes()


def _header(box: Mailbox) -> Address:
    return Address(display_name=_as_typed(box.name), addr_spec=box.address)


def _as_typed(text: str) -> str:
    """The same to the eye; what looks like an encoded word is none.

    Python decodes encoded words in what it is given, line breaks and all, and writes them out as
    they are: a name could end its line and begin a head line of its own.
    """
    return text.replace(_BEGINS_A_WORD, _BEGINS_NONE)
