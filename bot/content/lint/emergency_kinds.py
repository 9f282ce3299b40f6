"""Rule `emergency-kinds`."""

from collections.abc import Iterator
from typing import get_args

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.problems import Problem, worded
from bot.content.sources import Sources
from bot.messages import DangerKind


class EmergencyKinds(Rule):
    """Every organisation has a number for each kind of danger.

    Danger is answered with the numbers of its kind; there must be one whatever happens.

    ```yaml
    emergency:
      - number: "997"
        kinds: [medical, overdose, poisoning, self_harm]   # and none for violence
    ```
    """

    name = "emergency-kinds"
    message = worded(
        ar="لا يوجد رقم طوارئ للحالة «{kind}».",
        en="There is no emergency number for “{kind}”.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        for organisation in sources.organisations:
            written = organisation.organisation
            covered = {kind for number in written.value.emergency for kind in number.kinds}
            for kind in get_args(DangerKind):
                if kind not in covered:
                    yield self.blame(written.document, ("emergency",), of_key=True, kind=kind)
