"""What asking steps share: wording, buttons, voice notes, and the base of those answered in writing."""

from dataclasses import asdict
from typing import ClassVar

from typing_extensions import override

from bot.engine.steps.step import AskingStep, ByLanguage, Outcome, Prompt, Refused, Scene, Taken
from bot.messages import Ask, AskKind, Attachment, Button, Inbound

LONGEST_BUTTON = 64  # bytes of UTF-8, Telegram's limit
LONGEST_READ = 4000  # characters; what is longer is no answer to a question


def worded(texts: ByLanguage, scene: Scene, **fields: str) -> str:
    """Return an author's wording in the person's language, its fields filled.

    Fields: `{name}`, `{short_name}` and `{people}` of the organisation, and those given.
    """
    text = texts.get(scene.language) or next(iter(texts.values()))
    own = scene.organisation
    filled = {"name": own.name, "short_name": own.short_name, "people": own.people}
    # replaced, not formatted: an answer that holds a brace must not break the message
    for field, words in ({key: said[scene.language] for key, said in filled.items()} | fields).items():
        text = text.replace("{" + field + "}", words)
    return text


def question(step: AskingStep, scene: Scene) -> str:
    """Return the step's question and, under it, why it is asked."""
    parts = [step.ask, *([step.why] if step.why else [])]
    return "\n".join(worded(part, scene) for part in parts)


def button_id(step: str, value: str) -> str:
    """Return the id of the button that answers `step` with `value`."""
    return f"pick:{step}:{value}"


def check_buttons(step: str, values: tuple[str, ...]) -> None:
    """Raise ValueError for a value that makes a button's id too long, or that comes twice."""
    for value in values:
        if len(button_id(step, value).encode()) > LONGEST_BUTTON:
            raise ValueError(f"the button {button_id(step, value)!r} is longer than {LONGEST_BUTTON} bytes")
    if len(set(values)) < len(values):
        raise ValueError(f"an option of {step!r} comes twice")


def button(step: AskingStep, value: str, label: str) -> Button:
    """Return a button that answers the step."""
    return Button(id=button_id(step.id, value), label=label)


def picked(step: AskingStep, inbound: Inbound) -> str | None:
    """Return the value of the step's own button, if one was pressed."""
    start = button_id(step.id, "")
    return inbound.choice[len(start) :] if inbound.choice and inbound.choice.startswith(start) else None


def voice_of(inbound: Inbound) -> Attachment | None:
    """Return the message's voice note, if it has one."""
    return next((file for file in inbound.attachments if file.kind == "voice"), None)


def keep_voice(inbound: Inbound, scene: Scene) -> Taken | None:
    """Take a voice note as the answer: nobody has to write."""
    if not (voice := voice_of(inbound)):
        return None
    return Taken(value={"voice": asdict(voice)}, note=scene.say("step.voice.kept"), attachments=(voice,))


def is_voice(value: object) -> bool:
    """Tell whether an answer is a voice note."""
    return isinstance(value, dict) and "voice" in value


def misfit(inbound: Inbound, scene: Scene) -> Refused | None:
    """Say kindly that this kind of message is no answer here; None if there are words to read."""
    if inbound.text.strip():
        return None if len(inbound.text) <= LONGEST_READ else Refused(text=scene.say("step.any.long"))
    if voice_of(inbound):
        return Refused(text=scene.say("step.any.voice"))
    if inbound.attachments:
        return Refused(text=scene.say("step.any.file"))
    return Refused(text=scene.say("step.any.location" if inbound.location else "step.any.words"))


class WrittenStep(AskingStep):
    """A step answered in words or digits: a subclass says how to read them."""

    asks: ClassVar[AskKind]

    @property
    def takes_voice(self) -> bool:
        """Whether a voice note is as good an answer."""
        return False

    @override
    def prompt(self, scene: Scene, value: object = None) -> Prompt:
        return Prompt(text=question(self, scene), ask=Ask(kind=self.asks, step=self.id))

    @override
    def take(self, inbound: Inbound, scene: Scene, value: object = None) -> Outcome:
        if self.takes_voice and (kept := keep_voice(inbound, scene)):
            return kept
        return misfit(inbound, scene) or self.read(inbound.text.strip(), scene)

    def read(self, text: str, scene: Scene) -> Outcome:
        """Read words that are there as an answer."""
        raise NotImplementedError

    @override
    def show(self, value: object, scene: Scene) -> str:
        return scene.say("step.voice.shown") if is_voice(value) else str(value)
