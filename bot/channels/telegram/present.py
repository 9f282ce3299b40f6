"""Turns a message into what Telegram shows. Pure.

Texts travel without markup: nothing that a person wrote can become a link or a tag. The source under an
answer is set in italics by place, not by tags.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlsplit

from bot.channels.telegram.bidi import isolate
from bot.channels.telegram.splitting import split, units
from bot.engine.content import Texts
from bot.messages import Attachment, Button, Message

DOWNLOAD = 20 * 2**20  # bytes that a bot can fetch
CALLBACK = 64  # bytes
WIDE = 18  # characters of a label that stands beside another one
NARROW = 4  # labels no longer than this, such as stars, stand in one row
Share = Literal["phone", "location"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """A button under a message: `data` comes back when it is pressed, `url` is opened."""

    label: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One call to Telegram."""

    text: str = ""
    italic: tuple[int, int] | None = None  # place and length in UTF-16 units
    keys: tuple[tuple[Key, ...], ...] = ()
    file: Attachment | None = None
    share: Share | None = None  # ask for it by a button of the keyboard
    share_label: str = ""
    silent: bool = False  # without a sound


def present(message: Message, texts: Texts) -> tuple[Part, ...]:
    """Return the parts of a message, in order; buttons stand under the last text."""
    parts = _text_parts(message, texts)
    files = [Part(file=file) for file in message.attachments]
    return (*parts, *files, *_share(message, texts))


def _text_parts(message: Message, texts: Texts) -> list[Part]:
    body = isolate(_body(message, texts), message.language)
    citation = isolate(message.citation, message.language)
    whole = f"{body}\n\n{citation}" if citation else body
    pieces = split(whole) or ([] if message.attachments else ["…"])
    parts = [Part(text=piece, silent=message.unprompted) for piece in pieces]
    if not parts:
        return []
    parts[-1] = replace(
        parts[-1], keys=keyboard(message.buttons, message), italic=_italic(pieces[-1], citation)
    )
    return parts


def _body(message: Message, texts: Texts) -> str:
    ask, lines = message.ask, [message.text]
    lines += [label for button in message.buttons if (label := _number_missing(button, message.text))]
    lines += [f"{button.label}: {button.url}" for button in message.buttons if _only_as_text(button)]
    by_link = message.secure is not None and message.secure.required
    if ask is not None and ask.kind == "attachment" and not by_link:
        most = min(ask.max_bytes or DOWNLOAD, DOWNLOAD) // 2**20
        lines.append(texts(message.language, "telegram.file.limit", megabytes=most))
    if message.device is not None:
        lines.append(texts(message.language, "telegram.device"))
    return "\n".join(line for line in lines if line)


def _number_missing(button: Button, text: str) -> str:
    """Return a telephone button as words: Telegram takes no `tel:` link, but makes numbers tappable."""
    number = button.id.removeprefix("tel:")
    return button.label if button.id.startswith("tel:") and number not in text else ""


def _italic(piece: str, citation: str) -> tuple[int, int] | None:
    if not citation or not piece.endswith(citation):
        return None
    return units(piece) - units(citation), units(citation)


def keyboard(buttons: Sequence[Button], message: Message) -> tuple[tuple[Key, ...], ...]:
    """Return rows of buttons: short labels two in a row, very short ones up to five."""
    keys = [key for button in buttons if (key := _key(button, message)) is not None]
    rows: list[tuple[Key, ...]] = []
    for key in keys:
        if rows and _fits(rows[-1], key):
            rows[-1] = (*rows[-1], key)
        else:
            rows.append((key,))
    return tuple(rows)


def _fits(row: tuple[Key, ...], key: Key) -> bool:
    labels = [*(each.label for each in row), key.label]
    narrow = all(len(label) <= NARROW for label in labels)
    return len(labels) <= (5 if narrow else 2) and all(len(label) <= WIDE for label in labels)


def _key(button: Button, message: Message) -> Key | None:
    if button.id.startswith("tel:"):
        return None
    label = isolate(button.label, message.language)
    if button.url is not None:
        return Key(label=label, url=button.url) if _opens(button.url) else None
    fits = 0 < len(button.id.encode()) <= CALLBACK
    return Key(label=label, data=button.id) if fits else None


def _only_as_text(button: Button) -> bool:
    """Tell whether a button's link is one that Telegram puts under no message, such as a local address."""
    web = button.url is not None and button.url.startswith(("http://", "https://"))
    return web and not _opens(button.url or "")


def _opens(url: str) -> bool:
    """Tell whether Telegram takes a link: http(s) with a real host."""
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and "." in (parts.hostname or "")


def _share(message: Message, texts: Texts) -> tuple[Part, ...]:
    kind = message.ask.kind if message.ask else None
    if kind == "phone":
        return (_sharing("phone", message, texts),)
    return (_sharing("location", message, texts),) if kind == "location" else ()


def _sharing(what: Share, message: Message, texts: Texts) -> Part:
    words = texts(message.language, f"telegram.share.{what}")
    label = texts(message.language, f"telegram.share.{what}.button")
    return Part(text=isolate(words, message.language), share=what, share_label=label, silent=True)
