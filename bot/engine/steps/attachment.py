"""Step type `attachment`."""

from fnmatch import fnmatchcase
from typing import Any, Literal

from pydantic import Field
from typing_extensions import override

from bot.engine.reading import yes_or_no
from bot.engine.steps.done import DONE, says_done
from bot.engine.steps.files import as_json, files_of
from bot.engine.steps.step import AskingStep, Outcome, Prompt, Refused, Scene, Stay, Taken
from bot.engine.steps.written import button, misfit, picked, question
from bot.messages import Ask, Attachment, Button, Inbound

CLEAR = "clear"  # value of the button that takes all files out again


class AttachmentStep(AskingStep):
    """Photos or documents, one or several, until the person says that this is all.

    The type is read from the file's content. `accept` lists media types (`image/*` for all pictures),
    `megabytes` bounds each file, `minimum` and `maximum` bound how many. The value is a list of files.

    ```yaml
    id: papers
    type: attachment
    ask: {ar: هل لديك ما تود إرفاقه؟, en: "Is there anything you would like to attach?"}
    minimum: 0
    maximum: 3
    ```

    `تم` gives `[]`.
    """

    type: Literal["attachment"]
    accept: tuple[str, ...] = ("image/*", "application/pdf")
    megabytes: int = Field(default=10, ge=1)
    minimum: int = Field(default=1, ge=0)
    maximum: int = Field(default=5, ge=1)

    @override
    def prompt(self, scene: Scene, value: object = None) -> Prompt:
        ask = Ask(kind="attachment", step=self.id, accept=self.accept, max_bytes=self.megabytes * 2**20)
        return Prompt(text=question(self, scene), ask=ask, buttons=self._buttons(len(files_of(value)), scene))

    def _buttons(self, count: int, scene: Scene) -> tuple[Button, ...]:
        done = button(self, DONE, scene.say("step.done"))
        clear = button(self, CLEAR, scene.say("step.attachment.clear"))
        return (*((done,) if count >= self.minimum else ()), *((clear,) if count else ()))

    @override
    def take(self, inbound: Inbound, scene: Scene, value: object = None) -> Outcome:
        kept, pressed = files_of(value), picked(self, inbound)
        if pressed == CLEAR:
            return Stay(value=[], note=scene.say("step.attachment.cleared"))
        if new := tuple(file for file in inbound.attachments if file.kind != "voice" or self._accepted(file)):
            return self._add(kept, new, scene)
        if pressed == DONE or self._says_done(inbound.text):
            return self._finish(kept, scene)
        return (not inbound.text.strip() and misfit(inbound, scene)) or Refused(
            text=scene.say("step.attachment.words")
        )

    def _says_done(self, text: str) -> bool:
        return says_done(text) or yes_or_no(text) is False  # "no, that is all"

    def _finish(self, kept: tuple[Attachment, ...], scene: Scene) -> Outcome:
        if len(kept) < self.minimum:
            return Refused(text=scene.say("step.attachment.few", count=self.minimum))
        return self._taken(kept)

    def _taken(self, files: tuple[Attachment, ...], note: str = "") -> Taken:
        return Taken(value=[as_json(file) for file in files], note=note, attachments=files)

    def _add(self, kept: tuple[Attachment, ...], new: tuple[Attachment, ...], scene: Scene) -> Outcome:
        troubles = [trouble for file in new if (trouble := self._trouble(file, scene))]
        good = [file for file in new if not self._trouble(file, scene)]
        files = tuple(dict.fromkeys((*kept, *good)))
        if len(files) > self.maximum:
            troubles.append(scene.say("step.attachment.many", count=self.maximum))
        if not good:
            return Refused(text="\n".join(dict.fromkeys(troubles)))
        return self._kept(files[: self.maximum], troubles, scene)

    def _kept(self, files: tuple[Attachment, ...], troubles: list[str], scene: Scene) -> Outcome:
        note = "\n".join(dict.fromkeys((scene.say("step.attachment.kept", count=len(files)), *troubles)))
        if len(files) == self.maximum:
            return self._taken(files, note)
        return Stay(value=[as_json(file) for file in files], note=note)

    def _trouble(self, file: Attachment, scene: Scene) -> str | None:
        if not self._accepted(file):
            return scene.say("step.attachment.type")
        if file.size > self.megabytes * 2**20:
            return scene.say("step.attachment.size", megabytes=self.megabytes)
        return scene.say("step.attachment.empty") if file.size <= 0 else None

    def _accepted(self, file: Attachment) -> bool:
        return any(fnmatchcase(file.media_type, pattern) for pattern in self.accept)

    @override
    def show(self, value: Any, scene: Scene) -> str:
        count = len(files_of(value))
        return scene.say("step.attachment.shown", count=count) if count else scene.say("step.nothing")
