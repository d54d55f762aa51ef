"""A mail server beside the measurement: takes every mail, keeps none, and counts them."""

import asyncio
import sys

from aiosmtpd.smtp import SMTP, Envelope, Session


class Counting:
    """Says how many mails it has taken when it is asked for (VRFY), and begins again."""

    def __init__(self) -> None:
        self.taken = 0

    async def handle_DATA(  # noqa: N802 - aiosmtpd calls it so
        self, _server: SMTP, _session: Session, _envelope: Envelope
    ) -> str:
        self.taken += 1
        return "250 OK"

    async def handle_VRFY(  # noqa: N802 - aiosmtpd calls it so
        self, _server: SMTP, _session: Session, _envelope: Envelope, _address: str
    ) -> str:
        taken, self.taken = self.taken, 0
        return f"252 {taken}"


async def serve(port: int) -> None:
    """Answer on this port of 127.0.0.1 until the process is ended."""
    counting = Counting()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(counting), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
