"""An object store beside the measurement: Swift, as the tests use it."""

import itertools
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support.object_store import ObjectStore
from tests.support.swift_words import ACCESS_KEY, SECRET_KEY
from webapp.domain.store_address import BucketAddress

_ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def a_bucket() -> Iterator[BucketAddress]:
    """An empty bucket; this process and those that it starts know its credentials."""
    os.environ |= {"AWS_ACCESS_KEY_ID": ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": SECRET_KEY}
    with TemporaryDirectory(prefix="shelflife-swift-") as folder:
        server = subprocess.Popen(
            [sys.executable, "-m", "tests.support.swift_server", folder],
            cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert server.stdin is not None
        assert server.stdout is not None
        port = server.stdout.readline().strip()
        try:
            yield ObjectStore(f"http://127.0.0.1:{port}", itertools.count()).bucket()
        finally:
            server.stdin.close()
            server.wait(timeout=10)


def url_of(bucket: BucketAddress, *, serve: str = "stream") -> str:
    """The bucket as SHELFLIFE_PHOTOS_URL names it."""
    return f"s3://{bucket.bucket}/{bucket.prefix}?endpoint={bucket.endpoint}&serve={serve}"
