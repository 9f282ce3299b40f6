"""Step type `pledge`."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Literal

from rapidfuzz import fuzz
from typing_extensions import override

from bot.engine.effects import Pledge
from bot.engine.reading import nothing_but_yes_or_no, plain
from bot.engine.steps.files import as_json
from bot.engine.steps.name import LONGEST, NameStep, read_name
from bot.engine.steps.step import AskingStep, ByLanguage, Outcome, Prompt, Refused, Scene, Taken
from bot.engine.steps.written import button, misfit, picked, question, voice_of, worded
from bot.messages import Ask, AskKind, Attachment, Inbound

READ_OUT = "read-out"  # value of the button
_NO_START = re.compile(r"\s*(?:لا|ما|مو|مب|مش|لن|لست)\s")


class PledgeStep(AskingStep):
    """A text to agree to: by typing one's name, by a voice note, or by having it read out.

    The exact text, the way and the time are kept. A typed name must be the one given in the flow, if there is
    one. Whoever presses "read it to me" goes on; the pledge then has no witness yet, and staff complete it
    on the page of the case, never in the chat.

    ```yaml
    id: pledge
    type: pledge
    ask: {ar: للموافقة اكتب اسمك الكامل., en: To agree type your full name.}
    text: {ar: أقرّ بصحة بياناتي., en: I confirm that my data is right.}
    ```

    `نورة القحطاني` gives `{"text": "أقرّ بصحة بياناتي.", "method": "typed-name",
    "at": "2026-01-01T09:00:00+00:00", "name": "نورة القحطاني"}`.
    """

    type: Literal["pledge"]
    text: ByLanguage

    asks: ClassVar[AskKind] = "pledge"

    @override
    def prompt(self, scene: Scene, value: object = None) -> Prompt:
        text = f"«{worded(self.text, scene)}»\n\n{question(self, scene)}"
        read_out = button(self, READ_OUT, scene.say("step.pledge.read_out"))
        return Prompt(text=text, ask=Ask(kind="pledge", step=self.id), buttons=(read_out,))

    @override
    def take(self, inbound: Inbound, scene: Scene, value: object = None) -> Outcome:
        if voice := voice_of(inbound):
            agreed = self._agreed(scene, "voice", voice=as_json(voice))
            return Taken(value=agreed, note=scene.say("step.pledge.voice_kept"), attachments=(voice,))
        if picked(self, inbound) == READ_OUT:
            return Taken(value=self._agreed(scene, "read-out"), note=scene.say("step.pledge.will_be_read"))
        return misfit(inbound, scene) or self._signed(inbound.text, scene)

    def _signed(self, text: str, scene: Scene) -> Outcome:
        if nothing_but_yes_or_no(text) is False or _NO_START.match(text):
            return Refused(text=scene.say("step.pledge.declined"))
        name = read_name(text)
        if name is None or len(name) > LONGEST:
            return Refused(text=scene.say("step.pledge.name"))
        given = _given_name(scene)
        if given and not _same_person(name, given):
            return Refused(text=scene.say("step.pledge.other_name", name=given))
        return Taken(value=self._agreed(scene, "typed-name", name=name))

    def _agreed(self, scene: Scene, method: str, **how: object) -> dict[str, object]:
        return {"text": worded(self.text, scene), "method": method, "at": scene.now.isoformat(), **how}

    @override
    def show(self, value: Any, scene: Scene) -> str:
        return scene.say(f"step.pledge.shown.{value['method']}", name=value.get("name", ""))


def _given_name(scene: Scene) -> str:
    """Return the name that the person typed earlier in the flow; empty if none or if it was spoken."""
    given = [scene.answers.get(step.id) for step in scene.steps if isinstance(step, NameStep)]
    return next((name for name in given if isinstance(name, str)), "")


def _same_person(typed: str, given: str) -> bool:
    """Tell whether two names share a word, give or take a letter; other scripts cannot be compared."""
    mine, theirs = plain(typed), plain(given)
    if mine.isascii() != theirs.isascii():
        return True
    return any(
        fuzz.ratio(word, other) >= 80 for word in mine.split() for other in theirs.split() if len(word) > 2
    )


def pledge_of(value: Mapping[str, Any]) -> Pledge:
    """Return the pledge that an answer holds."""
    return Pledge(
        text=value["text"],
        method=value["method"],
        at=datetime.fromisoformat(value["at"]),
        name=value.get("name", ""),
        voice=Attachment(**value["voice"]) if value.get("voice") else None,
    )
