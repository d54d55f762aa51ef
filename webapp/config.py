"""Every setting: its name, default and meaning; validated at the start, all errors at once."""

import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from webapp.domain.addresses import WrongAddressError
from webapp.domain.mail_server import read_mail_server, read_sms_gateway
from webapp.domain.store_address import (
    FolderAddress,
    StoreAddress,
)
from webapp.photos.opening import faults_of, place_of

DEMO_MARKER = "this-is-a-demo"
_SECRET_FILE = "secret-key"  # noqa: S105 - the name of a file, not a secret
_SHORTEST_SECRET = 32
_MAILBOX = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*", re.ASCII)
_INTERNAL = re.compile(r"(?:/[A-Za-z0-9._-]+)+/", re.ASCII)


class ConfigError(Exception):
    """The settings that are wrong, one sentence each; the program does not start."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Setting:
    """One setting as `shelflife config` shows it: value, where it came from, secret or not."""

    name: str
    default: str
    meaning: str
    is_secret: bool = False


SETTINGS = (
    Setting("SHELFLIFE_DATA", "./var", "folder of the embedded default"),
    Setting("SHELFLIFE_DATABASE_URL", "", "postgresql+psycopg://… ; empty: SQLite in the folder",
            is_secret=True),
    Setting("SHELFLIFE_PHOTOS_URL", "", "s3://… or a folder; empty: one in the data folder"),
    Setting("SHELFLIFE_X_ACCEL", "", "where nginx finds that folder, such as /internal-photos/"),
    Setting("SHELFLIFE_SMTP_URL", "", "smtp://… ; empty: mails are files in the data folder",
            is_secret=True),
    Setting("SHELFLIFE_SMS_URL", "", "HTTPS gateway; empty: messages are files", is_secret=True),
    Setting("SHELFLIFE_BASE_URL", "http://127.0.0.1:8000", "every link in a message is made of it"),
    Setting("SHELFLIFE_SECRET_KEY", "", "empty: made once, kept in the data folder",
            is_secret=True),
    Setting("SHELFLIFE_TRUSTED_PROXIES", "0", "hops of X-Forwarded-* to believe"),
    Setting("SHELFLIFE_SUPPORT_EMAIL", "", "where answers to support's mails go; may be empty"),
    Setting("SHELFLIFE_CLOCK_FILE", "", "demo and tests only: a file that says what time it is"),
)  # fmt: skip


@dataclass(frozen=True)
class Config:
    """The settings of one start, checked. `data` exists and can be written."""

    data: Path
    database_url: str = field(repr=False)
    base_url: str = "http://127.0.0.1:8000"
    secret_key: str = field(default="", repr=False)
    photos_url: str = ""
    x_accel: str = ""
    smtp_url: str = field(default="", repr=False)
    sms_url: str = field(default="", repr=False)
    trusted_proxies: int = 0
    support_email: str = ""
    clock_file: Path | None = None
    testing: bool = False
    sources: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> "Config":
        """Read and check every setting; ConfigError names all that are wrong."""
        values = _Values(os.environ if environ is None else environ)
        faults: list[str] = []
        data = _data_folder(values, faults)
        database_url = _database_url(values, data, faults)
        photos_url = _photos(values, faults)
        x_accel = _x_accel(values, photos_url, faults)
        smtp_url = _server(values, "SHELFLIFE_SMTP_URL", read_mail_server, faults)
        sms_url = _server(values, "SHELFLIFE_SMS_URL", read_sms_gateway, faults)
        base_url = _address(values, "SHELFLIFE_BASE_URL", ("http", "https"), faults).rstrip("/")
        proxies = _whole_number(values, "SHELFLIFE_TRUSTED_PROXIES", faults)
        support_email = _mailbox(values, "SHELFLIFE_SUPPORT_EMAIL", faults)
        clock_file = values["SHELFLIFE_CLOCK_FILE"]
        secret = values["SHELFLIFE_SECRET_KEY"]
        if secret and len(secret) < _SHORTEST_SECRET:
            faults.append(
                f"SHELFLIFE_SECRET_KEY needs at least {_SHORTEST_SECRET} characters,"
                f" it has {len(secret)}."
            )
        if faults:
            raise ConfigError(faults)
        return cls(
            data=data,
            database_url=database_url,
            base_url=base_url,
            secret_key=secret or _kept_secret(data),
            photos_url=photos_url,
            x_accel=x_accel,
            smtp_url=smtp_url,
            sms_url=sms_url,
            trusted_proxies=proxies,
            support_email=support_email,
            clock_file=Path(clock_file) if clock_file else None,
            sources=values.sources,
        )

    @cached_property
    def photos(self) -> StoreAddress:
        """Where the pictures are kept."""
        if self.photos_url:
            return place_of(self.photos_url)
        return FolderAddress(self.photos_folder)

    @property
    def photos_folder(self) -> Path:
        """Where the embedded default keeps the pictures."""
        return self.data / "photos"

    @property
    def mail_from(self) -> str:
        """The address that mails come from: `?from=` of SHELFLIFE_SMTP_URL, else of this host."""
        given = read_mail_server(self.smtp_url).sender if self.smtp_url else ""
        host = urlsplit(self.base_url).hostname or ""
        has_name = "." in host and not host.replace(".", "").isdecimal()
        return given or f"no-reply@{host if has_name else 'shelflife.localhost'}"

    @property
    def demo_marker(self) -> Path:
        """Its presence says: this data folder is a demo's, open to all and wiped at each start."""
        return self.data / DEMO_MARKER

    @property
    def is_https(self) -> bool:
        """Whether browsers reach the program by HTTPS: decides the cookies' flags."""
        return self.base_url.startswith("https://")


