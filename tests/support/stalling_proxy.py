"""Stands between a program and its object store, and stops in the middle of a file."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

_CHUNK = 65536


@dataclass
class Proxy:
    """Its address; `is_stuck`: half of a file has gone through, and nothing more will."""

    url: str
    is_stuck: threading.Event = field(default_factory=threading.Event)
    _files: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def is_last(self, chunk: bytes, *, after: int) -> bool:
        """Counts the files that are sent; whether this one comes after so many."""
        with self._lock:
            self._files += chunk.startswith(b"PUT ")
            return self._files > after


@contextmanager
def stalling(to: str, *, after: int) -> Iterator[Proxy]:
    """Passes on to that address (http://host:port) what it is sent; stops after so many files."""
    host, port = to.removeprefix("http://").split(":")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        proxy = Proxy(f"http://127.0.0.1:{listening.getsockname()[1]}")
        open_ones: list[socket.socket] = []

        def accept() -> None:
            while True:
                with suppress(OSError):
                    client, _ = listening.accept()
                    server = socket.create_connection((host, int(port)))
                    open_ones.extend((client, server))
                    _start(_pass_back, server, client)
                    _start(_pass_on, client, server, proxy, after)
                    continue
                return

        _start(accept)
        try:
            yield proxy
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            for each in open_ones:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
                each.close()


def _pass_on(client: socket.socket, server: socket.socket, proxy: Proxy, after: int) -> None:
    with suppress(OSError):
        is_last = False
        while (chunk := client.recv(_CHUNK)) and not proxy.is_stuck.is_set():
            if is_last:  # its head went through; of the file itself, half
                server.sendall(chunk[: len(chunk) // 2])
                proxy.is_stuck.set()
                return
            is_last = proxy.is_last(chunk, after=after) and chunk.startswith(b"PUT ")
            server.sendall(chunk)
        server.shutdown(socket.SHUT_RDWR)


def _pass_back(server: socket.socket, client: socket.socket) -> None:
    with suppress(OSError):
        while chunk := server.recv(_CHUNK):
            client.sendall(chunk)
        client.shutdown(socket.SHUT_RDWR)


def _start(work: object, *words: object) -> None:
    threading.Thread(target=work, args=words, daemon=True).start()  # type: ignore[arg-type]
