"""Rule `flow-step-why`."""

from collections.abc import Iterator

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.problems import Problem, worded
from bot.content.sources import Sources
from bot.engine.steps.step import AskingStep

IDENTIFYING = frozenset({"name", "national_id", "phone", "iban", "email"})


class FlowStepWhy(Rule):
    """A step that asks who somebody is says why.

    Name, ID or residence number, phone, IBAN and e-mail are given by people who have reason to be careful
    with them.

    ```yaml
    - id: phone
      type: phone
      ask: {ar: ما رقم جوالك؟, en: What is your mobile number?}
      why: {ar: لنبلغك بالرد., en: So that we can tell you the reply.}   # this line is missing
    ```
    """

    name = "flow-step-why"
    message = worded(
        ar="الخطوة «{id}» تسأل عن هوية الشخص ولا تقول لماذا (why).",
        en="The step “{id}” asks who somebody is and does not say why.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        for flow in sources.flows:
            for number, step in enumerate(flow.value.steps):
                if isinstance(step, AskingStep) and step.type in IDENTIFYING and not step.why:
                    yield self.blame(flow.document, ("steps", number), id=step.id)
