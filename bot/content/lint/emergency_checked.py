"""Rule `emergency-checked`."""

from collections.abc import Iterator

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.problems import Problem, worded
from bot.content.sources import Sources


class EmergencyChecked(Rule):
    """Every emergency number says on which day somebody checked it, and every organisation has numbers.

    Somebody in danger will call it. An old number is worse than none, and nobody can tell its age from
    looking at it.

    ```yaml
    emergency:
      - number: "997"
        checked_on: 2026-11-21   # this line is missing
    ```
    """

    name = "emergency-checked"
    message = worded(
        ar="رقم الطوارئ {number} بلا تاريخ تحقق (checked_on). تحقق منه اليوم واكتب التاريخ.",
        en="The emergency number {number} has no checked_on. Check it today and write the date.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        for organisation in sources.organisations:
            written = organisation.organisation
            for number, emergency in enumerate(written.value.emergency):
                if emergency.checked_on is None:
                    yield self.blame(written.document, ("emergency", number), number=emergency.number)
