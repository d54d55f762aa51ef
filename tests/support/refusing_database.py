"""A server that speaks PostgreSQL for as long as it takes to refuse: an old one, or a pooler."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_ENCRYPTION_ASKED_FOR = (80877103, 80877104)  # by TLS, by GSSAPI
_NO = b"N"


class Refusing:
    """What it is told by each who comes, and where it is."""

    def __init__(self, port: int) -> None:
        self.address = f"postgresql+psycopg://shelflife@127.0.0.1:{port}/shelflife"
        self.heard: list[dict[str, str]] = []


@contextmanager
def refusing(why: str) -> Iterator[Refusing]:
    """It hears who comes, and refuses everybody with these words."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        server = Refusing(door.getsockname()[1])
        thread = threading.Thread(target=_serve, args=(door, server, why), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            door.shutdown(socket.SHUT_RDWR)
            thread.join()


def _serve(door: socket.socket, server: Refusing, why: str) -> None:
    with suppress(OSError):
        while True:
            guest, _address = door.accept()
            with guest:
                server.heard.append(_greeting(guest))
                guest.sendall(_error(why))


def _greeting(guest: socket.socket) -> dict[str, str]:
    """The words that a client starts with."""
    file = guest.makefile("rb")
    while True:
        length, code = struct.unpack("!II", file.read(8))
        words = file.read(length - 8)
        if code not in _ENCRYPTION_ASKED_FOR:
            parts = words.decode().split("\0")
            return dict(zip(parts[::2], parts[1::2], strict=False))
        guest.sendall(_NO)


def _error(why: str) -> bytes:
    fields = b"".join(f"{kind}{word}\0".encode() for kind, word in (("S", "FATAL"), ("M", why)))
    return b"E" + struct.pack("!I", len(fields) + 5) + fields + b"\0"
