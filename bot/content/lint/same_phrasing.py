"""Rule `same-phrasing`."""

from collections.abc import Iterator

from typing_extensions import override

from bot.content.asked import phrasings
from bot.content.folding import folded
from bot.content.lint.rule import Rule
from bot.content.problems import Problem, worded
from bot.content.reading import Document, Place
from bot.content.sources import OrganisationSources, Sources
from bot.matching import PhraseLanguage

Heard = dict[str, tuple[str, str]]  # normalised phrasing → topic and file that has it


class SamePhrasing(Rule):
    """A phrasing belongs to one topic, and stands there once.

    Compared as the matcher reads: without hamza, diacritics, punctuation and case. Under two topics it
    would teach the matcher to be unsure of both.

    ```yaml
    # review-time.yaml          # request-status.yaml
    ask:                        ask:
      ar: [وين وصل طلبي؟]         ar: [وين وصل طلبي]
    ```
    """

    name = "same-phrasing"
    message = worded(
        ar="العبارة «{text}» موجودة تحت الموضوع «{topic}» في {file}.",
        en="The phrasing “{text}” stands already under the topic “{topic}” in {file}.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        heard: Heard = {}
        for topic in sources.topics:
            yield from self._repeated(topic.document, topic.value.id, list(phrasings(topic.value.ask)), heard)
        for organisation in sources.organisations:
            yield from self._own(organisation, dict(heard))

    def _own(self, organisation: OrganisationSources, heard: Heard) -> Iterator[Problem]:
        for each in organisation.overrides:
            yield from self._repeated(each.document, each.value.id, list(phrasings(each.value.ask)), heard)

    def _repeated(
        self, document: Document, topic: str, asked: list[tuple[PhraseLanguage, Place, str]], heard: Heard
    ) -> Iterator[Problem]:
        for _, at, text in asked:
            key = folded(text)
            if key in heard:
                other, file = heard[key]
                yield self.blame(document, at, text=text, topic=other, file=file)
            heard.setdefault(key, (topic, document.file))
