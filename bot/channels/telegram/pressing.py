"""Pressed buttons: one message's buttons count once, and only for the person whose chat it is."""

from dataclasses import dataclass, replace

from bot.channels.telegram.arrivals import Arrivals
from bot.channels.telegram.parse import Pressed
from bot.channels.telegram.present import Key
from bot.messages import Inbound

CHOSEN = "chosen"  # data of the button that shows what was chosen
CHOOSE = "org:"  # begins the data of a button that chooses an organisation


@dataclass(frozen=True, kw_only=True)
class Presses:
    """Takes presses of one bot's buttons."""

    arrivals: Arrivals

    async def take(self, number: int, pressed: Pressed) -> None:
        """Take a press, end the waiting of who pressed, and show what was chosen."""
        wire, say = self.arrivals.wire, await self.arrivals.voice(pressed.user, "")
        if pressed.chat != pressed.user:
            await wire.answer(pressed.query, say("telegram.pressed.foreign"), alert=True)
            return
        if pressed.data == CHOSEN:
            await wire.answer(pressed.query, say("telegram.pressed.already"))
            return
        inbound = await self._press(number, pressed)
        if inbound is None:
            await wire.answer(pressed.query)
            return
        fresh = await self.arrivals.take(inbound)
        await wire.answer(pressed.query, "" if fresh else say("telegram.pressed.already"))
        if fresh or pressed.label:
            await wire.show_chosen(pressed.chat, pressed.message, _chosen(pressed, fresh=fresh))

    async def _press(self, number: int, pressed: Pressed) -> Inbound | None:
        """Return the arrival of a press: one message's buttons are pressed once, whichever it is."""
        if pressed.data.startswith(CHOOSE):
            return self._chose(number, pressed)
        organisation = await self.arrivals.choosing.organisation(pressed.user, self.arrivals.id(number))
        if organisation is None:
            return None
        inbound = self.arrivals.made(number, organisation, pressed.user)
        key = f"{self.arrivals.wire.account.id}:{pressed.chat}:press:{pressed.message}"
        return replace(inbound, external_id=key, choice=pressed.data)

    def _chose(self, number: int, pressed: Pressed) -> Inbound | None:
        """Begin with the chosen organisation, with what the person had written if that was a question."""
        organisation = pressed.data.removeprefix(CHOOSE)
        if organisation not in self.arrivals.wire.account.organisations:
            return None
        self.arrivals.choosing.choose(pressed.user, organisation)
        inbound = self.arrivals.made(number, organisation, pressed.user)
        if not pressed.quoted or pressed.quoted.startswith("/"):
            return replace(inbound, choice="menu")
        return replace(inbound, text=pressed.quoted)


def _chosen(pressed: Pressed, *, fresh: bool) -> tuple[tuple[Key, ...], ...]:
    """Return what stands under a message after a press: what was chosen, if we know, and its links."""
    links = tuple((Key(label=label, url=url),) for label, url in pressed.links)
    known = fresh and pressed.label
    return ((Key(label=f"✔️ {pressed.label}", data=CHOSEN),), *links) if known else links
