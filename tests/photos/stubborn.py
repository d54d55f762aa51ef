"""Decoders with faults, for processes of their own: each does what its file says."""

import os
import time

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
