"""A server that stands where an object store should be, and fails in the way it is told."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_BODY = b"<Error><Code>Whatever</Code></Error>"
FAULTS = ("500", "503", "403", "hangs", "hangs up", "breaks off")


class FaultyServer(ThreadingHTTPServer):
    """Its address, what it was asked for, and the fault that it answers with; '' for none yet."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, fault: str) -> None:
        super().__init__(("127.0.0.1", 0), _Failing)
        self.fault = fault
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.asked: list[str] = []
        self.is_over = threading.Event()

    def handle_error(self, request: object, client_address: object) -> None:
        """Who asks may go away at any time."""


class _Failing(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: FaultyServer

    def handle_expect_100(self) -> bool:
        return True  # the answer comes instead

    def answer(self) -> None:
        self.server.asked.append(self.command)
        self.close_connection = True
        match self.server.fault:
            case "hangs":
                self.server.is_over.wait(10)
            case "hangs up":
                pass
            case "breaks off":
                self._send(200, promised=100)
            case status:
                self._send(int(status), promised=len(_BODY))

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = answer

    def _send(self, status: int, *, promised: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(promised))
        self.send_header("ETag", '"etag"')
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(_BODY)

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


@contextmanager
def faulty(fault: str) -> Iterator[FaultyServer]:
    """One that answers everything with this fault, for as long as the block lasts."""
    with FaultyServer(fault) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.is_over.set()
            server.shutdown()
            thread.join()
