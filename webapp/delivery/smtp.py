"""Mail through a server, phase by phase, so that at each moment it is known who has the message.

smtplib says the same for a server that goes away before the text, in its midst and after it. So
its parts are used, not its `sendmail`; see docs/decisions/outbox.md.
"""

import re
import select
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from webapp.delivery.courier import NO_WORDS, Interrupted, Parcel, Watch, unwatched, words_of
from webapp.domain.delivery import Answer, Outcome, Phase, Verdict, judge_mail
from webapp.domain.mail_server import MailServer

MAILS_PER_CONNECTION = 500
_READY, _ACCEPTED, _GO_AHEAD = 220, 250, 354
_OK = range(200, 300)
_A_MOMENT = 0.02
_NOT_ENCRYPTED = "it offers no encryption: the password is not sent"
_BREAK = re.compile(rb"\r\n|\r|\n")


@dataclass(frozen=True)
class Patience:
    """Seconds to wait for the other side: to be reached, for an answer, for that to the dot."""

    connect: float = 10
    answer: float = 30
    dot: float = 120
    goodbye: float = 2


class SmtpCourier:
    """One connection to one server, opened when it is needed and kept over many mails."""

    leaves_doubt = True

    def __init__(
        self,
        server: MailServer,
        sender: str,
        *,
        own_name: str,
        watch: Watch = unwatched,
        patience: Patience | None = None,
    ) -> None:
        self._server = server
        self._sender = sender
        self._own_name = own_name
        self._watch = watch
        self._patience = patience or Patience()
        self._line: smtplib.SMTP | None = None
        self._carried = 0

    def carry(self, parcel: Parcel, may_end: Callable[[], bool]) -> Outcome | None:
        """Send one mail; see `Courier.carry`."""
        if not _can_be_addressed(parcel.recipient):
            return Outcome(Verdict.FAILED, Answer(Phase.RCPT, None, "no such address can be"))
        try:
            answer = self._carry(parcel, may_end)
        except Interrupted as error:
            answer = error.answer
        except BaseException:
            self._hang_up()
            raise
        if answer is None:
            self._hang_up()
            return None
        outcome = judge_mail(answer, repeatable=parcel.repeatable)
        self._carried += 1
        if outcome.lost_connection:
            self._hang_up()
        return outcome

    def leave(self) -> None:
        """Say QUIT; what the server makes of it changes nothing any more."""
        line, self._line, self._carried = self._line, None, 0
        if line is None:
            return
        with suppress(OSError, smtplib.SMTPException):
            _wait_at_most(line, self._patience.goodbye)
            line.quit()
        line.close()

    def _carry(self, parcel: Parcel, may_end: Callable[[], bool]) -> Answer | None:
        if self._carried >= MAILS_PER_CONNECTION:
            self.leave()
        line = self._line or self._open()
        content = _stuffed(parcel.content)
        size = f" SIZE={len(content)}" if line.has_extn("size") else ""
        for phase, words, good in (
            (Phase.MAIL, f"MAIL FROM:<{self._sender}>{size}", _OK),
            (Phase.RCPT, f"RCPT TO:<{parcel.recipient}>", _OK),
            (Phase.DATA, "DATA", (_GO_AHEAD,)),
        ):
            answer = self._say(line, phase, words)
            if answer.code not in good:
                self._begin_anew(line)
                return answer
        with self._phase(Phase.BODY):
            line.send(content)
        if not may_end():
            return None
        if (interrupted := self._heard_too_early(line)) is not None:
            return interrupted
        _wait_at_most(line, self._patience.dot)
        answer = self._say(line, Phase.DOT, ".")
        _wait_at_most(line, self._patience.answer)
        return answer

    def _open(self) -> smtplib.SMTP:
        """Connect, greet, encrypt, sign in: what fails here concerns the server, not the mail."""
        server = self._server
        context = ssl.create_default_context()
        with self._phase(Phase.CONNECT):
            line = self._line = self._connected(context)
            _wait_at_most(line, self._patience.answer)
        with self._phase(Phase.EHLO):
            line.ehlo_or_helo_if_needed()
        if self._wants_tls(line):
            with self._phase(Phase.TLS):
                code, words = line.starttls(context=context)
                if code != _READY:
                    raise smtplib.SMTPResponseException(code, words)
            with self._phase(Phase.EHLO):
                line.ehlo_or_helo_if_needed()
        if server.user:
            with self._phase(Phase.AUTH):
                if not (server.is_here or isinstance(line.sock, ssl.SSLSocket)):
                    raise smtplib.SMTPException(_NOT_ENCRYPTED)
                line.login(server.user, server.password)
        return line

    def _connected(self, context: ssl.SSLContext) -> smtplib.SMTP:
        server, name, seconds = self._server, self._own_name, self._patience.connect
        line = (
            smtplib.SMTP_SSL(server.host, server.port, name, timeout=seconds, context=context)
            if server.is_tls
            else smtplib.SMTP(server.host, server.port, name, timeout=seconds)
        )
        if line.sock is not None:
            # Else the dot would wait until the server has acknowledged the text before it.
            line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return line

    def _wants_tls(self, line: smtplib.SMTP) -> bool:
        """Encrypt wherever it is offered; to this machine itself only to hide a password."""
        if self._server.is_tls or not line.has_extn("starttls"):
            return False
        return bool(self._server.user) or not self._server.is_here

    def _heard_too_early(self, line: smtplib.SMTP) -> Answer | None:
        """What the server says, or that it is gone, before the dot: then the dot is not sent.

        The first mail of a connection gives it a moment for that: nobody knows it yet.
        """
        with _interrupted_in(Phase.BODY):
            seconds = 0 if self._carried else _A_MOMENT
            if line.sock is None or not select.select([line.sock], [], [], seconds)[0]:
                return None
            _wait_at_most(line, self._patience.goodbye)
            code, said = line.getreply()
            self._hang_up()
            return Answer(Phase.BODY, code if code >= _OK.stop else None, f"{code} {_text(said)}")

    def _say(self, line: smtplib.SMTP, phase: Phase, words: str) -> Answer:
        with self._phase(phase):
            code, said = line.docmd(words)
            if code < _OK.start:
                raise smtplib.SMTPServerDisconnected(NO_WORDS)
            return Answer(phase, code, f"{code} {_text(said)}".strip())

    @contextmanager
    def _phase(self, phase: Phase) -> Iterator[None]:
        """One step, which the watch is told of."""
        self._watch("before", phase)
        with _interrupted_in(phase):
            yield
        self._watch("after", phase)

    def _begin_anew(self, line: smtplib.SMTP) -> None:
        """Forget the mail that was refused, so that the next can begin."""
        try:
            code, _words = line.docmd("RSET")
        except (OSError, smtplib.SMTPException):
            code = 0
        if code != _ACCEPTED:
            self._hang_up()

    def _hang_up(self) -> None:
        line, self._line, self._carried = self._line, None, 0
        if line is not None:
            line.close()


