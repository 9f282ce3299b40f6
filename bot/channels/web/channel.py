"""The web as a channel: arrivals come through the pages, and sending means letting the page show a line."""

import asyncio

from bot.ports.channel import Accept, Receipt
from bot.ports.records import Delivered

NAME = "web"


class WebChannel:
    """Shows messages on the chat page."""

    name = NAME

    async def run(self, accept: Accept) -> None:  # noqa: ARG002 - the pages hold it already
        """Wait until cancelled: the server brings arrivals."""
        await asyncio.Event().wait()

    async def send(self, delivery: Delivered) -> Receipt:  # noqa: ARG002 - the row is in the transcript
        """Say that the message is delivered: once its line is marked so, every open page shows it."""
        return Receipt()