class _Values:
    """The settings as given, remembering where each came from."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.sources = {
            setting.name: "environment" if environ.get(setting.name) else "default"
            for setting in SETTINGS
        }

    def __getitem__(self, name: str) -> str:
        default = next(setting.default for setting in SETTINGS if setting.name == name)
        return self._environ.get(name, "").strip() or default


def _data_folder(values: _Values, faults: list[str]) -> Path:
    data = Path(values["SHELFLIFE_DATA"]).expanduser().absolute()
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        faults.append(f"SHELFLIFE_DATA: the folder {data} cannot be made ({error.strerror}).")
        return data
    if not os.access(data, os.W_OK):
        faults.append(f"SHELFLIFE_DATA: the folder {data} cannot be written.")
    return data


def _database_url(values: _Values, data: Path, faults: list[str]) -> str:
    given = values["SHELFLIFE_DATABASE_URL"]
    if not given:
        return f"sqlite:///{data / 'shelflife.sqlite3'}"
    if not given.startswith(("postgresql+psycopg://", "sqlite:///")):
        faults.append("SHELFLIFE_DATABASE_URL has to begin with postgresql+psycopg:// .")
    return given


def _address(values: _Values, name: str, schemes: tuple[str, ...], faults: list[str]) -> str:
    given = values[name]
    if not given:
        return ""
    parts = urlsplit(given)
    if parts.scheme not in schemes or not parts.netloc:
        wanted = " or ".join(f"{scheme}://" for scheme in schemes)
        faults.append(f"{name} has to be an address that begins with {wanted} .")
    return given


def _photos(values: _Values, faults: list[str]) -> str:
    """The address as given, once somebody is there; the folder of the default is always there."""
    name, given = "SHELFLIFE_PHOTOS_URL", values["SHELFLIFE_PHOTOS_URL"]
    if given:
        try:
            faults += [f"{name}: {fault}" for fault in faults_of(place_of(given))]
        except WrongAddressError as error:
            faults += [f"{name}: {fault}" for fault in error.faults]
    return given


def _x_accel(values: _Values, photos_url: str, faults: list[str]) -> str:
    given = values["SHELFLIFE_X_ACCEL"]
    if given and not _INTERNAL.fullmatch(given):
        faults.append("SHELFLIFE_X_ACCEL has to be a path such as /internal-photos/ .")
    if given and photos_url.startswith("s3:"):
        faults.append("SHELFLIFE_X_ACCEL is for a folder of photos; nginx cannot open a bucket.")
    return given


def _server(values: _Values, name: str, read: Callable[[str], object], faults: list[str]) -> str:
    given = values[name]
    if given:
        try:
            read(given)
        except WrongAddressError as error:
            faults += [f"{name}: {fault}" for fault in error.faults]
    return given


def _mailbox(values: _Values, name: str, faults: list[str]) -> str:
    given = values[name]
    if given and not _MAILBOX.fullmatch(given):
        faults.append(f"{name} has to be an e-mail address such as help@example.org.")
    return given


def _whole_number(values: _Values, name: str, faults: list[str]) -> int:
    given = values[name]
    if not given.isdecimal():
        faults.append(f"{name} has to be a whole number, 0 or more, not {given!r}.")
        return 0
    return int(given)


def _kept_secret(data: Path) -> str:
    """The secret of this installation: made at the first start, readable by its owner only."""
    path = data / _SECRET_FILE
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
    return path.read_text(encoding="ascii").strip()
