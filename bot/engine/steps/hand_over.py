"""Step type `hand_over`."""

from typing import Literal

from typing_extensions import override

from bot.engine.effects import HandOff, HandoffReason
from bot.engine.steps.files import files_in
from bot.engine.steps.step import Acted, ActingStep, ByLanguage, Scene
from bot.engine.steps.written import worded
from bot.messages import Priority


class HandOverStep(ActingStep):
    """Puts the conversation on the staff's waiting list and ends the flow.

    `say` is told to the person; `note` is a line for staff.

    ```yaml
    id: person
    type: hand_over
    priority: normal
    say: {ar: سيكمل معك أحد موظفينا هنا., en: A member of our staff will go on with you here.}
    note: wants to talk about a request
    ```
    """

    type: Literal["hand_over"]
    reason: HandoffReason = "flow"
    priority: Priority = "normal"
    say: ByLanguage | None = None
    note: str = ""

    @override
    def act(self, scene: Scene) -> Acted:
        effect = HandOff(
            reason=self.reason,
            priority=self.priority,
            attachments=files_in(scene.answers),
            note=self.note or scene.flow,
        )
        return Acted(texts=(worded(self.say, scene),) if self.say else (), effects=(effect,), ends=True)
