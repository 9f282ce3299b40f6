"""Plays a desk conversation: what the person and staff do, and what each of them must see."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from bot.desk.teams import set_team
from bot.messages import Location
from bot.ports.channel import Rejected
from bot.ports.places import place as branch_of
from bot.practice.telegram.limits import Rates
from tests.channels.telegram.house import OWN
from tests.channels.telegram.play import JPEG, OGG, PDF
from tests.channels.telegram_desk.office import (
    BRANCH,
    GROUP,
    OF_BRANCH,
    OMAR,
    SARA,
    STRANGER,
    TOKEN,
    Mistake,
    Office,
)
from tests.worker.world import ORG

USERS = {"sara": SARA, "omar": OMAR, "stranger": STRANGER}
FILES: dict[str, bytes] = {"photo": JPEG, "document": PDF, "voice": OGG}
_POINT: dict[str, Any] = {"latitude": 18.2164, "longitude": 42.5053}
SHARED: dict[str, dict[str, Any]] = {
    "location": {"location": _POINT},
    "venue": {
        "location": _POINT,
        "venue": {"location": _POINT, "title": "مقر الجمعية", "address": "أبها، حي المنسك"},
    },
    "contact": {
        "contact": {"phone_number": "+966512345678", "first_name": "الباحثة", "last_name": "المناوبة"}
    },
}
Step = Callable[[Any], Awaitable[None]]
STEPS = (
    "person", "told", "told_never", "told_once", "both", "topic", "topic_never", "gone", "group", "head",
    "buttons", "answered", "one_wins", "sign", "chat", "notes", "fail", "closed", "topics", "no_topics",
    "private", "group_once", "kinds", "sent",
    "wait", "branch", "group_of", "limits", "console", "case", "files", "asked", "repeat", "refused",
    "rights", "silent", "calm", "summary", "mistakes", "reloaded", "rejected",
)  # fmt: skip


class Player:
    """One person, and the staff in their group."""

    def __init__(self, office: Office) -> None:
        self.office, self.practice = office, office.practice
        self.topic = 0
        self.message = 0  # last message of staff
        self.presses: dict[str, str] = {}
        self.steps: dict[str, Step] = {name: getattr(self, f"_{name}") for name in STEPS}

    async def begin(self, case: dict[str, Any]) -> None:
        world = self.office.world
        for name, role in case.get("staff", {"sara": "researcher"}).items():
            await self.office.member(USERS[name], name, role)
        for name, branch in case.get("represents", {}).items():
            await world.write(lambda tx, n=name, b=branch: tx.staff.set_role(n, ORG, "researcher", branch=b))  # type: ignore[misc]
        for name, team in case.get("teams", {}).items():
            await world.write(lambda tx, n=name, t=team: set_team(tx, n, t, now=world.clock()))  # type: ignore[misc]

    async def play(self, steps: list[dict[str, Any]]) -> None:
        for number, step in enumerate(steps, start=1):
            for name, value in step.items():
                try:
                    await (self._act(name, value) if name in USERS else self.steps[name](value))
                except (AssertionError, TimeoutError) as error:
                    seen = "\n".join(f"{m.get('message_thread_id')}: {_text(m)}" for m in self.office.seen())
                    sent = self.office.world.channel.texts[-5:]
                    raise AssertionError(f"step {number} {name}: {error}\n{seen}\nperson: {sent}") from error

    # -- what they do

    async def _person(self, what: Any) -> None:
        given = {"text": what} if isinstance(what, str) else dict(what)
        if (button := given.get("choice", "")).endswith(":*"):
            shown = [each.id for sent in self.office.world.channel.sent for each in sent.message.buttons]
            given["choice"] = next(each for each in reversed(shown) if each.startswith(button[:-1]))
        if point := given.pop("location", None):
            given["location"] = Location(latitude=float(point[0]), longitude=float(point[1]))
        if kind := given.pop("file", None):
            file = await self.office.world.files.put(FILES[kind], name=f"{kind}.bin")
            given["attachments"] = (file,)
        self.office.world.clock.pass_(seconds=1)
        await self.office.world.hear(given.pop("text", ""), **given)
        if topics := self.practice.topics(self.office.group):
            self.topic = int(topics[-1]["id"])

    async def _act(self, name: str, what: dict[str, Any]) -> None:
        user, topic = USERS[name], None if what.get("in") == "general" else await self._place()
        if "press" in what:
            await self._press(name, what)
        elif "edit" in what:
            if "of" in what:
                self.message = self._written(what["of"])
            self.practice.edit_in_group(self.office.group, self.message, what["edit"])
        elif "shut" in what:
            self.practice.shut_topic(user, self.office.group, await self._place())
        elif "remove" in what:
            self.practice.remove_topic(self.office.group, await self._place())
        elif "shares" in what:
            self.message = self.practice.send_other(
                user, TOKEN, SHARED[what["shares"]], group=self.office.group, topic=topic
            )
        elif "file" in what:
            data, caption = FILES[what["file"]], what.get("caption", "")
            self.message = self.practice.send_file(
                user,
                TOKEN,
                data,
                name="answer.pdf",
                kind=what["file"],
                caption=caption,
                group=self.office.group,
                topic=topic,
                size=int(what["bytes"]) if "bytes" in what else None,  # as Telegram tells them
            )
        else:
            self.message = self.office.say(user, what["write"], topic)
        await self._taken()

    def _written(self, text: str) -> int:
        """Return the number of a message of staff."""
        room = self.practice.world.rooms[0, self.office.group]
        return next(n for n, message in room.messages.items() if message.get("text") == text)

    async def _press(self, name: str, what: dict[str, Any]) -> None:
        """Press a button once it is there."""
        button, place = what["press"], await self._place()
        shown = await self.office.until(lambda: self._with(button, place))
        number = shown[-1]["message_id"]
        press = self.practice.press(USERS[name], TOKEN, number, button, group=self.office.group)
        self.presses = {name: press}
        await self.office.answered(press)

    def _with(self, button: str, topic: int) -> list[Any]:
        seen = self.office.seen(topic)
        return [one for one in seen if f"'{button}'" in str(one.get("reply_markup", ""))]

    async def _both(self, button: str) -> None:
        place = await self._place()
        number = (await self.office.until(lambda: self._with(button, place)))[-1]["message_id"]
        self.presses = {
            name: self.practice.press(user, TOKEN, number, button, group=self.office.group)
            for name, user in USERS.items()
            if name != "stranger"
        }

    async def _console(self, what: dict[str, str]) -> None:
        """Let somebody act outside Telegram."""
        from bot.desk import holding

        world, chat = self.office.world, (await self.office.world.conversation()).id
        (name, act), *_ = what.items()
        member = await world.write(lambda tx: tx.staff.get(name))
        assert member is not None
        acts: dict[str, Callable[..., Any]] = {"claim": holding.claim, "return": holding.return_to_bot}
        await world.at_desk(member, lambda desk: acts[act](desk, chat))

    async def _fail(self, given: dict[str, Any]) -> None:
        token = {"person": OWN, "desk": TOKEN}.get(given.get("of", ""))
        self.practice.fail(
            given["kind"], method=given["method"], times=int(given.get("times", 1)), token=token
        )

    async def _limits(self, given: dict[str, Any]) -> None:
        self.practice.limits(Rates(group=int(given["group"]), group_seconds=float(given["seconds"])))

    async def _rights(self, what: str) -> None:
        """Put the desk's bot out of the group (`none`), or make it an administrator again (`all`)."""
        if what == "none":
            self.practice.remove_from_group(TOKEN, self.office.group, by=SARA)
        else:
            self.practice.add_to_group(TOKEN, self.office.group, by=SARA)

    async def _wait(self, span: dict[str, Any]) -> None:
        self.office.world.clock.pass_(**{unit: float(number) for unit, number in span.items()})

    async def _branch(self, name: str) -> None:
        """Give the chat to a branch, or to the whole organisation."""
        row, given = await self.office.world.conversation(), None if name == "none" else branch_of(ORG, name)
        await self.office.world.write(lambda tx: tx.conversations.set_place(ORG, row.id, given))

    async def _group_of(self, whose: str) -> None:
        """Go over to the group of the branch, or to that of all."""
        self.office.group = {BRANCH: OF_BRANCH, "all": GROUP}[whose]

    async def _repeat(self, last: Any) -> None:
        self.practice.repeat(TOKEN, last=int(last))
        await self._taken()

    # -- what they see

    async def _told(self, wanted: list[str]) -> None:
        for words in wanted:
            await self.office.to_person(words)

    async def _told_never(self, unwanted: list[str]) -> None:
        await self.office.world.sent()
        said = "\n".join(self.office.world.channel.texts)
        assert not [words for words in unwanted if words in said]

    async def _told_once(self, words: str) -> None:
        await self.office.world.sent()
        assert self.office.world.channel.texts.count(words) == 1

    async def _topic(self, wanted: list[str]) -> None:
        place = await self._place()
        for words in wanted:
            await self.office.shows(words, place)

    async def _topic_never(self, unwanted: list[str]) -> None:
        everything = "\n".join(self.office.texts())
        assert not [words for words in unwanted if words in everything]

    async def _gone(self, words: list[str]) -> None:
        """What stood in the group and does not any more."""
        await self.office.until(
            lambda: not [each for each in words if each in "\n".join(self.office.texts())]
        )

    async def _group(self, wanted: list[str]) -> None:
        for words in wanted:
            await self.office.shows(words)

    async def _group_once(self, wanted: list[str]) -> None:
        everything = "\n".join(self.office.texts())
        assert [everything.count(words) for words in wanted] == [1] * len(wanted)

    async def _head(self, wanted: list[str]) -> None:
        place = await self._place()
        await self.office.until(lambda: all(w in self.office.head(place)["text"] for w in wanted))

    async def _buttons(self, wanted: list[str]) -> None:
        place = await self._place()
        for button in wanted:
            await self.office.until(lambda b=button: self._with(b, place))  # type: ignore[misc]

    async def _answered(self, text: str) -> None:
        (press,) = self.presses.values()
        assert text in ((await self.office.answered(press))["text"] or "")

    async def _one_wins(self, words: str) -> None:
        told = {name: (await self.office.answered(p))["text"] or "" for name, p in self.presses.items()}
        chat = await self.office.stored(lambda chat: chat.owner == "staff")
        for name, text in told.items():
            assert (text == "") if name == chat.holder else (words in text), told

    async def _sign(self, sign: str) -> None:
        def there() -> bool:
            calls = self.practice.calls(TOKEN, "setMessageReaction")
            made = [(c.parameters["message_id"], c.parameters["reaction"][0]["emoji"]) for c in calls]
            return (self.message, sign) in made

        await self._until_sent(there)

    async def _chat(self, wanted: dict[str, Any]) -> None:
        for name, value in wanted.items():
            given = None if value == "none" else value
            await self.office.stored(lambda chat, n=name, v=given: getattr(chat, n) == v)  # type: ignore[misc]

    async def _notes(self, wanted: list[str]) -> None:
        lines = await self.office.world.lines()
        assert [line.text for line in lines if line.direction == "note"] == wanted

    async def _asked(self, wanted: list[str]) -> None:
        chat = await self.office.world.conversation()
        place = (chat.address.organisation, chat.id)
        found = await self.office.world.write(lambda tx: tx.asked.of_conversation(*place))
        assert [each.status for each in found] == wanted

    async def _closed(self, wanted: str) -> None:
        place = await self._place()
        shut = wanted == "yes"
        await self.office.until(
            lambda: any(
                t["id"] == place and t["closed"] == shut for t in self.practice.topics(self.office.group)
            )
        )

    async def _topics(self, wanted: str) -> None:
        assert len(self.practice.topics(self.office.group)) == int(wanted)

    async def _no_topics(self, _: object) -> None:
        """Until the last one has gone."""
        await self.office.until(lambda: not self.practice.topics(self.office.group))

    async def _private(self, wanted: dict[str, str]) -> None:
        for name, words in wanted.items():
            seen = USERS[name], TOKEN
            await self.office.until(
                lambda s=seen, w=words: any(w in m["text"] for m in self.practice.seen(*s))  # type: ignore[misc]
            )

    async def _case(self, reference: str) -> None:
        place = await self._place()
        await self.office.until(lambda: reference in self.office.head(place)["text"])

    async def _files(self, wanted: str) -> None:
        place = await self._place()
        count = int(wanted)
        await self.office.until(
            lambda: sum("document" in m or "photo" in m for m in self.office.seen(place)) == count
        )

    async def _kinds(self, wanted: list[str]) -> None:
        """What files the desk showed in the topic, in their order."""
        place, known = await self._place(), ("voice", "photo", "document", "video")

        def there() -> bool:
            shown = [kind for one in self.office.seen(place) for kind in known if kind in one]
            return shown == wanted

        await self.office.until(there)

    async def _sent(self, wanted: list[str]) -> None:
        """What files the last message to the person has."""
        last = self.office.world.channel.sent[-1].message
        assert [file.kind for file in last.attachments] == wanted

    async def _refused(self, wanted: str) -> None:
        """How many calls the fake refused because there were too many."""
        made = [call for call in self.practice.calls(TOKEN) if call.code == 429]
        assert len(made) == int(wanted)

    async def _silent(self, wanted: list[str]) -> None:
        """Whether each head came without a sound, in their order."""

        def there() -> bool:
            sent = self.practice.calls(TOKEN, "sendMessage")
            heads = [call.parameters for call in sent if call.parameters.get("reply_markup")]
            return ["yes" if each.get("disable_notification") else "no" for each in heads] == wanted

        await self.office.until(there)

    async def _calm(self, _: object) -> None:
        """The desk looks, and calls nobody."""
        for watch in self.office.desk._watches.values():
            await self.office.desk._look(watch)
        called = [text for text in self.office.texts() if "🔴 تأخرنا" in text or "⏰" in text]
        assert not called, called

    async def _summary(self, wanted: list[str]) -> None:
        """The desk writes its summary."""
        for watch in self.office.desk._watches.values():
            await self.office.desk.sum_up(watch)
        await self._group(wanted)

    async def _mistakes(self, words: list[str]) -> None:
        """Let the authors' last change have mistakes."""
        problems = tuple(Mistake(each) for each in words)
        self.office.standings.append(replace(self.office.standings[-1], problems=problems))

    async def _reloaded(self, wanted: str) -> None:
        assert len(self.office.reloads) == int(wanted)

    async def _rejected(self, words: str) -> None:
        """Let the person's platform refuse the next message for good."""
        self.office.world.channel.failures.append(Rejected(words))

    # -- inside

    async def _place(self) -> int:
        """Return the chat's topic once it is there."""
        topics = await self.office.until(lambda: self.practice.topics(self.office.group))
        self.topic = int(topics[-1]["id"])
        await self.office.until(lambda: self.office.seen(self.topic))
        return self.topic

    async def _taken(self) -> None:
        """Wait until the desk has taken what staff did."""
        await self.office.until(lambda: not self.practice.waiting(TOKEN))

    async def _until_sent(self, true: Callable[[], bool]) -> None:
        async def look() -> bool:
            await self.office.world.sent()
            return true()

        for _ in range(200):
            if await look():
                return
            await self.practice.world.changed(0.05)
        raise AssertionError("not seen")


def _text(message: dict[str, Any]) -> str:
    keys = [
        b.get("callback_data") for r in message.get("reply_markup", {}).get("inline_keyboard", ()) for b in r
    ]
    return f"{message.get('text') or message.get('caption', '')} {keys}"
