"""Rule `same-form`."""

from collections.abc import Iterator

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.problems import Problem, worded
from bot.content.reading import Place
from bot.content.sources import Sources
from bot.matching import normalise
from bot.matching.resources import Lexicon


class SameForm(Rule):
    """A form of knowledge/lexicon.yaml is rewritten to one word.

    Of two only the first would be used, and nobody would see why the second changes nothing.

    ```yaml
    blocks:
      when: {entries: {متى: [امتى]}}
      how: {entries: {كيف: [إمتى]}}    # the same form, with its hamza
    ```
    """

    name = "same-form"
    message = worded(
        ar="«{form}» صيغة لكلمة «{first}» من قبل، فلا تكون لكلمة «{word}» أيضًا.",
        en="“{form}” is a form of “{first}” already, and cannot be one of “{word}” as well.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        document = sources.resource_documents.get("lexicon")
        if document is None:
            return
        first: dict[str, str] = {}
        for at, word, form in _forms(sources.resources.lexicon):
            known = first.setdefault(normalise(form), word)
            if normalise(known) != normalise(word):
                yield self.blame(document, at, form=form, first=known, word=word)


def _forms(lexicon: Lexicon) -> Iterator[tuple[Place, str, str]]:
    """Yield place, the word it is rewritten to, and the form, of every form; a word is one of itself."""
    for name, block in lexicon.blocks.items():
        for word, forms in block.entries.items():
            yield ("blocks", name, "entries", word), word, word
            for number, form in enumerate(forms):
                yield ("blocks", name, "entries", word, number), word, form
