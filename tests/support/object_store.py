"""An object store for the tests that checks signatures: OpenStack Swift, one for each process."""

import itertools
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import boto3
import pytest
from botocore.config import Config as BotoConfig

from tests.support.swift_words import ACCESS_KEY, SECRET_KEY
from webapp.domain.store_address import BucketAddress
from webapp.photos.s3_calls import Patience
from webapp.photos.s3_store import S3Store

_ROOT = Path(__file__).resolve().parents[2]
# Short, because here nothing is far away; and what was down is asked again at once.
PATIENCE = Patience(connect=2, read=2, times=1)


@dataclass(frozen=True)
class ObjectStore:
    """A running server: its address, and buckets that nobody has used yet."""

    url: str
    _numbers: Iterator[int]

    def bucket(self, prefix: str = "kept/") -> BucketAddress:
        """A new, empty bucket."""
        name = f"photos-{next(self._numbers)}"
        self.client().create_bucket(Bucket=name)
        return BucketAddress(bucket=name, prefix=prefix, endpoint=self.url)

    def client(self) -> "boto3.client":
        """Somebody else's view of the same server."""
        return boto3.client(
            "s3",
            endpoint_url=self.url,
            region_name="us-east-1",
            aws_access_key_id=ACCESS_KEY,
            aws_secret_access_key=SECRET_KEY,
            config=BotoConfig(signature_version="s3v4", s3={"addressing_style": "path"}),
        )


def opened(address: BucketAddress) -> S3Store:
    """The store of a bucket, with little patience."""
    return S3Store(address, patience=PATIENCE, seconds_down=0)


@pytest.fixture(scope="session")
def swift(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStore]:
    """Started by the first test of a process that needs it; ends with that process."""
    with _room_for_attributes(tmp_path_factory.mktemp("swift")) as folder:
        yield from _served(folder)


def _served(folder: Path) -> Iterator[ObjectStore]:
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.support.swift_server", str(folder)],
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdin is not None
    assert server.stdout is not None
    port = server.stdout.readline().strip()
    assert port, "Swift has not started"
    try:
        yield ObjectStore(f"http://127.0.0.1:{port}", itertools.count())
    finally:
        server.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            server.wait(timeout=5)
        server.kill()
        server.wait()
        server.stdout.close()


@contextmanager
def _room_for_attributes(folder: Path) -> Iterator[Path]:
    """A folder whose files may have extended attributes, where Swift keeps what it knows of them.

    Not every system of files in memory has them: then one beside our own files is taken.
    """
    if _takes_attributes(folder):
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix=".swift-", dir=_ROOT) as beside:
        assert _takes_attributes(Path(beside)), "Swift needs files with extended attributes"
        yield Path(beside)


def _takes_attributes(folder: Path) -> bool:
    try:
        os.setxattr(folder, "user.swift", b"x" * 1000)
    except OSError:
        return False
    return True


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str, str], None]:
    """The credentials of this process: those of the server, until a test says others."""

    def know(key: str, secret: str) -> None:
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", key)
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", secret)

    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "no-such-file"))
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    monkeypatch.delenv("AWS_SESSION_TOKEN", raising=False)
    know(ACCESS_KEY, SECRET_KEY)
    return know


@pytest.fixture
def bucket(swift: ObjectStore, aws: Callable[[str, str], None]) -> BucketAddress:
    """An empty bucket that this process may use."""
    return swift.bucket()
