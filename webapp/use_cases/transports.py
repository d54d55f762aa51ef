"""The ways out of the house: the installation's mail server, those of studios, the SMS gateway."""

import time
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from cryptography.exceptions import InvalidTag

from webapp.delivery import folder, sms, smtp
from webapp.delivery.courier import Courier, Watch, unwatched
from webapp.delivery.folder import FolderCourier
from webapp.delivery.sms import SmsCourier
from webapp.delivery.smtp import SmtpCourier
from webapp.domain.addresses import WrongAddressError
from webapp.domain.delivery import pause_after
from webapp.domain.mail_server import read_mail_server, read_sms_gateway
from webapp.models import sealing
from webapp.models.base import db
from webapp.models.studio import Studio
from webapp.use_cases.claim_messages import Due, Scope

INSTALLATION, SMS = "mail", "sms"
DROPS_IN_A_ROW = 3
_MINUTE = 60.0


@dataclass(frozen=True)
class Outside:
    """What this installation knows of the outside world; '' as an address: files in the folder.

    `data` is the data folder. `watch` is told of every phase, for tests.
    """

    data: Path
    mail_from: str
    own_name: str
    smtp_url: str = field(default="", repr=False)
    sms_url: str = field(default="", repr=False)
    watch: Watch = unwatched
    smtp_patience: smtp.Patience = smtp.Patience()
    sms_patience: sms.Patience = sms.Patience()


class BrokenTransportError(Exception):
    """A transport whose address cannot be used; what is wrong, without its secrets."""


@dataclass
class Transport:
    """What is known of one way out: until when it rests, and whom it has sent to of late."""

    key: str
    per_host: int = 0
    _rests_until: float = 0.0
    _failures: int = 0
    _drops: int = 0
    _sent: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    @property
    def rests(self) -> bool:
        """Whether nothing goes through it at this moment."""
        return time.monotonic() < self._rests_until

    def rest(self, seconds: float) -> None:
        """Let nothing through for so many seconds."""
        self._rests_until = time.monotonic() + seconds

    def fail(self) -> timedelta:
        """Its server cannot be used: rest, longer each time; for how long."""
        self._failures += 1
        self._drops = 0
        pause = pause_after(self._failures)
        self.rest(pause.total_seconds())
        return pause

    def drop(self) -> bool:
        """A connection was lost in the midst of a mail; whether that is the server's way by now."""
        self._drops += 1
        return self._drops >= DROPS_IN_A_ROW

    def work(self, host: str) -> None:
        """It works: a mail to this receiving domain was answered."""
        self._failures = self._drops = 0
        if self.per_host:
            self._sent[host].append(time.monotonic())

    def has_had_enough(self, host: str) -> bool:
        """Whether the receiving domain got as many mails in the last minute as it may."""
        return bool(self.per_host) and len(self._recent(host)) >= self.per_host

    def full(self) -> tuple[str, ...]:
        """All receiving domains that have had enough."""
        return tuple(host for host in list(self._sent) if self.has_had_enough(host))

    def _recent(self, host: str) -> deque[float]:
        sent = self._sent[host]
        while sent and sent[0] <= time.monotonic() - _MINUTE:
            sent.popleft()
        return sent


def key_of(due: Due) -> str:
    """By which transport these messages go."""
    if due.channel == SMS:
        return SMS
    return due.studio_id if due.smtp_sealed else INSTALLATION


def scope_of(key: str, transport: Transport, quiet: Sequence[str]) -> Scope:
    """Which messages a transport takes; `quiet`: studios where it is night (C8)."""
    night = tuple(sorted(quiet))
    if key == SMS:
        return Scope("sms", quiet=night)
    studio_id = None if key == INSTALLATION else key
    return Scope("email", studio_id=studio_id, quiet=night, full=transport.full())


def open_courier(outside: Outside, transport: Transport) -> Courier:
    """The way out itself; BrokenTransportError when its address cannot be used."""
    if transport.key == SMS:
        return _sms_courier(outside)
    address, sender = outside.smtp_url, outside.mail_from
    if transport.key != INSTALLATION:
        address, sender = _own_server(transport.key)
    if not address:
        return FolderCourier(outside.data / "mail", folder.MAIL, watch=outside.watch)
    try:
        server = read_mail_server(address)
    except WrongAddressError as error:
        raise BrokenTransportError(str(error)) from error
    transport.per_host = server.per_host
    return SmtpCourier(
        server,
        server.sender or sender,
        own_name=outside.own_name,
        watch=outside.watch,
        patience=outside.smtp_patience,
    )


def _sms_courier(outside: Outside) -> Courier:
    if not outside.sms_url:
        return FolderCourier(outside.data / "sms", folder.SMS, watch=outside.watch)
    try:
        gateway = read_sms_gateway(outside.sms_url)
    except WrongAddressError as error:
        raise BrokenTransportError(str(error)) from error
    return SmsCourier(gateway, watch=outside.watch, patience=outside.sms_patience)


def _own_server(studio_id: str) -> tuple[str, str]:
    studio = db.session.get_one(Studio, studio_id)
    try:
        return sealing.unseal(studio.smtp_sealed), studio.email
    except (InvalidTag, ValueError) as error:
        raise BrokenTransportError("it was sealed with another key") from error
