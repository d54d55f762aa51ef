"""Reads a mail that lies in the outbox, as the program of its reader would."""

from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP


@dataclass(frozen=True)
class OpenedMail:
    """What the reader of a mail sees; `html` is '' where it has none."""

    sender: str
    recipient: str
    subject: str
    text: str
    html: str


def opened(content: bytes) -> OpenedMail:
    """The mail in these bytes, its parts decoded."""
    mail = message_from_bytes(content, policy=SMTP)
    return OpenedMail(
        sender=str(mail["From"] or ""),
        recipient=str(mail["To"] or ""),
        subject=str(mail["Subject"] or ""),
        text=_part(mail, "plain"),
        html=_part(mail, "html"),
    )


def _part(mail: EmailMessage, kind: str) -> str:
    found = mail.get_body((kind,))
    if not isinstance(found, EmailMessage):
        return ""
    return str(found.get_content()).replace("\r\n", "\n")
