"""Rule `unknown-placeholder`."""

from collections.abc import Iterator

from typing_extensions import override

from bot.content.filling import FIELDS, placeholders
from bot.content.lint.rule import Rule
from bot.content.problems import Problem, nearest, worded
from bot.content.sources import Sources


class UnknownPlaceholder(Rule):
    """In braces stands a field that organisations have.

    These are {name}, {short_name}, {people}, {phone}, {email}, {website}, {address}, {handle} and {channels}.
    Anything else would be shown to people in braces.

    ```yaml
    answer:
      en: Call us on {telephone}.   # did you mean phone?
    ```
    """

    name = "unknown-placeholder"
    message = worded(
        ar="لا يوجد حقل اسمه «{field}».",
        en="There is no field “{field}”.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        for written in sources.all_topics:
            for part in ("title", "answer", "referral"):
                for language, text in (getattr(written.value, part) or {}).items():
                    for field in placeholders(text):
                        if field not in FIELDS:
                            hint = nearest(field, FIELDS)
                            yield self.blame(written.document, (part, language), field=field, hint=hint)
