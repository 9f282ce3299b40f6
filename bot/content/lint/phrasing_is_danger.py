"""Rule `phrasing-is-danger`."""

from collections.abc import Iterator

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.problems import Problem, worded
from bot.content.sources import Sources
from bot.matching import normalise
from bot.matching.danger import DangerRules


class PhrasingIsDanger(Rule):
    """No phrasing of a topic is caught by the danger rules.

    Danger comes before every topic: whoever says it gets emergency numbers, never this topic's answer.
    Either the phrasing is a cry for help and does not belong here, or the rule in knowledge/danger.yaml is
    too wide.

    ```yaml
    id: gap-treatment
    ask:
      en: [he took too many pills]
    ```
    """

    name = "phrasing-is-danger"
    severity = "warning"
    message = worded(
        ar="العبارة «{text}» تعدّها قواعد الخطر «{kind}»، فلن تصل إلى هذا الموضوع.",
        en="“{text}” is danger ({kind}) by the rules, and never reaches this topic.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        try:
            rules = DangerRules(sources.resources.danger)
        except (ValueError, KeyError):
            return  # `danger-pattern` says where
        for written in sources.all_topics:
            for _, at, text in sources.said(written):
                kind = rules(normalise(text))
                if kind is not None:
                    yield self.blame(written.document, at, text=text, kind=kind)
