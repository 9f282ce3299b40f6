"""Rule `missing-translation`."""

from collections.abc import Iterator
from typing import Any

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.problems import Problem, worded
from bot.content.reading import Place
from bot.content.sources import Sources
from bot.messages import LANGUAGES


class MissingTranslation(Rule):
    """Whatever is said in one language is said in the other.

    Both languages are served alike: without this a person would be answered in the wrong language, or not
    at all.

    ```yaml
    answer:
      ar: تدرس لجنة البحث طلبك.   # and no `en`
    ```
    """

    name = "missing-translation"
    message = worded(
        ar="تنقص الصيغة «{language}» من «{what}».",
        en="“{what}” has no “{language}”.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        for document in sources.documents:
            for at, missing in _half(document.data, ()):
                what = next((str(part) for part in reversed(at) if isinstance(part, str)), document.file)
                yield self.blame(document, at, of_key=True, what=what, language=missing)
        yield from self._texts(sources)

    def _texts(self, sources: Sources) -> Iterator[Problem]:
        known = {
            language: {id_ for table in sources.texts[language] for id_ in table.value.root}
            for language in LANGUAGES
        }
        for language in LANGUAGES:
            for table in sources.texts[language]:
                for id_ in table.value.root:
                    for other in LANGUAGES:
                        if id_ not in known[other]:
                            yield self.blame(table.document, (id_,), of_key=True, what=id_, language=other)


def _half(data: Any, at: Place) -> Iterator[tuple[Place, str]]:  # noqa: ANN401 - YAML
    """Yield every mapping that has some languages and not all."""
    if isinstance(data, list):
        for number, item in enumerate(data):
            yield from _half(item, (*at, number))
    elif isinstance(data, dict):
        if any(language in data for language in LANGUAGES) and not _has_phrasings(data):
            yield from ((at, language) for language in LANGUAGES if not data.get(language))
        for key, item in data.items():
            yield from _half(item, (*at, key))


def _has_phrasings(data: dict[str, Any]) -> bool:
    """Tell whether a mapping holds lists of phrasings: one language may have more of them, or none."""
    return any(isinstance(data.get(language), list) for language in LANGUAGES)
