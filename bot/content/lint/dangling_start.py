"""Rule `dangling-start`."""

from collections.abc import Iterator

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.problems import Problem, nearest, worded
from bot.content.sources import Sources


class DanglingStart(Rule):
    """`starts` names a flow that exists.

    It becomes the button that begins the flow; a person who pressed it must not be left standing.

    ```yaml
    starts: support-requests   # did you mean support-request?
    ```
    """

    name = "dangling-start"
    message = worded(
        ar="لا يوجد مسار معرّفه «{id}».",
        en="There is no flow “{id}”.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        valid = sources.flow_ids | sources.broken
        for written in sources.all_topics:
            starts = written.value.starts
            if starts is not None and starts not in valid:
                yield self.blame(written.document, ("starts",), id=starts, hint=nearest(starts, valid))
