"""What became of a message: from how far it came and what the other side answered (C10)."""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

SERVICE_CLOSES = 421
_ADDRESS_UNKNOWN = (550, 551, 553)
_ASKS_TO_SIGN_IN = (530, 534, 535, 538)
_POLICY = re.compile(r"\b5\.7\.\d")
_SMS_TRY_LATER = (408, 425, 429)
_SMS_WHO_ARE_YOU = (401, 403, 407)
_SMS_ANSWER_LOST = (502, 504)  # said by somebody in between, who does not know either
_GOOD, _MOVED, _TEMPORARY, _PERMANENT = 200, 300, 400, 500
_PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))


class Phase(StrEnum):
    """How far a message came. An SMS knows connect, body and dot, a file only `file`."""

    CONNECT = "connect"
    EHLO = "ehlo"
    TLS = "starttls"
    AUTH = "auth"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    BODY = "body"
    DOT = "dot"
    FILE = "file"

    @property
    def is_of_the_server(self) -> bool:
        """Whether what goes wrong here concerns the server and no message."""
        return self in (Phase.CONNECT, Phase.EHLO, Phase.TLS, Phase.AUTH)


class Verdict(StrEnum):
    """What to do with the message: it went out, try again, give up, or never know."""

    SENT = "sent"
    AGAIN = "again"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Answer:
    """The last that was heard: in which phase, which code (None: no answer came), its words."""

    phase: Phase
    code: int | None
    words: str = ""


@dataclass(frozen=True)
class Outcome:
    """The verdict and what follows from it.

    `refuses_address`: the server knows nobody by that address. `concerns_server`: everything that
    goes through it has to wait. `lost_connection`: there is nothing left to speak through.
    """

    verdict: Verdict
    answer: Answer
    refuses_address: bool = False
    concerns_server: bool = False
    lost_connection: bool = False


def may_repeat(kind: str) -> bool:
    """Whether a message of this kind is sent again when its last answer was lost (C10)."""
    return kind in ("order", "confirmation", "more-time", "retention", "request")


def judge_mail(answer: Answer, *, repeatable: bool) -> Outcome:
    """What the answer of a mail server means for the message (C10)."""
    phase, code = answer.phase, answer.code
    if phase.is_of_the_server:
        return Outcome(Verdict.AGAIN, answer, concerns_server=True, lost_connection=True)
    if code is None:
        return Outcome(_without_answer(phase, repeatable), answer, lost_connection=True)
    if code < _TEMPORARY:
        is_taken = phase is Phase.DOT and _GOOD <= code < _MOVED
        verdict = Verdict.SENT if is_taken else _without_answer(phase, repeatable)
        return Outcome(verdict, answer, lost_connection=not is_taken)
    if code < _PERMANENT:
        return Outcome(Verdict.AGAIN, answer, lost_connection=code == SERVICE_CLOSES)
    if phase is Phase.MAIL and code in _ASKS_TO_SIGN_IN:
        return Outcome(Verdict.AGAIN, answer, concerns_server=True, lost_connection=True)
    return Outcome(Verdict.FAILED, answer, refuses_address=_is_unknown_address(answer))


def judge_sms(answer: Answer, *, repeatable: bool) -> Outcome:
    """What the answer of an SMS gateway means for the message: its status is the code (C10)."""
    code = answer.code
    if answer.phase is Phase.CONNECT:
        return Outcome(Verdict.AGAIN, answer, concerns_server=True, lost_connection=True)
    if code is None or code in _SMS_ANSWER_LOST:
        lost = _without_answer(answer.phase, repeatable)
        return Outcome(lost, answer, lost_connection=code is None)
    if _GOOD <= code < _MOVED:
        return Outcome(Verdict.SENT, answer)
    if code < _TEMPORARY or code in _SMS_WHO_ARE_YOU:
        return Outcome(Verdict.AGAIN, answer, concerns_server=True)
    if code >= _PERMANENT or code in _SMS_TRY_LATER:
        return Outcome(Verdict.AGAIN, answer)
    return Outcome(Verdict.FAILED, answer)


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: 1, 5, 15 minutes, then an hour each time."""
    return _PAUSES[attempts - 1] if 0 < attempts <= len(_PAUSES) else timedelta(hours=1)


def _without_answer(phase: Phase, repeatable: bool) -> Verdict:
    """Before the dot nobody has the message; after it somebody may."""
    if phase is not Phase.DOT or repeatable:
        return Verdict.AGAIN
    return Verdict.UNKNOWN


def _is_unknown_address(answer: Answer) -> bool:
    """550, 551 and 553 to the address itself; 5.7.x is the server's policy, not the address."""
    is_refused = answer.phase is Phase.RCPT and answer.code in _ADDRESS_UNKNOWN
    return is_refused and not _POLICY.search(answer.words)
