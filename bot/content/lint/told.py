"""What a topic's file tells people, text by text: for rules about words."""

from collections.abc import Iterator

from bot.content.reading import Place
from bot.content.shapes import OverrideShape, TopicShape
from bot.messages import Language


def texts(value: TopicShape | OverrideShape) -> Iterator[tuple[Place, Language, str]]:
    """Yield place, language and words of title, answer and referral, as far as they are there."""
    referral = value.referral.text if value.referral else None
    for at, by_language in (
        (("title",), value.title),
        (("answer",), value.answer),
        (("referral", "text"), referral),
    ):
        for language, text in (by_language or {}).items():
            yield (*at, language), language, text
