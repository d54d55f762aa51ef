"""An SMS gateway for tests: answers as it is told, and keeps what it was asked."""

import json
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Gateway:
    """Listens on 127.0.0.1. `script`: statuses, 'drop' or 'hang', one after the other; then 202."""

    script: list = field(default_factory=list)
    asked: list = field(default_factory=list)

    def __enter__(self):
        script = deque(self.script)
        asked = self.asked

        class Answer(BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers["Content-Length"])
                body = self.rfile.read(length)
                if len(body) < length:  # whoever asked is dead
                    return
                asked.append((self.path, dict(self.headers), json.loads(body)))
                do = script.popleft() if script else 202
                if do == "hang":
                    time.sleep(1.5)
                if not isinstance(do, int):
                    return
                self.send_response(do)
                self.send_header("Location", "/elsewhere")
                self.end_headers()
                self.wfile.write(b'{"says": "the gateway"}')

            def log_message(self, *_unused):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://mia:secret@127.0.0.1:{self._server.server_port}/send?key=1&from=Nord"
        return self

    def __exit__(self, *_unused):
        self._server.shutdown()
        self._server.server_close()
