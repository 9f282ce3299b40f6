"""What staff see in the group. Pure; plain text only, so that nobody's words can be markup."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.channels.telegram_desk.needs import Mode
from bot.desk.asking import question
from bot.engine.content import Content
from bot.messages import Attachment, Language, Priority
from bot.people.masking import mask
from bot.ports.records import Conversation, Line

LONGEST = 4000  # characters of a message, under Telegram's 4096
TITLE = 128  # characters of a topic's name
PRIORITIES: tuple[Priority, ...] = ("urgent", "high", "normal", "low")
MARK: Mapping[Priority, str] = {"urgent": "🔴", "high": "🟠", "normal": "🟢", "low": "⚪"}
TEAM = "team:"  # begins what a chat is passed to if that is a team
_FIRST, _LAST = "\u2068", "\u2069"  # first strong isolate … end: a number does not turn the line around

Key = tuple[str, str]  # label, data or address
Rows = tuple[tuple[Key, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """A message with buttons."""

    text: str
    rows: Rows = ()

    @property
    def hash(self) -> str:
        """What tells whether it has changed."""
        return hashlib.sha256(repr((self.text, self.rows)).encode()).hexdigest()[:32]


@dataclass(frozen=True, kw_only=True, slots=True)
class Speech:
    """How the desk speaks of one organisation."""

    content: Content
    language: Language
    mode: Mode
    console: str | None = None

    def say(self, key: str, **fields: object) -> str:
        """Return a text of the desk."""
        return self.content.texts(self.language, f"desk.{key}", **fields)

    def shared(self, key: str, otherwise: str = "") -> str:
        """Return a text that the console has too."""
        tables = self.content.texts.tables[self.language]
        full = f"console.{key}"
        return self.content.texts(self.language, full) if full in tables else otherwise

    @property
    def name(self) -> str:
        """The organisation's short name."""
        return self.content.organisation.short_name[self.language]

    def clock(self, at: datetime) -> str:
        """Return a time of day where the organisation is."""
        return apart(at.astimezone(ZoneInfo(self.content.timezone)).strftime("%Y-%m-%d %H:%M"))

    def team(self, team: str) -> str:
        """Return a team's name: as worded for staff, else as it was given."""
        return self.shared(f"team.{team}", team)

    def link(self, chat: Conversation) -> str | None:
        """Return the chat's page of the console."""
        return f"{self.console}/console/chat/{chat.address.organisation}/{chat.id}" if self.console else None


def apart(text: str) -> str:
    """Return a text whose direction touches nothing around it."""
    return f"{_FIRST}{text}{_LAST}"


def about(chat: Conversation, speech: Speech) -> str:
    """Return what the chat is about, in words."""
    if chat.danger is not None:
        return speech.shared(f"danger.{chat.danger}", chat.danger)
    topic = speech.content.topics.get(chat.topic or "")
    return topic.title[speech.language] if topic else speech.say("untitled", code=apart(chat.id[:4]))


def title(chat: Conversation, speech: Speech) -> str:
    """Return the topic's name."""
    return f"{MARK[chat.priority]} {speech.name} · {about(chat, speech)}"[:TITLE].rstrip()


def card(chat: Conversation, speech: Speech, *, holder: str, case: str, asked: str = "") -> Card:
    """Return the head of a chat's topic: all that is known, and what may be done now."""
    facts = [
        speech.say(f"state.{chat.owner}", name=apart(holder or speech.shared("somebody"))),
        speech.say("fact.organisation", value=speech.name),
        speech.say("fact.about", value=about(chat, speech)),
    ]
    if chat.reason:
        facts.append(speech.say("fact.reason", value=speech.shared(f"reason.{chat.reason}", chat.reason)))
    facts.append(speech.say("fact.priority", value=priority(chat.priority, speech)))
    facts.append(speech.say("fact.language", value=speech.shared(f"language.{chat.language}")))
    if case:
        facts.append(speech.say("fact.case", value=apart(case)))
    if chat.waiting_since is not None and not chat.snooze:
        facts.append(speech.say("fact.waiting", value=speech.clock(chat.waiting_since)))
    if chat.snooze and chat.snoozed_until:
        facts.append(speech.say(f"fact.snooze.{chat.snooze}", value=speech.clock(chat.snoozed_until)))
    if chat.team:
        facts.append(speech.say("fact.team", value=speech.team(chat.team)))
    if asked:
        facts.append(speech.say("fact.asked", value=asked))
    if speech.mode == "notify" and chat.owner != "bot":
        facts.append(speech.say("notify"))
    return Card(text=mask("\n".join(facts)), rows=_buttons(chat, speech, asked=bool(asked)))


