"""A cable between a machine and one of the servers it needs, that can be pulled and put back.

Pulled, it drops packets, as the real one does: a filter of the kernel on every socket of it lets
nothing in, so nothing is acknowledged, nothing refused, and nobody is told. That needs neither a
network of its own nor rights over the machine. Where a kernel refuses even that, the cable is cut
through instead: what is open breaks, and what is new is refused.
"""

import ctypes
import socket
import struct
import threading
from contextlib import suppress
from types import TracebackType

_ATTACH, _DETACH = 26, 27
_LET_NOTHING_IN = struct.pack("HBBI", 0x06, 0, 0, 0)
_CHUNK = 65536


def can_drop_packets() -> bool:
    """Whether the kernel lets us put a filter on a socket of ours."""
    with socket.socket() as own:
        return _deafen(own)


class Cable:
    """Listens on a port of 127.0.0.1 and passes everything on to another one, both ways."""

    def __init__(self, to: tuple[str, int]) -> None:
        self._to = to
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._is_pulled = False
        self._drops = can_drop_packets()
        self._door = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port: int = self._door.getsockname()[1]

    def __enter__(self) -> "Cable":
        _start(self._accept)
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _at: TracebackType | None,
    ) -> None:
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        with self._lock:
            for each in self._open:
                _break(each)

    def pull(self) -> None:
        """From now on nothing comes through, in either direction."""
        with self._lock:
            self._is_pulled = True
            if self._drops:
                _deafen(self._door)
            for each in self._open:
                self._silence(each)

    def put_back(self) -> None:
        """What both ends still believe in goes on; everybody may come again."""
        with self._lock:
            self._is_pulled = False
            if self._drops:
                for each in (self._door, *self._open):
                    with suppress(OSError):
                        each.setsockopt(socket.SOL_SOCKET, _DETACH, 0)

    def _silence(self, each: socket.socket) -> None:
        if not (self._drops and _deafen(each)):
            _break(each)

    def _accept(self) -> None:
        while True:
            try:
                near, _address = self._door.accept()
                far = socket.create_connection(self._to)
            except OSError:
                if self._door.fileno() < 0:
                    return
                continue
            self._add(near, far)
            _start(self._pass_on, near, far)
            _start(self._pass_on, far, near)

    def _add(self, *ends: socket.socket) -> None:
        with self._lock:
            for each in ends:
                each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._open.add(each)
                if self._is_pulled:
                    self._silence(each)

    def _pass_on(self, end: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while chunk := end.recv(_CHUNK):
                other.sendall(chunk)
        for each in (end, other):
            _break(each)
        with self._lock:
            self._open.discard(end)
        end.close()


def _deafen(own: socket.socket) -> bool:
    program = ctypes.create_string_buffer(_LET_NOTHING_IN)
    try:
        own.setsockopt(socket.SOL_SOCKET, _ATTACH, struct.pack("HL", 1, ctypes.addressof(program)))
    except OSError:
        return False
    return True


def _break(each: socket.socket) -> None:
    with suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)


def _start(work: object, *words: object) -> None:
    threading.Thread(target=work, args=words, daemon=True).start()  # type: ignore[arg-type]
