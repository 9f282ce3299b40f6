"""Step type `name`."""

import re
import unicodedata
from typing import ClassVar, Literal

from typing_extensions import override

from bot.engine.reading import fold_digits, nothing_but_yes_or_no
from bot.engine.steps.step import Outcome, Refused, Scene, Taken
from bot.engine.steps.written import WrittenStep
from bot.messages import AskKind

_LEAD = re.compile(
    r"^(?:(?:أنا|انا)\s+(?:اسمي\s+)?|(?:اسمي|إسمي|الاسم)\s*:?\s+|my name is\s+|name\s*:\s*|i am\s+|i'm\s+)",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_]+(?:[\s.'’ʼ\-]+[^\W\d_]+)*\.?")
LONGEST = 100  # characters
_PICTURES = ("So", "Sk", "Cs", "Cn", "Me")  # emoji and what colours them
_MARKS = re.compile("[\u064b-\u065f\u0670\u0640]")


class NameStep(WrittenStep):
    """A person's name, in any script, or spoken in a voice note. One word is enough; two are suggested.

    ```yaml
    id: full_name
    type: name
    ask: {ar: ما اسمك الكامل؟, en: "What is your full name?"}
    why: {ar: ليُسجَّل الطلب باسمك., en: So that the request is registered in your name.}
    label: {ar: الاسم, en: Name}
    ```

    `اسمي نورة القحطاني` gives `"نورة القحطاني"`.
    """

    type: Literal["name"]

    asks: ClassVar[AskKind] = "name"

    @property
    @override
    def takes_voice(self) -> bool:
        return True

    @override
    def read(self, text: str, scene: Scene) -> Outcome:
        name = read_name(text)
        if name is None:
            digits = any(letter.isdigit() for letter in text)
            return Refused(text=scene.say("step.name.digits" if digits else "step.name.letters"))
        if len(name) > LONGEST:
            return Refused(text=scene.say("step.name.long", count=LONGEST))
        return Taken(value=name, note="" if " " in name else scene.say("step.name.one_word", name=name))


def read_name(text: str) -> str | None:
    """Return the name in a text, with single spaces; None if it holds no name."""
    if nothing_but_yes_or_no(text) is not None:
        return None
    bare = "".join(sign for sign in fold_digits(text) if unicodedata.category(sign) not in _PICTURES)
    name = " ".join(_LEAD.sub("", bare.strip()).split()).strip(" .,،!؛")
    letters = _MARKS.sub("", name)
    return name if len(letters) >= 2 and _NAME.fullmatch(letters) else None