def _buttons(chat: Conversation, speech: Speech, *, asked: bool) -> Rows:
    if chat.owner == "bot":
        return ((key(speech, "reopen"),),)
    claim, back, close = (key(speech, verb) for verb in ("claim", "return", "close"))
    hand, priority, past = (key(speech, verb) for verb in ("pass", "priority", "history"))
    off = key(speech, "snooze")
    ask = key(speech, "unask" if asked else "ask")
    link = speech.link(chat)
    more = ((("🖥️ " + speech.say("button.console"), link),),) if link else ()
    if chat.owner == "waiting":
        return ((claim,), (priority, hand), (off, past), *more)
    ready = ((key(speech, "canned"), past),) if speech.mode == "mirror" else ((past,),)
    return ((back, close), (hand, priority), (ask, off), *ready, *more)


def key(speech: Speech, verb: str) -> Key:
    """Return the button of a verb."""
    return speech.say(f"button.{verb}"), verb


def priority(level: Priority, speech: Speech) -> str:
    """Return a priority in words."""
    return f"{MARK[level]} {speech.shared(f'priority.{level}')}"


def spoken(line: Line, speech: Speech, names: Mapping[str, str]) -> str:
    """Return a transcript line as it is mirrored: who, and the words, masked; nothing for other notices."""
    if line.direction == "system":
        return _noticed(line, speech)
    who = names.get(line.staff or "", "") or speech.shared(f"by.{line.direction}")
    text = mask(line.text)
    sign = {"in": "👤", "out": "🤖", "staff": "🧑‍💼", "note": "📝"}.get(line.direction, "")
    return f"{sign} {who}: {text}" if text else f"{sign} {who}"


def _noticed(line: Line, speech: Speech) -> str:
    """Say how a question that staff asked ended."""
    notice, step = (str((line.trace or {}).get(name, "")) for name in ("notice", "step"))
    if notice not in ("answered", "declined"):
        return ""
    asked = question(speech.content, step)
    label = asked.label(speech.language) if asked else step
    return speech.say(f"asked.{notice}", label=label, answer=mask(line.text))


def files(line: Line) -> tuple[Attachment, ...]:
    """Return a line's files."""
    return line.attachments or (line.message.attachments if line.message else ())


@dataclass(frozen=True, kw_only=True, slots=True)
class Batch:
    """Texts that go out together: in one message, or a single one that is too long in several."""

    first: int  # index of the texts
    last: int
    parts: tuple[str, ...]


def batches(texts: Sequence[str], *, longest: int = LONGEST) -> list[Batch]:
    """Return the texts in few messages, none of which holds a part of two."""
    found: list[Batch] = []
    for index, text in enumerate(texts):
        last = found[-1] if found else None
        if last is not None and len(last.parts) == 1 and len(last.parts[0]) + 1 + len(text) <= longest:
            found[-1] = Batch(first=last.first, last=index, parts=(f"{last.parts[0]}\n{text}",))
        else:
            found.append(Batch(first=index, last=index, parts=tuple(_pieces(text, longest))))
    return found


def _pieces(text: str, longest: int) -> list[str]:
    """Cut a text that is too long, at a space where there is one."""
    pieces = []
    while len(text) > longest:
        cut = max(text.rfind(" ", 1, longest), text.rfind("\n", 1, longest))
        cut = cut if cut > longest // 2 else longest
        pieces.append(text[:cut])
        text = text[cut:].lstrip()
    return [*pieces, text] if text else pieces
