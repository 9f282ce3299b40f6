"""Rule `pattern-elsewhere`."""

from collections.abc import Iterator, Sequence

from typing_extensions import override

from bot.content.asked import phrasings
from bot.content.folding import folded
from bot.content.lint.rule import Rule
from bot.content.problems import Problem, worded
from bot.content.shapes import OverrideShape, TopicShape
from bot.content.sources import Sources
from bot.content.validation import Written

Files = Sequence[Written[TopicShape] | Written[OverrideShape]]


class PatternElsewhere(Rule):
    """A pattern writes no phrasing that another topic has.

    Compared as the matcher reads, with the sample that it is taught (`wasl check --expand TOPIC` shows it).

    ```yaml
    # review-time.yaml                     # request-status.yaml
    ask:                                   ask:
      patterns:                              en: [when will I hear]
        en: ["(when|where) will I hear"]
    ```
    """

    name = "pattern-elsewhere"
    message = worded(
        ar="يكتب النمط «{text}»، وهي تحت الموضوع «{topic}» في {file}.",
        en="The pattern writes “{text}”, which stands under the topic “{topic}” in {file}.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        yield from self._among(sources, sources.topics)
        for organisation in sources.organisations:
            if organisation.overrides:
                yield from self._among(sources, (*sources.topics, *organisation.overrides))

    def _among(self, sources: Sources, files: Files) -> Iterator[Problem]:
        if not any(sources.expansions[written.document.file] for written in files):
            return
        heard = {
            folded(text): (written.value.id, written.document.file)
            for written in files
            for _, _, text in phrasings(written.value.ask)
        }
        for written in files:
            for each in sources.expansions[written.document.file]:
                here = (written.value.id, written.document.file)
                topic, file = heard.setdefault(folded(each.text), here)
                if topic != written.value.id:
                    yield self.blame(written.document, each.at, text=each.text, topic=topic, file=file)
