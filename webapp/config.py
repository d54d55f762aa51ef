"""Every setting: its name, default and meaning; validated at the start, all errors at once."""

import os
import re
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
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
# What an example says in the place of something that nobody else may know.
_PLACEHOLDER = re.compile(r"(?<![^:/@=])<[^<>@/]+>(?![^:/@?&])")
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
    """The settings of one start, checked. `data` exists and can be written, unless it is only
    looked at."""

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
        config = cls.looked_at(environ)
        config.data.mkdir(parents=True, exist_ok=True)
        return replace(config, secret_key=config.secret_key or _kept_secret(config.data))

    @classmethod
    def looked_at(cls, environ: Mapping[str, str] | None = None) -> "Config":
        """The same, for a command that changes nothing: no folder and no secret key is made."""
        config, faults = read_settings(environ)
        faults += surroundings(config, faults)
        if faults:
            raise ConfigError(faults)
        return config

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


def read_settings(environ: Mapping[str, str] | None = None) -> tuple[Config, list[str]]:
    """The settings as they stand there, and what is wrong with them: makes and asks nothing.

    The secret key is the kept one, or '' where none was made yet.
    """
    values = _Values(os.environ if environ is None else environ)
    faults = [
        f"{name} still says what the example says: put your own in the place of <…>."
        for name in values.sources
        if _PLACEHOLDER.search(values[name])
    ]
    data = Path(values["SHELFLIFE_DATA"]).expanduser().absolute()
    clock_file = values["SHELFLIFE_CLOCK_FILE"]
    photos_url = _photos(values, faults)
    config = Config(
        data=data,
        database_url=_database_url(values, data, faults),
        base_url=_address(values, "SHELFLIFE_BASE_URL", ("http", "https"), faults).rstrip("/"),
        secret_key=_secret(values, data, faults),
        photos_url=photos_url,
        x_accel=_x_accel(values, photos_url, faults),
        smtp_url=_server(values, "SHELFLIFE_SMTP_URL", read_mail_server, faults),
        sms_url=_server(values, "SHELFLIFE_SMS_URL", read_sms_gateway, faults),
        trusted_proxies=_whole_number(values, "SHELFLIFE_TRUSTED_PROXIES", faults),
        support_email=_mailbox(values, "SHELFLIFE_SUPPORT_EMAIL", faults),
        clock_file=Path(clock_file) if clock_file else None,
        sources=values.sources,
    )
    return config, faults


def surroundings(config: Config, faults: list[str]) -> list[str]:
    """What is wrong around settings of which these faults are known: the folder, the photos."""
    data, found = config.data, []
    nearest = next(each for each in (data, *data.parents) if os.path.lexists(each))
    if not nearest.is_dir():
        found.append(f"SHELFLIFE_DATA: the folder {data} cannot be made ({nearest} is none).")
    elif not os.access(nearest, os.W_OK):
        found.append(f"SHELFLIFE_DATA: the folder {data} cannot be written.")
    is_address = not any(fault.startswith("SHELFLIFE_PHOTOS_URL") for fault in faults)
    if config.photos_url and is_address:
        found += [f"SHELFLIFE_PHOTOS_URL: {fault}" for fault in faults_of(config.photos)]
    return found


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
    name, given = "SHELFLIFE_PHOTOS_URL", values["SHELFLIFE_PHOTOS_URL"]
    if given:
        try:
            place_of(given)
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


def _secret(values: _Values, data: Path, faults: list[str]) -> str:
    given = values["SHELFLIFE_SECRET_KEY"]
    if given and len(given) < _SHORTEST_SECRET:
        faults.append(
            f"SHELFLIFE_SECRET_KEY needs at least {_SHORTEST_SECRET} characters,"
            f" it has {len(given)}."
        )
    with suppress(OSError):
        return given or (data / _SECRET_FILE).read_text(encoding="ascii").strip()
    return ""


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
