"""Putting the link to a document of the shelf under the answer that names it."""

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.desk.shelf import address
from bot.messages import OFFLINE, Button, Message

if TYPE_CHECKING:
    from bot.worker.scene import Act

OWN_PAGE = "web"  # channel whose page stands on the same site as the document


def cited(act: "Act", message: Message) -> Message:
    """Return the message with the link, if the document is on the shelf for everybody and can be reached."""
    if message.document is None:
        return message
    version = act.tx.shelf.newest(act.organisation, message.document)
    url = _url(act, message.document)
    if version is None or version.audience != "public" or url is None:
        return message
    title = version.title[message.language]
    label = act.content.texts(message.language, "worker.document", title=title)
    button = Button(id=f"document:{message.document}"[:64], label=label, url=f"{url}?lang={message.language}")
    return replace(message, buttons=(button, *message.buttons))


def _url(act: "Act", document: str) -> str | None:
    """Return the address of a document as the person's channel opens it; None if there is none."""
    if act.address.channel == OWN_PAGE:
        return address(act.organisation, document)
    if act.address.channel in OFFLINE or act.pages.public_url is None:
        return None
    return act.pages.public_url.rstrip("/") + address(act.organisation, document)
