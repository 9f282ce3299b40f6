"""Rule `danger-pattern`."""

import re
from collections.abc import Callable, Iterator

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.problems import Problem, nearest, worded
from bot.content.reading import Document, Place
from bot.content.sources import Sources
from bot.matching.danger import DangerRules
from bot.matching.resources import Danger, DangerKindRules
from bot.messages import DangerKind

_GROUP = re.compile(r"\{([^}]*)\}")


class DangerPattern(Rule):
    """A pattern of knowledge/danger.yaml can be understood, and the groups that it names exist.

    These rules find the messages of people in danger of their lives; one that cannot be read finds nobody.

    ```yaml
    kinds:
      self_harm:
        patterns:
          - "{want} .. {die}"    # and there is no group `want`
    ```
    """

    name = "danger-pattern"
    message = worded(
        ar="لا يُفهم هذا النمط: {reason}.",
        en="This pattern cannot be understood: {reason}.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        document, danger = sources.resource_documents.get("danger"), sources.resources.danger
        if document is None or not _mistake(lambda: sources.prepared):
            return  # all together can be read, and so can each
        for at, pattern in _patterns(danger):
            yield from self._tried(document, at, pattern, danger)

    def _tried(self, document: Document, at: Place, pattern: str, danger: Danger) -> Iterator[Problem]:
        for group in _GROUP.findall(pattern):
            if group not in danger.groups:
                yield self.blame(document, at, reason=f"{{{group}}}", hint=nearest(group, danger.groups))
                return
        rules: dict[DangerKind, DangerKindRules] = {"medical": DangerKindRules(patterns=(pattern,))}
        reason = _mistake(lambda: DangerRules(Danger(groups=danger.groups, kinds=rules)))
        if reason:
            yield self.blame(document, at, reason=reason)


def _mistake(reading: Callable[[], object]) -> str:
    try:
        reading()
    except (ValueError, KeyError, re.error) as error:
        return str(error) or type(error).__name__
    return ""


def _patterns(danger: Danger) -> Iterator[tuple[Place, str]]:
    for number, pattern in enumerate(danger.innocent):
        yield ("innocent", number), pattern
    for kind, rules in danger.kinds.items():
        for number, pattern in enumerate(rules.patterns):
            yield ("kinds", kind, "patterns", number), pattern
