"""Putting a one-time link under a message that needs one, in the transaction that queues it."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.engine.content import Content
from bot.messages import Button, ByLink, Message
from bot.people import secure_links

if TYPE_CHECKING:
    from bot.worker.scene import Act


def _token() -> str:
    return secrets.token_urlsafe(32)


@dataclass(frozen=True, kw_only=True, slots=True)
class SecurePages:
    """Where the pages behind one-time links are. Without an address nothing is asked through them."""

    public_url: str | None = None
    new_token: Callable[[], str] = _token

    def mode(self, content: Content, channel: str) -> ByLink:
        """Return how identifying questions are asked on a channel."""
        return secure_links.mode(content, channel, public_url=self.public_url)

    def linked(self, act: "Act", message: Message) -> Message:
        """Return the message with its link, which nobody but the person gets to see."""
        need = message.secure
        if need is None or self.public_url is None:
            return message
        token = self.new_token()
        secure_links.mint(act.tx, act.conversation, question=need.question, token=token, now=act.now)
        page = f"{act.organisation}/link/{token}?lang={message.language}"
        url = f"{self.public_url.rstrip('/')}/{page}"
        button = Button(id=f"link:{need.question}", label=need.label, url=url)
        return replace(message, buttons=(button, *message.buttons))


NO_PAGES = SecurePages()
