"""Rule `opinion-private`."""

from collections.abc import Iterator

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.problems import Problem, worded
from bot.content.sources import Sources
from bot.engine.steps.rate import RateStep
from bot.engine.steps.survey import SurveyStep

_KEEPS_OPINION = (RateStep, SurveyStep)


class OpinionPrivate(Rule):
    """A flow that asks how the service was is private: who served reads none of it in the chat.

    The policy calls it a tool for improvement, not for punishment, and the flow itself promises that the
    opinion is not shown with who served.

    ```yaml
    id: rating
    private: yes   # this line is missing
    steps:
      - {id: keep, type: rate, stars: stars}
    ```
    """

    name = "opinion-private"
    message = worded(
        ar="المسار «{id}» يسأل عن رأي في الخدمة، فاكتب فيه private: yes كي لا يقرأه من خدم.",
        en="The flow “{id}” asks for an opinion: say private: yes, so that who served does not read it.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        for flow in sources.flows:
            keeps = any(isinstance(step, _KEEPS_OPINION) for step in flow.value.steps)
            if keeps and not flow.value.private:
                yield self.blame(flow.document, ("id",), id=flow.value.id)
