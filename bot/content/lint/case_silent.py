"""Rule `case-silent`."""

from collections.abc import Iterator

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.problems import Problem, filled, worded
from bot.content.sources import Sources
from bot.engine.life import Step

_BOTH = worded(
    ar="الخطوة «{step}» فيها إشعار، وفيها silent: yes. احذف أحدهما.",
    en="The step “{step}” has a notice, and silent: yes. Take one of them out.",
)


class CaseSilent(Rule):
    """A step that changes the stage tells the person, or says that it is meant not to.

    People ask what has become of their request when nobody tells them. A kind that is `unlinked` tells
    nobody anything.

    ```yaml
    - id: close
      moves: [{from: [given], to: closed}]   # and neither `tells` nor `silent: yes`
    ```
    """

    name = "case-silent"
    message = worded(
        ar="الخطوة «{step}» تغيّر المرحلة ولا تخبر صاحب الطلب: أضف tells، أو اكتب silent: yes.",
        en="The step “{step}” changes the stage and tells the person nothing: add tells, or silent: yes.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        for written in sources.lives:
            for at, step in enumerate(written.value.steps):
                if step.silent and step.tells is not None:
                    words, place = filled(_BOTH, step=step.id), ("steps", at, "silent")
                    yield written.document.problem(self.name, words, place)
                elif _untold(step) and not written.value.unlinked:
                    yield self.blame(written.document, ("steps", at, "id"), step=step.id)


def _untold(step: Step) -> bool:
    changes = any(stage != move.to for move in step.moves for stage in move.from_)
    return changes and step.tells is None and not step.silent
