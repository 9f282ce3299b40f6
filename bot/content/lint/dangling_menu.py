"""Rule `dangling-menu`."""

from collections.abc import Iterator

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.problems import Problem, nearest, worded
from bot.content.reading import Document
from bot.content.sources import Sources


class DanglingMenu(Rule):
    """Each button of the menu is `flow:<id>` or `topic:<id>` of something that exists.

    The menu is what a person falls back on when nothing else helped.

    ```yaml
    buttons: [flow:complaints]   # did you mean flow:complaint?
    ```
    """

    name = "dangling-menu"
    message = worded(
        ar="لا شيء خلف الزر «{id}» في القائمة.",
        en="There is nothing behind the menu's button “{id}”.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        topics = sources.topic_ids | sources.broken
        if sources.menu is not None:
            yield from self._dangling(
                sources.menu.document, "buttons", sources.menu.value.buttons, topics, sources
            )
        for each in sources.organisations:
            own = topics | {override.value.id for override in each.overrides}
            menu = each.organisation.value.menu or ()
            yield from self._dangling(each.organisation.document, "menu", menu, own, sources)

    def _dangling(
        self, document: Document, key: str, buttons: tuple[str, ...], topics: frozenset[str], sources: Sources
    ) -> Iterator[Problem]:
        flows = sources.flow_ids | sources.broken
        valid = {f"topic:{id_}" for id_ in topics} | {f"flow:{id_}" for id_ in flows}
        for number, button in enumerate(buttons):
            if button not in valid:
                yield self.blame(document, (key, number), id=button, hint=nearest(button, valid))
