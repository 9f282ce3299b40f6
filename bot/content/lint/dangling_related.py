"""Rule `dangling-related`."""

from collections.abc import Iterator

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.problems import Problem, nearest, worded
from bot.content.reading import Document
from bot.content.sources import Sources


class DanglingRelated(Rule):
    """Each id under `related` is another topic that exists.

    It becomes a button under the answer; without a topic behind it there would be no button. An
    organisation may relate to topics of its own.

    ```yaml
    related: [reveiw-time]   # did you mean review-time?
    ```
    """

    name = "dangling-related"
    message = worded(
        ar="لا يوجد موضوع آخر معرّفه «{id}».",
        en="There is no other topic “{id}”.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        common = sources.topic_ids | sources.broken
        for topic in sources.topics:
            yield from self._related(topic.document, topic.value.id, topic.value.related, common)
        for organisation in sources.organisations:
            valid = common | {each.value.id for each in organisation.overrides}
            for each in organisation.overrides:
                yield from self._related(each.document, each.value.id, each.value.related or (), valid)

    def _related(
        self, document: Document, own: str, related: tuple[str, ...], valid: frozenset[str]
    ) -> Iterator[Problem]:
        for number, id_ in enumerate(related):
            if id_ not in valid or id_ == own:
                hint = nearest(id_, valid - {own})
                yield self.blame(document, ("related", number), id=id_, hint=hint)
