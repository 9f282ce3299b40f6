"""Rule `unknown-placeholder`."""

from collections.abc import Iterator

from typing_extensions import override

from bot.content.filling import FIELDS, placeholders
from bot.content.lint.rule import Rule
from bot.content.lint.told import texts
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
            for at, _, text in texts(written.value):
                for field in placeholders(text):
                    if field not in FIELDS:
                        yield self.blame(written.document, at, field=field, hint=nearest(field, FIELDS))
