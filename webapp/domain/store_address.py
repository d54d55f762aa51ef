"""How a place for photos is named in one address, and what is wrong with such a one.

s3://bucket/prefix?endpoint=https://objects.example&region=eu-1&profile=shelflife&serve=redirect
folder:///srv/photos, or just /srv/photos
"""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from webapp.domain.addresses import WrongAddressError

_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", re.ASCII)
_PREFIX = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/?)*", re.ASCII)
_KNOWN = ("endpoint", "region", "profile", "serve")
_WAYS = ("stream", "redirect")
_DEFAULT_REGION = "us-east-1"


@dataclass(frozen=True)
class FolderAddress:
    """A folder of this machine."""

    path: Path


@dataclass(frozen=True)
class BucketAddress:
    """A bucket of an object store, without any secret.

    `prefix` stands before every key: '' or with a slash at its end. `endpoint`: '' for the one of
    the region. `profile`: '' for the usual AWS_* settings. `redirects`: browsers fetch previews
    there by themselves, with an address that is good for a minute.
    """

    bucket: str
    prefix: str = ""
    endpoint: str = ""
    region: str = _DEFAULT_REGION
    profile: str = ""
    redirects: bool = False

    @property
    def origin(self) -> str:
        """Where browsers fetch from when they are redirected, as a policy for pages names it."""
        if not self.endpoint:
            return f"https://s3.{self.region}.amazonaws.com"
        parts = urlsplit(self.endpoint)
        return f"{parts.scheme}://{parts.netloc}"


StoreAddress = FolderAddress | BucketAddress


def read_store_address(address: str) -> StoreAddress:
    """The place that an address names, a folder just as it is written there.

    WrongAddressError with everything that is wrong.
    """
    if address.startswith("s3://"):
        return read_bucket(address)
    path = unquote(address.removeprefix("folder://")) if "://" in address else address
    if "://" in path or not path.startswith(("/", "./", "../", "~")):
        raise WrongAddressError(["it has to begin with s3:// or folder:///, or be a path."])
    return FolderAddress(Path(path))


def read_bucket(address: str) -> BucketAddress:
    """The bucket that an address names; WrongAddressError with everything that is wrong."""
    parts = _split(address)
    asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    found = BucketAddress(
        bucket=parts.netloc.rpartition("@")[2],
        prefix=_with_slash(parts.path.strip("/")),
        endpoint=asked.get("endpoint", "").rstrip("/"),
        region=asked.get("region") or _DEFAULT_REGION,
        profile=asked.get("profile", ""),
        redirects=asked.get("serve") == "redirect",
    )
    faults = [*_faults(found, has_secret="@" in parts.netloc), *_query_faults(asked)]
    if faults:
        raise WrongAddressError(faults)
    return found


def _split(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
    except ValueError as fault:
        raise WrongAddressError([f"it is no address ({fault})."]) from fault
    if parts.scheme != "s3":
        raise WrongAddressError(["it has to be an address that begins with s3:// ."])
    return parts


def _faults(found: BucketAddress, *, has_secret: bool) -> list[str]:
    faults = []
    if has_secret:
        faults.append("keys do not belong into it; set AWS_ACCESS_KEY_ID and the like.")
    if not _BUCKET.fullmatch(found.bucket):
        faults.append("behind s3:// stands a bucket, of 3 to 63 of a-z, 0-9, ‘.’ and ‘-’.")
    if not _PREFIX.fullmatch(found.prefix):
        faults.append("the prefix behind the bucket has letters, digits and ‘. _ - /’ only.")
    if found.endpoint and not _is_endpoint(found.endpoint):
        faults.append("‘endpoint’ is http(s)://host:port, with nothing behind it.")
    return faults


def _query_faults(asked: dict[str, str]) -> list[str]:
    known = ", ".join(f"‘{name}’" for name in _KNOWN)
    faults = [f"‘{name}’ is not known; there are {known}." for name in asked if name not in _KNOWN]
    if asked.get("serve", _WAYS[0]) not in _WAYS:
        faults.append("‘serve’ is ‘stream’ or ‘redirect’.")
    return faults


def _is_endpoint(address: str) -> bool:
    try:
        parts = urlsplit(address)
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        return False
    is_bare = not (parts.path or parts.query or parts.fragment or parts.username)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and has_port and is_bare


def _with_slash(prefix: str) -> str:
    return f"{prefix}/" if prefix else ""
