"""Rule `kind-of-folder`."""

from collections.abc import Iterator, Mapping

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.problems import Problem, worded
from bot.content.shapes import TopicKind
from bot.content.sources import Sources

KINDS: Mapping[str, tuple[TopicKind, ...]] = {
    "common": ("topic", "smalltalk"),
    "gaps": ("gap",),
    "misconceptions": ("misconception",),
}


class KindOfFolder(Rule):
    """A known gap stands in knowledge/gaps, a misconception in knowledge/misconceptions, with its `kind`.

    Without `kind` a correction would be given as a plain answer, and reports would not count who believed
    otherwise.

    ```yaml
    # knowledge/misconceptions/monthly-fee.yaml
    id: monthly-fee
    title: {ar: …, en: …}     # and no `kind: misconception`
    ```
    """

    name = "kind-of-folder"
    message = worded(
        ar="في المجلد «{folder}» ينتظر kind: {kinds}، وهنا «{kind}».",
        en="In “{folder}” the kind is {kinds}; here it is “{kind}”.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        for written in sources.topics:
            folder = next(part for part in reversed(written.document.path.parts) if part in KINDS)
            if written.value.kind not in KINDS[folder]:
                yield self.blame(
                    written.document,
                    ("kind",),
                    folder=folder,
                    kinds=", ".join(KINDS[folder]),
                    kind=written.value.kind,
                )
