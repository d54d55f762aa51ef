"""Keeps files in a bucket of an object store that speaks S3: whole or not at all."""

import base64
import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO, cast

from webapp.domain.store_address import BucketAddress
from webapp.photos.breaker import SECONDS_DOWN, Breaker
from webapp.photos.keys import checked_area, checked_key, is_key
from webapp.photos.s3_calls import Patience, S3Calls
from webapp.photos.s3_reading import as_file
from webapp.photos.store import CHUNK, Entry, Stored, StoreDown, disk_in_own_words, sha256_of

SECONDS_OF_AN_ADDRESS = 60
_AT_ONCE = 1000
_IN_MEMORY = 1024 * 1024
_HASH = "sha256"


@dataclass(frozen=True)
class _Weighed:
    """What is to be sent, from its beginning, with everything that is said of it beforehand."""

    body: BinaryIO
    stored: Stored
    md5: str


class S3Store:
    """Files as objects, their names being a prefix and their keys.

    One PUT for each: the store keeps all of it or nothing, so nothing can be left half.
    """

    def __init__(
        self,
        address: BucketAddress,
        *,
        patience: Patience | None = None,
        seconds_down: float = SECONDS_DOWN,
    ) -> None:
        breaker = Breaker(seconds=seconds_down)
        self._prefix = address.prefix
        self._bucket = address.bucket
        self._redirects = address.redirects
        patience = patience or Patience()
        self._s3 = S3Calls(address, patience=patience, breaker=breaker)
        self._looking = S3Calls(address, patience=patience.for_a_look(), breaker=breaker)

    def put(self, key: str, source: BinaryIO) -> Stored:
        """Look through it, then send it; the store refuses what does not arrive as it was sent."""
        name = self._name(key)
        with _weighed(source) as weighed:
            self._s3.call(
                "put_object",
                Key=name,
                Body=weighed.body,
                ContentLength=weighed.stored.size,
                ContentMD5=weighed.md5,
                Metadata={_HASH: weighed.stored.sha256},
            )
        return weighed.stored

    def open(self, key: str) -> BinaryIO:
        """The file as a seekable stream. Raises FileNotFoundError."""
        name = self._name(key)
        first = self._s3.call("get_object", Key=name)
        return as_file(
            first,
            lambda start, etag: self._s3.call(
                "get_object", Key=name, Range=f"bytes={start}-", IfMatch=etag
            ),
        )

    @contextmanager
    def local(self, key: str) -> Iterator[Path]:
        """A copy on this machine, gone afterwards. Raises FileNotFoundError."""
        with tempfile.NamedTemporaryFile(prefix="shelflife-") as copy:
            with self.open(key) as file, disk_in_own_words():
                while chunk := file.read(CHUNK):
                    copy.write(chunk)
                copy.flush()
            yield Path(copy.name)

    def size(self, key: str) -> int:
        """The number of bytes. Raises FileNotFoundError."""
        return int(self._s3.call("head_object", Key=self._name(key))["ContentLength"])

    def sha256(self, key: str) -> str:
        """What was said of the bytes when they came, and true then. Raises FileNotFoundError."""
        said = self._s3.call("head_object", Key=self._name(key))["Metadata"].get(_HASH)
        if said:
            return str(said)
        with self.open(key) as file:
            return sha256_of(file)

    def delete(self, key: str) -> None:
        """Remove the file; nothing happens if it is already gone."""
        self._s3.call("delete_object", Key=self._name(key))

    def delete_many(self, keys: Iterable[str]) -> None:
        """Remove a thousand in one step."""
        names = (self._name(key) for key in keys)
        while batch := [{"Key": name} for name in islice(names, _AT_ONCE)]:
            answer = self._s3.call("delete_objects", Delete={"Objects": batch, "Quiet": True})
            if answer.get("Errors"):
                raise StoreDown(str(answer["Errors"][0].get("Code")))

    def entries(self, under: str = "") -> Iterator[Entry]:
        """What is kept, a page at a time; foreign objects are not among it."""
        folder = f"{checked_area(under)}/" if under else ""
        page: dict[str, object] = {"Prefix": self._prefix + folder}
        while True:
            answer = self._s3.call("list_objects_v2", **page)
            for each in answer.get("Contents", []):
                key = each["Key"].removeprefix(self._prefix)
                if is_key(key):
                    yield Entry(key, int(each["Size"]), _in_utc(each["LastModified"]))
            if not answer.get("IsTruncated"):
                return
            page["ContinuationToken"] = answer["NextContinuationToken"]

    def keys(self, under: str = "") -> Iterator[str]:
        """The keys of `entries`."""
        return (entry.key for entry in self.entries(under))

    def interrupted(self, *, before: datetime) -> list[str]:
        """Nothing: what broke off was never kept."""
        return []

    def clear_interrupted(self, *, before: datetime) -> int:
        """None."""
        return 0

    def refuse_if_down(self) -> None:
        """A look into the bucket, without much patience. Raises StoreDown."""
        self._looking.call("list_objects_v2", Prefix=self._prefix, MaxKeys=1)

    def address_for_browsers(self, key: str, *, media_type: str) -> str:
        """Where browsers get the file for a minute, shown and never kept; '' if they may not."""
        if not self._redirects:
            return ""
        said = {
            "Bucket": self._bucket,
            "Key": self._name(key),
            "ResponseContentType": media_type,
            "ResponseContentDisposition": "inline",
            "ResponseCacheControl": "private, no-store",
        }
        with self._s3.own_words():
            return str(
                self._s3.client().generate_presigned_url(
                    "get_object", Params=said, ExpiresIn=SECONDS_OF_AN_ADDRESS
                )
            )

    def _name(self, key: str) -> str:
        return self._prefix + checked_key(key)


@contextmanager
def _weighed(source: BinaryIO) -> Iterator[_Weighed]:
    """Read once to know size and hashes; what cannot be read twice goes through a file of ours."""
    if source.seekable() and source.tell() == 0:
        yield _weigh(source, None)
        return
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as copy:
        with disk_in_own_words():
            weighed = _weigh(source, cast(BinaryIO, copy))
        yield weighed


def _weigh(source: BinaryIO, copy: BinaryIO | None) -> _Weighed:
    sha256, md5, size = hashlib.sha256(), hashlib.md5(usedforsecurity=False), 0
    while chunk := source.read(CHUNK):
        sha256.update(chunk)
        md5.update(chunk)
        size += len(chunk)
        if copy is not None:
            copy.write(chunk)
    body = source if copy is None else copy
    body.seek(0)
    return _Weighed(
        body, Stored(sha256.hexdigest(), size), base64.b64encode(md5.digest()).decode("ascii")
    )


def _in_utc(at: datetime) -> datetime:
    return at.astimezone(UTC)
