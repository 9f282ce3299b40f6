"""Rule `plural-forms`."""

from collections.abc import Iterator, Mapping

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.problems import Problem, worded
from bot.content.sources import Sources
from bot.messages import LANGUAGES, Language

NEEDED: Mapping[Language, tuple[str, ...]] = {
    "ar": ("zero", "one", "two", "few", "many", "other"),
    "en": ("one", "other"),
}


class PluralForms(Rule):
    """A text that counts has every plural form of its language: six in Arabic, two in English.

    ```yaml
    # engine.ar.yaml
    engine.waiting:
      one: أمامك شخص واحد
      other: أمامك {count} شخص     # and for two, for 3 to 10, for 11 to 99?
    ```
    """

    name = "plural-forms"
    message = worded(
        ar="«{id}» تنقصه الصيغ: {forms}.",
        en="“{id}” lacks the forms: {forms}.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        for language in LANGUAGES:
            for table in sources.texts[language]:
                for id_, words in table.value.root.items():
                    missing = [form for form in NEEDED[language] if form not in words]
                    if not isinstance(words, str) and missing:
                        yield self.blame(
                            table.document, (id_,), of_key=True, id=id_, forms=", ".join(missing)
                        )
