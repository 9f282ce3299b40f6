"""Shows a message as lines of text; buttons are numbered, so that a digit presses one."""

from bot.messages import Button, Message


def present(message: Message) -> str:
    """Return the message as it stands in the terminal."""
    parts = [message.text]
    if message.source and message.source.document:
        parts.append("  ↳ " + " · ".join(_source(message)))
    parts += [f"  📎 {attachment.name}" for attachment in message.attachments]
    parts += [f"  [{number}] {_label(button)}" for number, button in enumerate(message.buttons, start=1)]
    return "\n".join(parts)


def _source(message: Message) -> tuple[str, ...]:
    source = message.source
    if source is None:
        return ()
    return tuple(part for part in (source.document, source.section, source.clause) if part)


def _label(button: Button) -> str:
    return f"{button.label} ({button.url})" if button.url else button.label
