"""Asks an object store over the network: with patience that ends, and faults in our own words."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as NoConnection

from webapp.domain.store_address import BucketAddress
from webapp.photos.breaker import Breaker
from webapp.photos.store import StoreDown, StoreFull

_CONNECTIONS = 32
_NO_KEY = ("NoSuchKey", "NotFound", "404")
_FULL_STATUS = (413, 507)  # a quota of Swift, and no room
_FULL = (
    "QuotaExceeded",
    "InsufficientStorage",
    "InsufficientStorageSpace",
    "StorageFull",
    "XMinioStorageFull",
)


@dataclass(frozen=True)
class Patience:
    """How many seconds to wait for a connection and for an answer, and how often to ask in all.

    Somebody may wait in front of a page: all of it together is less than half a minute for a store
    that cannot be reached, and for one that is reached and says nothing little more.
    """

    connect: float = 3
    read: float = 20
    times: int = 2

    def for_a_look(self) -> "Patience":
        """Less, where somebody only wants to know whether the store answers."""
        return Patience(min(self.connect, 2), min(self.read, 3), times=1)


class S3Calls:
    """One bucket of one object store; may be used by many threads, and after a fork."""

    def __init__(self, address: BucketAddress, *, patience: Patience, breaker: Breaker) -> None:
        self._address = address
        self._patience = patience
        self._breaker = breaker
        self._lock = threading.Lock()
        self._client: Any = None
        self._client_of = 0

    def call(self, operation: str, **arguments: Any) -> dict[str, Any]:
        """The answer. Raises FileNotFoundError, StoreFull and StoreDown."""
        self._breaker.refuse_in_vain()
        with self.own_words():
            answer = getattr(self.client(), operation)(Bucket=self._address.bucket, **arguments)
        self._breaker.note_answer()
        return dict(answer)

    def client(self) -> Any:
        """The client of this process: one that was forked shares no connection with its parent."""
        with self._lock:
            if self._client is None or self._client_of != os.getpid():
                with self.own_words():
                    self._client = new_client(self._address, self._patience)
                self._client_of = os.getpid()
            return self._client

    @contextmanager
    def own_words(self) -> Iterator[None]:
        """What the network or the store says, in the words that every store uses."""
        try:
            yield
        except ClientError as fault:
            self._breaker.note_answer()
            raise _translated(fault) from fault
        except (NoConnection, HTTPClientError, OSError) as fault:
            self._breaker.note_silence()
            raise StoreDown(str(fault)) from fault
        except BotoCoreError as fault:  # no credentials, no such profile
            raise StoreDown(str(fault)) from fault


def new_client(address: BucketAddress, patience: Patience) -> Any:
    """A client for boto3's words, with signatures of the fourth version and the path style."""
    session = boto3.session.Session(profile_name=address.profile or None)
    return session.client(
        "s3",
        endpoint_url=address.endpoint or address.origin,
        region_name=address.region,
        config=Config(
            signature_version="s3v4",
            s3={"addressing_style": "path"},
            connect_timeout=patience.connect,
            read_timeout=patience.read,
            retries={"mode": "standard", "total_max_attempts": patience.times},
            max_pool_connections=_CONNECTIONS,
            # Only few stores know the newer checksums; ours travel as Content-MD5.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    )


def _translated(fault: ClientError) -> Exception:
    code = str(fault.response.get("Error", {}).get("Code", ""))
    status = int(fault.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    if code in _NO_KEY:
        return FileNotFoundError(str(fault))
    if code in _FULL or status in _FULL_STATUS:
        return StoreFull(code)
    return StoreDown(f"{code} ({status})")
