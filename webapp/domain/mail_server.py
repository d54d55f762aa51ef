"""How a mail server or an SMS gateway is named in one address, and what is wrong with such a one.

smtp://user:password@mail.example:587?from=hello@nord.example&per_host=30
https://user:password@gateway.example/send?from=StudioNord
"""

from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from webapp.domain.addresses import WrongAddressError

_PORTS = {"smtp": 25, "smtps": 465}
_SUBMISSION = 587
_SHORTEST_DOMAIN = 4


@dataclass(frozen=True)
class MailServer:
    """A mail server. `sender`: the address that mails come from, '' if it is not said here.

    `is_tls`: encrypted from the first byte. `per_host`: so many mails a minute at the most to one
    receiving domain; 0: any number.
    """

    host: str
    port: int
    is_tls: bool = False
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str = ""
    per_host: int = 0

    @property
    def is_here(self) -> bool:
        """Whether what is said to it never leaves this machine."""
        return is_loopback(self.host)


@dataclass(frozen=True)
class SmsGateway:
    """Where an SMS is handed over by one POST. `address` is without name, password and sender."""

    address: str
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str = ""

    @property
    def parts(self) -> SplitResult:
        """The address, taken apart."""
        return urlsplit(self.address)


def read_mail_server(address: str) -> MailServer:
    """The mail server that an address names; WrongAddressError with everything that is wrong."""
    parts, faults = _split(address, tuple(_PORTS))
    asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    sender, per_host = asked.pop("from", ""), asked.pop("per_host", "0")
    if sender and not _is_address(sender):
        faults.append("‘from’ has to be an e-mail address.")
    if not (per_host.isascii() and per_host.isdecimal()):
        faults.append("‘per_host’ has to be a whole number: mails a minute to one domain.")
    faults += [f"‘{name}’ is not known; there are ‘from’ and ‘per_host’." for name in asked]
    if parts.hostname and parts.path not in ("", "/"):
        faults.append("it has no path, only server and port.")
    if faults:
        raise WrongAddressError(faults)
    user = unquote(parts.username or "")
    default = _SUBMISSION if user and parts.scheme == "smtp" else _PORTS[parts.scheme]
    return MailServer(
        host=parts.hostname or "",
        port=parts.port or default,
        is_tls=parts.scheme == "smtps",
        user=user,
        password=unquote(parts.password or ""),
        sender=sender,
        per_host=int(per_host),
    )


def read_sms_gateway(address: str) -> SmsGateway:
    """The gateway that an address names; WrongAddressError with everything that is wrong."""
    parts, faults = _split(address, ("https", "http"))
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        faults.append("http:// is for a gateway on this machine; any other needs https://.")
    if faults:
        raise WrongAddressError(faults)
    asked = parse_qsl(parts.query, keep_blank_values=True)
    query = urlencode([(name, value) for name, value in asked if name != "from"])
    host = parts.netloc.rpartition("@")[2]
    return SmsGateway(
        address=urlunsplit((parts.scheme, host, parts.path or "/", query, "")),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        sender=dict(asked).get("from", ""),
    )


def is_loopback(host: str) -> bool:
    """Whether this name or number is the machine itself."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _split(address: str, schemes: tuple[str, ...]) -> tuple[SplitResult, list[str]]:
    nothing = urlsplit("//")
    wanted = " or ".join(f"{scheme}://" for scheme in schemes)
    try:
        parts = urlsplit(address)
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        return nothing, ["it has to name a server and a port from 1 to 65535."]
    faults = []
    if parts.scheme not in schemes or not parts.hostname:
        faults.append(f"it has to be an address that begins with {wanted} .")
    if not has_port:
        faults.append("its port has to be from 1 to 65535.")
    if any(sign.isspace() or not sign.isprintable() for sign in address):
        faults.append("it must not hold blanks or line breaks.")
    return parts, faults


def _is_address(text: str) -> bool:
    name, at, domain = text.rpartition("@")
    is_plain = text.isascii() and text.isprintable() and not set(text) & set(' <>,;:"()[]\\')
    return bool(name and at) and "@" not in name and is_plain and len(domain) >= _SHORTEST_DOMAIN
