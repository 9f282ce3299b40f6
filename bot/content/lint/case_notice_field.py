"""Rule `case-notice-field`."""

import re
from collections.abc import Iterator

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.problems import ByLanguage, Problem, filled, nearest, worded
from bot.content.sources import Sources
from bot.engine.life import FIELDS, FIELDS_OF, Step

_FIELD = re.compile(r"\{([^{}]*)\}")
_NEVER_GIVEN = worded(
    ar="الحقل «{field}» لا يُطلب في هذه الخطوة: أضفه إلى needs أو may، أو احذفه من الإشعار.",
    en="The step does not ask for “{field}”: add it to needs or may, or take it out of the notice.",
)
_UNSAID = worded(
    ar="تطلب الخطوة «{field}» ليقرأه صاحب الطلب، ولا يذكره الإشعار.",
    en="The step asks for “{field}”, which the person is to read, and the notice does not say it.",
)


class CaseNoticeField(Rule):
    """A notice of a case says what its step asks for, and nothing that it does not know.

    `{reference}`, `{name}`, `{short_name}` and `{people}` are always there; `{items}` where items are
    returned; `{reason}`, `{still}`, `{service}` and `{on}` where the step needs them. A refusal whose reason
    was asked for and not said would leave the person without one.

    ```yaml
    needs: [reason]
    tells: {en: "Refused: {resaon}"}   # did you mean reason?
    ```
    """

    name = "case-notice-field"
    message = worded(
        ar="لا يوجد حقل اسمه «{field}».",
        en="There is no field “{field}”.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        for written in sources.lives:
            for at, step in enumerate(written.value.steps):
                for language, text in (step.tells or {}).items():
                    place = ("steps", at, "tells", language)
                    for field, message in _wrong(step, text):
                        if message is None:
                            hint = nearest(field, FIELDS)
                            yield self.blame(written.document, place, field=field, hint=hint)
                        else:
                            words = filled(message, field=field)
                            yield written.document.problem(self.name, words, place)


def _wrong(step: Step, text: str) -> Iterator[tuple[str, ByLanguage | None]]:
    said = set(_FIELD.findall(text))
    if "{" in _FIELD.sub("", text) or "}" in _FIELD.sub("", text):
        yield "{…", None
    given = {FIELDS_OF[need] for need in (*step.needs, *step.may) if need in FIELDS_OF}
    given |= {"items"} if step.guard == "some-to-correct" else set()
    asked = {*FIELDS_OF.values(), "items"}
    for field in sorted(said):
        if field not in FIELDS:
            yield field, None
        elif field in asked - given:
            yield field, _NEVER_GIVEN
    for field in sorted(given - said):
        yield field, _UNSAID
