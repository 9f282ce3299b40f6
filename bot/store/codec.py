"""Messages, attachments and arrivals to JSON text and back."""

from collections.abc import Sequence

from pydantic import TypeAdapter

from bot.messages import Attachment, Inbound, Message

_message = TypeAdapter(Message)
_attachments = TypeAdapter(tuple[Attachment, ...])
_inbound = TypeAdapter(Inbound)


def dump_message(message: Message) -> str:
    """Write a message; what has its default is left out."""
    return _message.dump_json(message, exclude_defaults=True).decode()


def load_message(body: str) -> Message:
    """Read a message."""
    return _message.validate_json(body)


def dump_attachments(attachments: Sequence[Attachment]) -> str:
    """Write attachments."""
    return _attachments.dump_json(tuple(attachments), exclude_defaults=True).decode()


def load_attachments(body: str | None) -> tuple[Attachment, ...]:
    """Read attachments; none where nothing is kept."""
    return () if body is None else _attachments.validate_json(body)


def dump_inbound(inbound: Inbound) -> str:
    """Write an arrival."""
    return _inbound.dump_json(inbound, exclude_defaults=True).decode()


def load_inbound(body: str) -> Inbound:
    """Read an arrival."""
    return _inbound.validate_json(body)
