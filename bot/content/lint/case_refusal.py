"""Rule `case-refusal`."""

from collections.abc import Iterator

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.problems import Problem, worded
from bot.content.sources import Sources
from bot.engine.life import Step


class CaseRefusal(Rule):
    """Who is told no is told why and what can still be done, by day, with a person one tap away.

    `case-notice-field` sees to it that what is asked for is said.

    ```yaml
    - id: decline
      needs: [reason, internal]   # and `still`
      daytime: yes
      refusal: yes
      offers: [person]
    ```
    """

    name = "case-refusal"
    message = worded(
        ar="الخطوة «{step}» ترفض طلب إنسان وينقصها: {missing}.",
        en="The step “{step}” tells a person no, and lacks: {missing}.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        for written in sources.lives:
            for at, step in enumerate(written.value.steps):
                missing = _missing(step) if step.refusal else []
                if missing:
                    place = ("steps", at, "refusal")
                    yield self.blame(written.document, place, step=step.id, missing="; ".join(missing))


def _missing(step: Step) -> list[str]:
    """Return what a refusal lacks, as it is written in the file."""
    there = {
        "daytime: yes": step.daytime,
        "needs: [reason]": "reason" in step.needs,
        "needs: [still]": "still" in step.needs,
        "tells": step.tells is not None,
        "offers: [person]": "person" in step.offers,
    }
    return [words for words, is_there in there.items() if not is_there]