@contextmanager
def _interrupted_in(phase: Phase) -> Iterator[None]:
    """What goes wrong in here went wrong in this phase."""
    try:
        yield
    except smtplib.SMTPResponseException as error:
        # After EHLO smtplib raises this for one thing only: an answer that is none.
        code = error.smtp_code if phase.is_of_the_server else None
        words = f"{error.smtp_code} {_text(error.smtp_error)}".strip()
        raise Interrupted(Answer(phase, code, words)) from error
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise Interrupted(Answer(phase, None, words_of(error))) from error


def _wait_at_most(line: smtplib.SMTP, seconds: float) -> None:
    if line.sock is not None:
        line.sock.settimeout(seconds)


def _can_be_addressed(recipient: str) -> bool:
    is_plain = recipient.isascii() and recipient.isprintable()
    return is_plain and not set(recipient) & set(" <>")


def _stuffed(content: bytes) -> bytes:
    """The bytes as they go over the wire: CR LF alone ends lines, no line is a dot of its own."""
    if not content.count(b"\n") == content.count(b"\r") == content.count(b"\r\n"):
        content = _BREAK.sub(b"\r\n", content)
    if not content.endswith(b"\r\n"):
        content += b"\r\n"
    if content.startswith(b"."):
        content = b"." + content
    return content.replace(b"\r\n.", b"\r\n..")


def _text(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(text.split())
