"""Rule `dangling-test`."""

from collections.abc import Iterator

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.problems import Problem, nearest, worded
from bot.content.sources import Sources

SPECIAL = frozenset({"urgent", "none"})  # what a test may expect besides a topic


class DanglingTest(Rule):
    """A test expects a topic that exists, or `urgent` (danger to life), or `none` (nothing fits).

    ```yaml
    tests:
      - {say: متى تردون علي, expect: review-tme}   # did you mean review-time?
    ```
    """

    name = "dangling-test"
    message = worded(
        ar="الاختبار ينتظر «{id}» ولا يوجد موضوع بهذا المعرّف.",
        en="The test expects “{id}”, and there is no such topic.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        own = {each.value.id for organisation in sources.organisations for each in organisation.overrides}
        valid = sources.topic_ids | sources.broken | SPECIAL | own
        for written in sources.all_topics:
            for number, test in enumerate(written.value.tests):
                if test.expect not in valid:
                    at = ("tests", number, "expect")
                    yield self.blame(written.document, at, id=test.expect, hint=nearest(test.expect, valid))
