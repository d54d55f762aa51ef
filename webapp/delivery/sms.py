"""SMS through a gateway: one POST each, which it knows again by its key."""

import base64
import http.client
import json
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from webapp.delivery.courier import Interrupted, Parcel, Watch, unwatched, words_of
from webapp.domain.delivery import Answer, Outcome, Phase, judge_sms
from webapp.domain.mail_server import SmsGateway

_LONGEST_ANSWER = 500


@dataclass(frozen=True)
class Patience:
    """Seconds to wait for the gateway: to be reached, and for its answer."""

    connect: float = 10
    answer: float = 30


class SmsCourier:
    """Hands each SMS over through a connection of its own: a kept one may be gone unnoticed."""

    leaves_doubt = True

    def __init__(
        self, gateway: SmsGateway, *, watch: Watch = unwatched, patience: Patience | None = None
    ) -> None:
        self._gateway = gateway
        self._watch = watch
        self._patience = patience or Patience()

    def carry(self, parcel: Parcel, may_end: Callable[[], bool]) -> Outcome | None:
        """Hand over one SMS; see `Courier.carry`."""
        line = self._line()
        try:
            answer = self._carry(line, parcel, may_end)
        except Interrupted as error:
            answer = error.answer
        finally:
            line.close()
        return None if answer is None else judge_sms(answer, repeatable=parcel.repeatable)

    def leave(self) -> None:
        """There is nothing to close."""

    def _line(self) -> http.client.HTTPConnection:
        parts, seconds = self._gateway.parts, self._patience.connect
        host = parts.hostname or ""
        if parts.scheme == "https":
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(host, parts.port, timeout=seconds, context=context)
        return http.client.HTTPConnection(host, parts.port, timeout=seconds)

    def _carry(
        self, line: http.client.HTTPConnection, parcel: Parcel, may_end: Callable[[], bool]
    ) -> Answer | None:
        said = {
            "to": parcel.recipient,
            "text": parcel.content.decode(),
            "from": self._gateway.sender,
            "id": parcel.mail_id,
        }
        body = json.dumps(said).encode()
        with self._phase(Phase.CONNECT):
            line.connect()
            line.sock.settimeout(self._patience.answer)
        with self._phase(Phase.BODY):
            self._begin(line, parcel, len(body))
        if not may_end():
            return None
        with self._phase(Phase.DOT):
            line.send(body)
            # No redirect is followed: what it says counts as it stands.
            answer = line.getresponse()
            words = answer.read(_LONGEST_ANSWER).decode("utf-8", "replace")
            return Answer(Phase.DOT, answer.status, f"{answer.status} {' '.join(words.split())}")

    def _begin(self, line: http.client.HTTPConnection, parcel: Parcel, length: int) -> None:
        """All but the text: without it the gateway can do nothing."""
        parts, gateway = self._gateway.parts, self._gateway
        line.putrequest("POST", f"{parts.path}{'?' if parts.query else ''}{parts.query}")
        line.putheader("Content-Type", "application/json")
        line.putheader("Content-Length", str(length))
        line.putheader("Idempotency-Key", parcel.mail_id)
        if gateway.user:
            secret = base64.b64encode(f"{gateway.user}:{gateway.password}".encode()).decode()
            line.putheader("Authorization", f"Basic {secret}")
        line.endheaders()

    @contextmanager
    def _phase(self, phase: Phase) -> Iterator[None]:
        self._watch("before", phase)
        try:
            yield
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Interrupted(Answer(phase, None, words_of(error))) from error
        self._watch("after", phase)
