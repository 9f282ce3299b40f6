"""Rule `duplicate-id`."""

from collections.abc import Iterable, Iterator

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.problems import Problem, worded
from bot.content.reading import Document, Place
from bot.content.sources import Sources

Named = tuple[str, Document, Place]


class DuplicateId(Rule):
    """An id names one thing: one topic, one organisation, one flow, one step of a flow, one interface text.

    Of two files with one id only one could be used, and nobody would know which.

    ```yaml
    # knowledge/common/review-time.yaml and knowledge/gaps/waiting.yaml
    id: review-time
    ```
    """

    name = "duplicate-id"
    message = worded(
        ar="المعرّف «{id}» مستعمل من قبل في {first}.",
        en="The id “{id}” is used already in {first}.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        for named in _namespaces(sources):
            yield from self._repeated(named)

    def _repeated(self, named: Iterable[Named]) -> Iterator[Problem]:
        first: dict[str, str] = {}
        for id_, document, at in named:
            if id_ in first:
                yield self.blame(document, at, id=id_, first=first[id_], of_key=True)
            first.setdefault(id_, document.file)


def _namespaces(sources: Sources) -> Iterator[list[Named]]:
    yield [(topic.value.id, topic.document, ("id",)) for topic in sources.topics]
    yield [(each.id, each.organisation.document, ("id",)) for each in sources.organisations]
    yield [(flow.value.id, flow.document, ("id",)) for flow in sources.flows]
    for organisation in sources.organisations:
        yield [(each.value.id, each.document, ("id",)) for each in organisation.overrides]
    for flow in sources.flows:
        yield [(step.id, flow.document, ("steps", at, "id")) for at, step in enumerate(flow.value.steps)]
    for tables in sources.texts.values():
        yield [(id_, table.document, (id_,)) for table in tables for id_ in table.value.root]
