"""The terminal as a channel: one person, one conversation, typed lines."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO
from uuid import uuid4

from bot.channels.terminal.parse import Typed, parse
from bot.channels.terminal.present import present
from bot.messages import Address, Attachment, Button, Inbound
from bot.ports.channel import Accept, Receipt
from bot.ports.records import Delivered
from bot.ports.store import FileStore


class TerminalChannel:
    """Talks over two text streams. `run` ends at the end of input, after the last reply has been shown."""

    name = "terminal"

    def __init__(
        self,
        organisation: str,
        user: str,
        files: FileStore,
        *,
        settled: Callable[[], Awaitable[None]],
        lines: TextIO = sys.stdin,
        out: TextIO = sys.stdout,
    ) -> None:
        """Take the person's address, and `settled`: it returns once nothing more is owed to them."""
        self._address = Address(organisation=organisation, channel=self.name, user=user)
        self._files = files
        self._settled = settled
        self._lines = lines
        self._out = out
        self._buttons: tuple[Button, ...] = ()
        self.finished = asyncio.Event()  # the input has ended

    async def run(self, accept: Accept) -> None:
        """Read lines until the input ends."""
        while line := await asyncio.to_thread(self._ask):
            if not line.strip():
                continue
            inbound = await self._read(parse(line, self._buttons))
            if inbound is not None:
                await accept(inbound)
                await self._settled()
        self.finished.set()

    async def send(self, delivery: Delivered) -> Receipt:
        """Print one message."""
        message = delivery.message
        if message.buttons:
            self._buttons = message.buttons
        self._out.write(present(message) + "\n\n")
        self._out.flush()
        return Receipt()

    def _ask(self) -> str:
        if self._lines.isatty():
            self._out.write("› ")
            self._out.flush()
        return self._lines.readline()

    async def _read(self, typed: Typed) -> Inbound | None:
        attachments: tuple[Attachment, ...] = ()
        if typed.file is not None:
            data = await asyncio.to_thread(_bytes, typed.file)
            if data is None:
                self._out.write(f"✗ {typed.file}: no such file · لا يوجد ملف بهذا الاسم\n")
                return None
            attachments = (await self._files.put(data, name=Path(typed.file).name),)
        key = uuid4().hex
        return Inbound(
            id=key,
            address=self._address,
            external_id=key,
            received_at=datetime.now(UTC),
            text=typed.text,
            choice=typed.choice,
            attachments=attachments,
        )


def _bytes(file: str) -> bytes | None:
    try:
        return Path(file).expanduser().read_bytes()
    except OSError:
        return None
