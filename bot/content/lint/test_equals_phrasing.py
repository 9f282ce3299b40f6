"""Rule `test-equals-phrasing`."""

from collections.abc import Iterator

from typing_extensions import override

from bot.content.folding import folded
from bot.content.lint.rule import Rule
from bot.content.problems import Problem, worded
from bot.content.sources import Sources


class TestEqualsPhrasing(Rule):
    """A test says something that no phrasing says.

    Compared as the matcher reads. A test that repeats a phrasing always passes and tells nothing.

    ```yaml
    ask:
      ar: [متى يصلني الرد؟]
    tests:
      - {say: متى يصلني الرد, expect: review-time}
    ```
    """

    __test__ = False  # not for pytest

    name = "test-equals-phrasing"
    message = worded(
        ar="الاختبار «{say}» هو نفسه عبارة في {file}. اكتبه بكلمات أخرى.",
        en="The test “{say}” is the same as a phrasing in {file}. Say it in other words.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        everything = sources.all_topics
        heard = {
            folded(text): written.document.file
            for written in everything
            for _, _, text in sources.said(written)
        }
        for written in everything:
            for number, test in enumerate(written.value.tests):
                file = heard.get(folded(test.say))
                if file is not None:
                    yield self.blame(written.document, ("tests", number, "say"), say=test.say, file=file)
