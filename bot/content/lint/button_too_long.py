"""Rule `button-too-long`."""

from collections.abc import Iterator

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.problems import Problem, worded
from bot.content.sources import Sources

MOST_LETTERS = 40  # of a label: what a phone shows in one line
MOST_BYTES = 64  # of an id: Telegram's limit


class ButtonTooLong(Rule):
    """A title that becomes a button has at most 40 characters, and the button's id at most 64 bytes.

    A phone cuts a longer label, and a channel refuses a longer id.

    ```yaml
    title: {ar: متى يصلني رد لجنة البحث على الطلب الذي قدمته, en: …}
    ```
    """

    name = "button-too-long"
    message = worded(
        ar="نص الزر أو معرّفه طويل ({length})، والحد {most}: «{text}».",
        en="The button's label or id is long ({length}); {most} is the limit: “{text}”.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        for prefix, written in [("topic:", each) for each in sources.all_topics] + [
            ("flow:", flow) for flow in sources.flows
        ]:
            button = prefix + written.value.id
            size = len(button.encode())
            if size > MOST_BYTES:
                yield self.blame(written.document, ("id",), length=size, most=MOST_BYTES, text=button)
            for language, label in (written.value.title or {}).items():
                if len(label) > MOST_LETTERS:
                    at = ("title", language)
                    yield self.blame(written.document, at, length=len(label), most=MOST_LETTERS, text=label)
