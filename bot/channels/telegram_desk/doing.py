"""Doing what a button or command orders in a topic, and the choices that lead there."""

from dataclasses import dataclass, replace

from bot.channels.telegram_desk import choices, ready
from bot.channels.telegram_desk.acting import Acting, Written
from bot.channels.telegram_desk.ground import Ground
from bot.channels.telegram_desk.needs import Mode
from bot.channels.telegram_desk.oversight import Oversight
from bot.channels.telegram_desk.parse import Order
from bot.channels.telegram_desk.present import Rows
from bot.channels.telegram_desk.watching import Watch
from bot.desk.outcomes import Noted, Outcome, Unknown
from bot.desk.permissions import may
from bot.ports.records import Conversation, Staff, Thread


@dataclass(frozen=True, kw_only=True, slots=True)
class Doing:
    """Carries orders out."""

    ground: Ground

    async def done(self, watch: Watch, acting: Acting, order: Order, message: int) -> Outcome | None:
        """Carry an order out; None if staff were told what is missing for it."""
        return await (
            self._ready(watch, acting, order, message) if order.verb == "canned" else acting.do(order)
        )

    async def choice(self, watch: Watch, chat: Conversation, verb: str, actor: Staff) -> Rows:
        """Return the buttons among which to choose; for other verbs those of the chat's head."""
        match verb:
            case "priority":
                return choices.priorities(watch.speech)
            case "close":
                return choices.reasons(watch.speech)
            case "ask":
                return choices.forms(watch.speech)
            case "pass":
                return await self._takers(watch, actor)
            case "snooze":
                return choices.moments(watch.speech, chat, self.ground.needs.now())
            case "canned":
                return choices.replies(watch.speech, case=await watch.newest_case(chat))
            case _:
                return (await watch.head(chat)).rows

    async def oversee(
        self, watch: Watch, staff: Staff, order: Order, message: int, thread: Thread | None
    ) -> None:
        """Answer what is asked about chats, content and errors."""
        shown: Mode = "mirror" if thread is not None and await watch.mirrors(thread) else "notify"
        speech = replace(watch.speech, mode=shown)
        oversight = Oversight(needs=self.ground.needs, whose=watch.whose, speech=speech)
        text = await oversight.answer(staff, order, thread)
        if text:
            await watch.say(text, topic=thread.number if thread else None, answers=message)

    async def _takers(self, watch: Watch, actor: Staff) -> Rows:
        store = self.ground.needs.store
        accounts = await store.write(lambda tx: tx.staff.list())
        teams = await store.write(lambda tx: tx.teams.all(watch.organisation))
        able = [one for one in accounts if may(one, watch.organisation, "reply") and one.id != actor.id]
        return choices.takers(watch.speech, able, dict.fromkeys(team for team, _ in teams))

    async def _ready(self, watch: Watch, acting: Acting, order: Order, message: int) -> Outcome | None:
        """Send a ready reply, where the talk is mirrored; ask for the fields that it needs."""
        chat = await self.ground.chat(acting.thread)
        name, values = ready.split(order.rest)
        if not await watch.mirrors(acting.thread) or name not in ready.titles(watch.speech):
            return Unknown()
        case = await watch.newest_case(chat)
        text = ready.filled(watch.speech, name, chat.language, case=case, values=values)
        if text is None:
            return await self._missing(watch, acting, name, case=case)
        key = f"canned:{name}:{chat.last_line}:{' '.join(values)}"[:100]
        outcome = await acting.reply(Written(message=message, text=text, force=True), key=key)
        if isinstance(outcome, Noted):
            await watch.say(f"💬 {text}", topic=acting.thread.number)
        return outcome

    async def _missing(self, watch: Watch, acting: Acting, name: str, *, case: str) -> Outcome | None:
        wanted = ready.wanted(watch.speech, name)
        if not wanted or not ready.usable(watch.speech, name, case=case):
            return Unknown()
        form = f" {ready.SEPARATOR} ".join(wanted)
        text = watch.speech.say("choose.fields", form=f"/canned {name} {form}")
        await watch.say(text, topic=acting.thread.number)
        return None
