"""Rows of a large installation: people, chats, messages, cases with their history, notices and questions.

Everything follows from the seed. Words are of a small vocabulary, as in real talk, so that a search for a
common word finds many lines and one for a rare word few. What is sealed is sealed once and stands in every
row: the store opens it as it would open any.
"""

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.engine.reference import make
from bot.matching.normalise import normalise
from bot.store.keys import KeyRing
from bot.store.names import hashed
from bot.store.tables import metadata

ORGANISATIONS = ("aoun", "banan", "khuzam", "livelaw", "miras")
KINDS = {
    "support-request": ("received", "checked", "registered", "committee", "accepted", "closed"),
    "complaint": ("received", "examined", "closed"),
    "suggestion": ("received", "studied", "closed"),
}
_SAID = (
    "طلب دعم متى يصل الرد اللجنة الهوية الإيجار العلاج الدواء الملف الصورة موعد المقابلة رقم الجوال شكرًا"
    " السلام عليكم احتاج مساعدة الكهرباء السداد المدرسة الكرسي المتحرك أمي والدي العملية المستشفى التقرير"
)
WORDS = tuple(_SAID.split())
RARE = "زعفران"  # in one line of RARELY
RARELY = 50_000
PRESSED = 12  # of a person's own lines every sixth is a button
Row = tuple[Any, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Size:
    """How much there is."""

    cases: int
    messages: int

    @property
    def chats(self) -> int:
        """Return how many chats: 25 messages each."""
        return max(10, self.messages // 25)


def _is_said(line: int) -> bool:
    """Whether a line is what a person wrote."""
    return line % 2 == 0


class Rows:
    """Rows by table, in an order that foreign keys allow; times are as the database keeps them."""

    def __init__(self, size: Size, ring: KeyRing, *, seed: int, now: datetime, text_times: bool) -> None:
        """Take how much, with which keys, and whether times are texts (SQLite)."""
        self.size, self.now, self._ring, self._text_times = size, now, ring, text_times
        self._random = random.Random(seed)

    def tables(self) -> Iterator[tuple[str, tuple[str, ...], Iterator[Row]]]:
        """Yield the name of each table, its columns and its rows."""
        for name, rows in (
            ("persons", self._persons()),
            ("name_parts", self._name_parts()),
            ("conversations", self._chats()),
            ("lines", self._lines()),
            ("questions", self._questions()),
            ("cases", self._cases()),
            ("case_steps", self._steps()),
            ("case_notices", self._notices()),
        ):
            columns = tuple(column.name for column in metadata.tables[name].columns)
            yield name, columns, (tuple(row.get(column) for column in columns) for row in rows)

    def chat(self, number: int) -> str:
        """Return a chat's id."""
        return f"{number:032x}"

    def organisation(self, number: int) -> str:
        """Return the organisation of the chat or case of a number."""
        return ORGANISATIONS[number % len(ORGANISATIONS)]

    def reference(self, number: int) -> str:
        """Return the reference of a case."""
        return make(self.organisation(number % self.size.chats), 2026, number + 1)

    def at(self, days: float) -> Any:  # noqa: ANN401 - text or datetime
        """Return the time so many days ago, as the database keeps it."""
        return self.time(self.now - timedelta(days=days))

    def time(self, at: datetime) -> Any:  # noqa: ANN401 - text or datetime
        """Return a time as the database keeps it."""
        at = at.astimezone(UTC)
        return at.isoformat(timespec="microseconds") if self._text_times else at

    def sealed(self, table: str, column: str, value: object) -> bytes:
        """Seal a value for a column, as its type would."""
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        return self._ring.seal(text.encode(), f"{table}.{column}".encode())

    def _persons(self) -> Iterator[Mapping[str, Any]]:
        names = [self.sealed("persons", "name", f"نورة {word}") for word in WORDS]
        for number in range(self.size.chats // 2):
            yield {
                "id": self.chat(number), "organisation_id": self.organisation(number),
                "name": names[number % len(names)], "language": "ar",
                "created_at": self.at(number % 700 / 2),
            }  # fmt: skip

    def _name_parts(self) -> Iterator[Mapping[str, Any]]:
        parts = {
            (organisation, word): hashed(self._ring, organisation, f"نورة {word}")
            for organisation in ORGANISATIONS
            for word in WORDS
        }
        row = 0
        for number in range(self.size.chats // 2):
            organisation = self.organisation(number)
            for part in parts[organisation, WORDS[number % len(WORDS)]]:
                row += 1
                whose = {"organisation_id": organisation, "person_id": self.chat(number)}
                yield whose | {"id": row, "part": part}

    def _chats(self) -> Iterator[Mapping[str, Any]]:
        waits = max(10, self.size.chats // 200)
        for number in range(self.size.chats):
            waiting = number < waits
            heard = [each for each in range(number, self.size.messages, self.size.chats) if _is_said(each)]
            yield {
                "id": self.chat(number), "organisation_id": self.organisation(number),
                "channel": ("web", "telegram", "phone")[number % 3], "user_id": f"u{number}",
                "person_id": self.chat(number) if number < self.size.chats // 2 else None,
                "language": "ar", "owner": "waiting" if waiting else "bot", "priority": "normal",
                "reason": "asked" if waiting else None,
                "waiting_since": self.at(number % 48 / 24) if waiting else None,
                "last_inbound_at": self.at(self._random.random() * 365), "opened_at": self.at(366),
                "first_contact_at": self._said_at(heard[0]) if heard else None,
                "last_contact_at": self._said_at(heard[-1]) if heard else None,
            }  # fmt: skip

    def _said_at(self, number: int) -> Any:  # noqa: ANN401 - text or datetime
        return self.at(365 * (1 - number / self.size.messages))

    def _lines(self) -> Iterator[Mapping[str, Any]]:
        reply = self.sealed("lines", "message", {"text": "أسبوعان على الأقل.", "language": "ar"})
        for number in range(self.size.messages):
            chat, said = number % self.size.chats, _is_said(number)
            words = self._random.choices(WORDS, k=6) + ([RARE] if number % RARELY == 0 else [])
            pressed = "review-time" if said and number % PRESSED == 0 else None
            text = " ".join(words)
            yield {
                "id": number + 1, "organisation_id": self.organisation(chat),
                "conversation_id": self.chat(chat), "direction": "in" if said else "out",
                "at": self._said_at(number), "text": text,
                "message": None if said else reply, "delivery": "none" if said else "sent",
                "folded": normalise(text), "pressed": pressed,
                "trace": json.dumps({"choice": f"topic:{pressed}"}) if pressed else None,
            }  # fmt: skip

    def _questions(self) -> Iterator[Mapping[str, Any]]:
        decisions = ("answer", "answer", "answer", "offer", "none", "unknown")
        for number in range(self.size.messages // 5):
            chat = number % self.size.chats
            yield {
                "id": number + 1, "organisation_id": self.organisation(chat),
                "conversation_id": self.chat(chat), "inbound_id": f"in{number}", "text": WORDS[number % 20],
                "decision": decisions[number % 6], "topic": "review-time", "offers": "[]", "language": "ar",
                "at": self.at(365 * (1 - number / (self.size.messages / 5))),
            }  # fmt: skip

    def _kind(self, number: int) -> tuple[str, str]:
        kind = tuple(KINDS)[number % len(KINDS)]
        stages = KINDS[kind]
        # nine in ten are closed, as after a few years
        return kind, stages[-1] if number % 10 else stages[number // 10 % (len(stages) - 1)]

    def _cases(self) -> Iterator[Mapping[str, Any]]:
        answers = self.sealed("cases", "answers", {"need": "علاج", "full_name": "نورة سالم"})
        files = self.sealed("cases", "attachments", [])
        for number in range(self.size.cases):
            kind, stage = self._kind(number)
            chat, at = number % self.size.chats, self.at(365 * (1 - number / self.size.cases))
            yield {
                "id": f"c{number}", "organisation_id": self.organisation(chat),
                "reference": self.reference(number), "kind": kind, "stage": stage,
                "conversation_id": self.chat(chat), "flow": kind, "version": "1", "answers": answers,
                "attachments": files, "opened_at": at, "updated_at": at, "stage_since": at,
                "took": 0,
            }  # fmt: skip

    def _steps(self) -> Iterator[Mapping[str, Any]]:
        detail = self.sealed("case_steps", "detail", {"stage": "received"})
        for number in range(self.size.cases * 3):
            case = number // 3
            yield {
                "id": number + 1, "organisation_id": self.organisation(case % self.size.chats),
                "case_id": f"c{case}", "at": self.at(30), "actor": "person",
                "action": ("opened", "check", "accept")[number % 3], "detail": detail,
                "kind": self._kind(case)[0],
            }  # fmt: skip

    def _notices(self) -> Iterator[Mapping[str, Any]]:
        fields = self.sealed("case_notices", "fields", {})
        for number in range(self.size.cases):
            chat = number % self.size.chats
            yield {
                "id": number + 1, "organisation_id": self.organisation(chat), "case_id": f"c{number}",
                "conversation_id": self.chat(chat), "step": "register", "fields": fields,
                "status": "told" if number % 200 else "call", "urgent": False, "not_before": self.at(1),
                "created_at": self.at(1), "tried": "[]",
            }  # fmt: skip
