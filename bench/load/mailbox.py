"""A mail server that takes every mail: `python -m bench.load.mailbox PORT FILE`.

It writes the Message-ID of each mail on a line of the file, and does nothing else, so that it costs
next to nothing beside the portal.
"""

import asyncio
import sys
from email.message import Message
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Final, TextIO

_HEADERS: Final = BytesHeaderParser()
_END: Final = b"\r\n.\r\n"


async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, box: TextIO) -> None:
    """One connection, in the few words of SMTP (RFC 5321) that a sender of plain mails needs."""
    writer.write(b"220 mailbox ESMTP\r\n")
    while line := await reader.readline():
        word = line[:4].upper()
        if word == b"DATA":
            writer.write(b"354 go on\r\n")
            box.write(f"{_id_of(await reader.readuntil(_END))}\n")
            box.flush()
            writer.write(b"250 taken\r\n")
        elif word == b"QUIT":
            writer.write(b"221 bye\r\n")
            break
        else:
            writer.write(b"250 mailbox\r\n")
    writer.close()


def _id_of(mail: bytes) -> str:
    read: Message = _HEADERS.parsebytes(mail)
    return str(read["Message-ID"])


async def main(port: int, file: Path) -> None:
    """Take mails until somebody ends this process."""
    with file.open("a") as box:
        server = await asyncio.start_server(
            lambda reader, writer: talk(reader, writer, box), "127.0.0.1", port, limit=2**20
        )
        async with server:
            await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2])))
