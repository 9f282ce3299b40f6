"""Rule `same-text-fields`."""

import re
from collections.abc import Iterator

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.problems import Problem, worded
from bot.content.shapes import Wording
from bot.content.sources import Sources

_FIELD = re.compile(r"\{([a-z_]*)\}")


class SameTextFields(Rule):
    """An interface text has the same fields in both languages, and its braces are closed.

    A field that only one language has was mostly forgotten, or misspelt, in the other; at run time it would
    be an error in the middle of a conversation.

    ```yaml
    # engine.ar.yaml                       # engine.en.yaml
    engine.waiting: عددهم قبلك {count}       engine.waiting: "{cuont} before you"
    ```
    """

    name = "same-text-fields"
    message = worded(
        ar="«{id}»: الحقول هنا {here} وفي اللغة الأخرى {there}.",
        en="“{id}”: the fields here are {here} and in the other language {there}.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        arabic = {
            id_: _fields(words) for table in sources.texts["ar"] for id_, words in table.value.root.items()
        }
        for table in sources.texts["en"]:
            for id_, words in table.value.root.items():
                here, there = _fields(words), arabic.get(id_)
                if there is not None and here != there:
                    yield self.blame(
                        table.document, (id_,), of_key=True, id=id_, here=_listed(here), there=_listed(there)
                    )


def _fields(words: Wording) -> set[str]:
    """Return the fields of a text; a form of a plural may leave the number out, which is said in words."""
    forms = [words] if isinstance(words, str) else list(words.values())
    found = {field for form in forms for field in _FIELD.findall(form)}
    unread = any("{" in _FIELD.sub("", form) or "}" in _FIELD.sub("", form) for form in forms)
    return (found - {"count"} if len(forms) > 1 else found) | ({"{…"} if unread else set())


def _listed(fields: set[str]) -> str:
    return ", ".join(sorted(fields)) or "—"
