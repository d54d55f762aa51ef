"""Decoders with faults, for processes of their own: each does what its file says."""

import os
import sys
import time
from pathlib import Path

from webapp.photos.limits import Limits
from webapp.photos.process import PictureProcess

LONG = 60


def stubborn(path):
    """The length of the file, unless it says something else."""
    content = path.read_bytes()
    if content == b"hang":
        time.sleep(LONG)
    if content == b"die":
        os._exit(9)
    if content == b"memory":
        return len(bytearray(8 * 1024**3))
    return os.getpid()


def _work_until_killed(folder):
    """A worker whose picture process is in the middle of a photo: says whose number that is."""
    path = Path(folder) / "photo"
    path.write_bytes(b"hang")
    process = PictureProcess(stubborn, Limits())
    process.give("photo", path)
    print(process.number, flush=True)
    time.sleep(LONG)


if __name__ == "__main__":
    _work_until_killed(sys.argv[1])
