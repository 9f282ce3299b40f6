"""The buttons of an empty chat: the organisation's menu, before a word is said."""

from bot.engine.content import Content
from bot.messages import Button, Language


def menu(content: Content, language: Language) -> tuple[Button, ...]:
    """Return the menu as buttons; entries that no longer exist are left out."""
    found = [_button(entry, content, language) for entry in content.menu]
    return tuple(button for button in found if button is not None)


def _button(entry: str, content: Content, language: Language) -> Button | None:
    kind, _, name = entry.partition(":")
    if kind == "flow" and (flow := content.flows.get(name)) is not None:
        return Button(id=entry, label=f"{flow.icon} {flow.title[language]}".strip())
    if kind == "topic" and (topic := content.topics.get(name)) is not None:
        return Button(id=entry, label=f"💬 {topic.title[language]}")
    return None


def labels(content: Content, language: Language) -> dict[str, str]:
    """Return the words of all buttons that stand on the page itself, by their ids."""
    own = {"person": "web.person", "lang:ar": "web.language.ar", "lang:en": "web.language.en"}
    shown = {button.id: button.label for button in menu(content, language)}
    return {**shown, **{entry: content.texts(language, key) for entry, key in own.items()}}
