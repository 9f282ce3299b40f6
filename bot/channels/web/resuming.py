"""Goes on with a chat from another device, by a code that staff gave."""

import time
from datetime import UTC, datetime

from fastapi import Request

from bot.channels.web.needs import Needs
from bot.channels.web.reception import RefusedError
from bot.channels.web.visits import Visit
from bot.desk.resuming import redeem
from bot.pages.throttle import Throttle

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)  # who has the code sees the chat from its first line on
_LONGEST = 40  # characters of a code as somebody may write it


class Resuming:
    """Takes codes, few enough that none can be guessed."""

    def __init__(self, needs: Needs) -> None:
        """Take what is needed from outside."""
        self._needs = needs
        self._addresses = Throttle(burst=5, per_second=1 / 60)
        self._organisations = Throttle(burst=50, per_second=1 / 5)  # 230 guesses while a code lives, of 10^8

    async def user(self, request: Request, visit: Visit, code: str) -> str:
        """Return whose chat a code opens. Raises RefusedError."""
        host, now = request.client.host if request.client else "", time.monotonic()
        wait = self._addresses.wait(host, at=now) or self._organisations.wait(visit.organisation, at=now)
        if wait:
            raise RefusedError(429, "codes", wait=wait)
        at = self._needs.now()
        address = await self._needs.store.write(
            lambda tx: redeem(tx, visit.organisation, code[:_LONGEST], now=at)
        )
        if address is None:
            raise RefusedError(400, "code")
        return address.user
