"""Rule `dangling-document`."""

from collections.abc import Iterator

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.problems import Problem, nearest, worded
from bot.content.sources import Sources


class DanglingDocument(Rule):
    """The `document` of a topic is one that knowledge/documents.yaml lists.

    Its link stands under the answer wherever the organisation has put the document on its shelf for
    everybody; where it has not, or has withdrawn it, the answer goes without.

    ```yaml
    document: request-from   # did you mean request-form?
    ```
    """

    name = "dangling-document"
    message = worded(
        ar="لا توجد في documents.yaml وثيقة معرّفها «{id}».",
        en="documents.yaml lists no document “{id}”.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        if "documents" in sources.broken:
            return
        listed = sources.shelf.value.root if sources.shelf else {}
        for topic in sources.all_topics:
            named = topic.value.document
            if named is not None and named not in listed:
                yield self.blame(topic.document, ("document",), id=named, hint=nearest(named, set(listed)))
