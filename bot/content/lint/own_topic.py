"""Rule `own-topic`."""

from collections.abc import Iterator

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.merging import lacking
from bot.content.problems import Problem, nearest, worded
from bot.content.sources import Sources


class OwnTopic(Rule):
    """An organisation's topic that is not among the common ones is complete: title, answer and source.

    Mostly the id of an override was misspelt, and the override would change nothing.

    ```yaml
    # knowledge/organisations/aoun/topics/licences.yaml; the common topic is called licence
    id: licences
    answer: {ar: …, en: …}
    ```
    """

    name = "own-topic"
    message = worded(
        ar="لا يوجد موضوع مشترك معرّفه «{id}»، وموضوع خاص بالجمعية يحتاج أيضًا: {parts}.",
        en="There is no common topic “{id}”, and a topic of the organisation's own needs as well: {parts}.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        valid = sources.topic_ids | sources.broken
        for organisation in sources.organisations:
            for each in organisation.overrides:
                parts = lacking(each.value)
                if each.value.id not in valid and parts:
                    hint = nearest(each.value.id, valid)
                    yield self.blame(
                        each.document, ("id",), id=each.value.id, parts=", ".join(parts), hint=hint
                    )
