"""A mail server for tests, which can misbehave at every step as servers in the wild do."""

import socket
import ssl
import threading
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field

GREETING, EHLO, MAIL, RCPT, DATA, BODY, DOT = (
    "greeting", "ehlo", "mail", "rcpt", "data", "body", "dot"
)  # fmt: skip
DROP, HANG, SLOW = "drop", "hang", "slow"
TAKE_AND_DROP, TAKE_AND_HANG = "take and drop", "take and hang"
_LONGEST_HANG = 20


class _Gone(Exception):  # noqa: N818 - the connection is over
    pass


@dataclass(frozen=True)
class Taken:
    """A mail that the server has taken: after the dot, whatever it answered."""

    sender: str
    recipient: str
    content: bytes
    connection: int
    was_encrypted: bool = False


@dataclass
class MailServer:
    """Listens on `port` of 127.0.0.1. `script`: what to do at each step, one after the other:
    '' as it should, DROP, HANG, SLOW, TAKE_AND_…, or an answer such as '450 later'."""

    script: dict[str, list[str]] = field(default_factory=dict)
    context: ssl.SSLContext | None = None
    port: int = 0
    taken: list[Taken] = field(default_factory=list)
    connections: int = 0
    heard: list[str] = field(default_factory=list)

    def __post_init__(self):
        self._steps = defaultdict(deque, {step: deque(do) for step, do in self.script.items()})
        self._ended = threading.Event()
        self._lock = threading.Lock()

    def __enter__(self):
        self._door = socket.create_server(("127.0.0.1", self.port))
        self.port = self._door.getsockname()[1]
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        return self

    def __exit__(self, *_unused):
        self._ended.set()
        # Closing alone does not wake the thread that waits in accept().
        with socket.create_connection(("127.0.0.1", self.port)):
            self._listener.join()
        self._door.close()

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.port}"

    def copies(self, recipient):
        """How often the server has taken a mail for this address."""
        return [each.content for each in self.taken if each.recipient == recipient]

    def _listen(self):
        while True:
            line, _address = self._door.accept()
            if self._ended.is_set():
                line.close()
                return
            self.connections += 1
            threading.Thread(
                target=self._answer, args=(line, self.connections), daemon=True
            ).start()

    def _answer(self, line, number):
        talk = _Talk(self, line, number)
        try:
            talk.go_on()
        except (_Gone, OSError):
            pass
        finally:
            talk.close()

    def step(self, name):
        """What to do at this step, this time."""
        with self._lock:
            return self._steps[name].popleft() if self._steps[name] else ""

    def take(self, mail):
        with self._lock:
            self.taken.append(mail)

    def hang(self):
        self._ended.wait(_LONGEST_HANG)
        raise _Gone


class _Talk:
    """One connection."""

    def __init__(self, server, line, number):
        self._server, self._line, self._number = server, line, number
        self._file = line.makefile("rb")
        self._sender = self._recipient = ""

    def go_on(self):
        self._do(GREETING, "220 mail.example ready")
        while words := self._file.readline():
            said = words.decode("ascii").strip()
            self._server.heard.append(said)
            self._hear(said)

    def close(self):
        self._file.close()
        self._line.close()

    def _hear(self, said):
        verb = said.partition(" ")[0].upper()
        hear = {"HELO": self._ehlo, "EHLO": self._ehlo, "STARTTLS": self._tls, "MAIL": self._mail,
                "RCPT": self._rcpt, "DATA": self._data, "QUIT": self._quit}.get(verb)  # fmt: skip
        if hear is None:
            self._say("235 welcome" if verb == "AUTH" else "250 ok")
        else:
            hear(said)

    def _ehlo(self, _said):
        tls = "250-STARTTLS\r\n" if self._server.context and not self._is_encrypted else ""
        self._do(EHLO, f"250-mail.example\r\n{tls}250-AUTH PLAIN\r\n250 SIZE 10000000")

    def _tls(self, _said):
        self._say("220 go ahead")
        self._line = self._server.context.wrap_socket(self._line, server_side=True)
        self._file = self._line.makefile("rb")

    def _mail(self, said):
        self._sender = said.partition("<")[2].partition(">")[0]
        self._do(MAIL, "250 ok")

    def _rcpt(self, said):
        self._recipient = said.partition("<")[2].partition(">")[0]
        self._do(RCPT, "250 ok")

    def _data(self, _said):
        if self._do(DATA, "354 go ahead"):
            self._hear_mail()

    def _quit(self, _said):
        self._say("221 bye")
        raise _Gone

    @property
    def _is_encrypted(self):
        return isinstance(self._line, ssl.SSLSocket)

    def _hear_mail(self):
        lines = [self._file.readline()]
        self._do(BODY, "")
        while (line := self._file.readline()) != b".\r\n":
            if not line:
                raise _Gone
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        self._end_mail(b"".join(lines))

    def _end_mail(self, content):
        do = self._server.step(DOT)
        if do in ("", SLOW, TAKE_AND_DROP, TAKE_AND_HANG):
            self._server.take(
                Taken(self._sender, self._recipient, content, self._number, self._is_encrypted)
            )
        self._act(do.replace("take and ", ""), "250 taken")

    def _do(self, step, answer):
        """Whether it was done as it should be."""
        return self._act(self._server.step(step), answer)

    def _act(self, do, answer):
        if do == DROP:
            raise _Gone
        if do == HANG:
            self._server.hang()
        if do == SLOW:
            time.sleep(0.3)
        is_good = do in ("", SLOW)
        if words := answer if is_good else do:
            self._say(words)
        if do.startswith("421"):
            raise _Gone
        return is_good

    def _say(self, words):
        self._line.sendall(f"{words}\r\n".encode())
