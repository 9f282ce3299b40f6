"""Who asks for which page: organisation, language, visitor and their conversation."""

from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi import HTTPException
from starlette.requests import Request

from bot.channels.web.channel import NAME
from bot.channels.web.needs import Needs
from bot.channels.web.sessions import Sessions
from bot.engine.content import Content
from bot.messages import LANGUAGES, Address, Language
from bot.pages import same_site
from bot.ports.records import Conversation


@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    """One request."""

    organisation: str
    content: Content
    language: Language  # of the page
    user: str | None  # visitor id, None before the first message
    conversation: Conversation | None
    since: datetime  # lines from before are not drawn: they may be somebody else's on a shared phone
    kept: bool  # the person agreed that the chat is kept on this device
    token: str  # holds `since` over the next drawing of the page

    @property
    def action(self) -> str:
        """Where the page's forms go."""
        return f"/{self.organisation}?lang={self.language}&since={self.token}"

    def say(self, key: str, **fields: object) -> str:
        """Return wording of the page."""
        return self.content.texts(self.language, f"web.{key}", **fields)

    def address(self, user: str) -> Address:
        """Return the address of a visitor."""
        return Address(organisation=self.organisation, channel=NAME, user=user)


class Visits:
    """Reads requests."""

    def __init__(self, needs: Needs, sessions: Sessions) -> None:
        """Take what is needed from outside and the cookies' signer."""
        self._needs = needs
        self._sessions = sessions

    async def read(self, request: Request, organisation: str) -> Visit:
        """Return the visit of a request; 404 if the organisation is not served here."""
        if organisation not in self._needs.organisations():
            raise HTTPException(404)
        content = self._needs.contents(organisation)
        known = self._sessions.known(request.cookies.get(self._sessions.cookie_name(organisation)))
        user, kept = (known.user, known.kept_since) if known else (None, None)
        since = kept or self._sessions.read_visit(request.query_params.get("since")) or self._needs.now()
        conversation = None
        if user is not None:
            address = Address(organisation=organisation, channel=NAME, user=user)
            conversation = await self._needs.store.read.by_address(address)
        return Visit(
            organisation=organisation,
            content=content,
            language=page_language(request.query_params.get("lang"), conversation),
            user=user,
            conversation=conversation,
            since=since,
            kept=kept is not None,
            token=self._sessions.visit(since),
        )


def own_page(request: Request) -> None:
    """Raise 403 if a request that changes something comes from a foreign page."""
    if not same_site(request.headers):
        raise HTTPException(403)


def page_language(asked: str | None, conversation: Conversation | None) -> Language:
    """Return the language of a page: as asked for in its address, else as spoken in the chat, else Arabic."""
    for language in LANGUAGES:
        if asked == language:
            return language
    return conversation.language if conversation else "ar"


def local_time(at: datetime | str) -> str:
    """Return a time of day for a `<time>` element's text before the browser puts it into local time (UTC)."""
    moment = at if isinstance(at, datetime) else datetime.fromisoformat(at)
    return moment.astimezone(UTC).strftime("%H:%M")
