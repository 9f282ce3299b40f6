"""Takes posted messages, from the page's script and from the plain form alike, or refuses them kindly."""

import time
from collections.abc import Mapping

from fastapi import Request
from starlette.responses import JSONResponse, Response

from bot.channels.web import files
from bot.channels.web.arrivals import Arrived, arrive
from bot.channels.web.needs import Needs
from bot.channels.web.parse import Unfit, parse
from bot.channels.web.sessions import Sessions
from bot.channels.web.visits import Visit
from bot.pages import same_site
from bot.pages.throttle import Throttle


class RefusedError(Exception):
    """A request that cannot be served, and the kind words for it (`web.unfit.<reason>`)."""

    def __init__(self, status: int, reason: str, *, wait: float = 0.0) -> None:
        """Say with which status and why; `wait` in seconds until it may be tried again."""
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.wait = wait

    def response(self, visit: Visit) -> JSONResponse:
        """Return the answer for a script."""
        headers = {"Retry-After": str(int(self.wait) + 1)} if self.wait else {}
        content = {"error": self.reason, "message": visit.say(f"unfit.{self.reason}")}
        return JSONResponse(content, self.status, headers)


class Reception:
    """Takes messages and files, from the script and from the plain form alike."""

    def __init__(self, needs: Needs, sessions: Sessions) -> None:
        """Take what is needed from outside and the cookies' signer."""
        self.needs = needs
        self.sessions = sessions
        limits = needs.limits
        self._visitors = Throttle(burst=limits.burst, per_second=limits.per_second)
        self._addresses = Throttle(burst=limits.address_burst, per_second=limits.address_per_second)

    def admit(self, request: Request, visit: Visit) -> None:
        """Raise RefusedError if the request comes from a foreign page, or too many came before it."""
        if not same_site(request.headers):
            raise RefusedError(403, "foreign")
        now = time.monotonic()
        wait = self._addresses.wait(request.client.host if request.client else "", at=now)
        if not wait and visit.user is not None:
            wait = self._visitors.wait(f"{visit.organisation}/{visit.user}", at=now)
        if wait:
            raise RefusedError(429, "many", wait=wait)

    async def take(self, visit: Visit, user: str, fields: Mapping[str, object]) -> Arrived:
        """Take a posted message. Raises RefusedError."""
        draft = parse(fields, longest=self.needs.limits.text)
        if isinstance(draft, Unfit):
            raise RefusedError(413 if draft.reason == "long" else 400, draft.reason)
        attachments = files.redeem(self.sessions, user, draft.files)
        if attachments is None:
            raise RefusedError(400, "file")
        arrived = await arrive(self.needs, visit.address(user), draft, attachments)
        if arrived.fate == "other-body":
            raise RefusedError(409, "other-body")
        return arrived

    def remember(self, response: Response, visit: Visit, user: str) -> Response:
        """Return the response with the cookie of a session that began with this request."""
        if visit.user is None:
            response.headers["Set-Cookie"] = self.sessions.begin(visit.organisation, user)
        return response
