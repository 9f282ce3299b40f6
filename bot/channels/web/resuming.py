"""Goes on with a chat from another device or channel, by a code that staff gave or the person asked for."""

import time
from datetime import UTC, datetime

from fastapi import Request

from bot.channels.web.needs import Needs
from bot.channels.web.reception import RefusedError
from bot.channels.web.visits import Visit
from bot.desk.resuming import CHANNEL, look, redeem
from bot.pages.throttle import Throttle
from bot.ports.store import Transaction

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)  # who has the code sees the chat from its first line on
_LONGEST = 40  # characters of a code as somebody may write it


class Resuming:
    """Takes codes, few enough that none can be guessed."""

    def __init__(self, needs: Needs) -> None:
        """Take what is needed from outside."""
        self._needs = needs
        self._addresses = Throttle(burst=5, per_second=1 / 60)
        self._organisations = Throttle(burst=50, per_second=1 / 5)  # 230 guesses while a code lives, of 10^8

    async def user(self, request: Request, visit: Visit, code: str) -> str | None:
        """Return whose chat a code opens; None if it brings what was begun on another channel.

        The code of another channel is not used up: it is for the engine to take. Raises RefusedError.
        """
        host, now = request.client.host if request.client else "", time.monotonic()
        wait = self._addresses.wait(host, at=now) or self._organisations.wait(visit.organisation, at=now)
        if wait:
            raise RefusedError(429, "codes", wait=wait)
        at, given = self._needs.now(), code[:_LONGEST]

        def work(tx: Transaction) -> str | None:
            found = look(tx, visit.organisation, given, now=at)
            if found is None:
                raise RefusedError(400, "code")
            if found.address.channel != CHANNEL:
                return None
            address = redeem(tx, visit.organisation, given, now=at)
            return address.user if address else None

        return await self._needs.store.write(work)
