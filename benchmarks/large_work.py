"""What staff do in a large installation: hand-overs, surveys, sessions, interviews, outreach, the log.

They stand beside the rows of `benchmarks.large_rows` and follow from the same seed.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from benchmarks.large_rows import ORGANISATIONS, WORDS, Row, Rows
from bot.ports.outreach import Rules, Schedule
from bot.store.tables import metadata

Values = Mapping[str, Any]
STAFF = "bench-staff"  # who does everything
SESSIONS = 200  # of the committee, 20 cases each
CAMPAIGNS = 40
RECIPIENTS = 100_000
TIMES = 5_000  # for interviews
_REASONS = ("asked", "second-miss", "voice", "none")
_CHANNELS = ("web", "telegram", "phone")


class Work:
    """Rows by table, in an order that foreign keys allow."""

    def __init__(self, rows: Rows) -> None:
        """Take the people, chats and cases that the work is about."""
        self.rows, self.size = rows, rows.size

    def tables(self) -> Iterator[tuple[str, tuple[str, ...], Iterator[Row]]]:
        """Yield the name of each table, its columns and its rows."""
        for name, rows in (
            ("staff", self._staff()),
            ("handoffs", self._handoffs()),
            ("surveys", self._surveys()),
            ("ratings", self._ratings()),
            ("case_alerts", self._alerts()),
            ("committee_sessions", self._sessions()),
            ("committee_items", self._items()),
            ("interview_times", self._times()),
            ("improvements", self._improvements()),
            ("outreach_wishes", self._wishes()),
            ("outreach_campaigns", self._campaigns()),
            ("outreach_recipients", self._recipients()),
            ("audit", self._audit()),
        ):
            columns = tuple(column.name for column in metadata.tables[name].columns)
            yield name, columns, (tuple(row.get(column) for column in columns) for row in rows)

    def session(self, number: int) -> str:
        """Return a session's id."""
        return f"session{number}"

    def campaign(self, number: int) -> str:
        """Return a campaign's id."""
        return f"{number:032x}"

    def _chat(self, number: int) -> dict[str, Any]:
        chat = number % self.size.chats
        return {"organisation_id": self.rows.organisation(chat), "conversation_id": self.rows.chat(chat)}

    def _ago(self, number: int, of: int) -> float:
        """Return days ago, spread over a year, the last row today."""
        return 365 * (1 - number / of)

    def _staff(self) -> Iterator[Values]:
        yield {
            "id": STAFF, "login": STAFF, "name": "هند", "password_hash": "none", "must_change": True,
            "disabled": True, "created_at": self.rows.at(366),
        }  # fmt: skip

    def _handoffs(self) -> Iterator[Values]:
        many = self.size.messages // 20
        for number in range(many):
            began = self._ago(number, many)
            yield self._chat(number) | {
                "id": number + 1, "reason": _REASONS[number % 4], "priority": "normal", "note": "",
                "begun_at": self.rows.at(began), "claimed_at": self.rows.at(began - number % 90 / 1440),
                "claimed_by": STAFF, "finished_at": self.rows.at(began - 0.1), "outcome": "answered",
            }  # fmt: skip

    def _surveys(self) -> Iterator[Values]:
        words = self.rows.sealed("surveys", "words", "الموظفة كانت لطيفة والرد تأخر")
        nothing = self.rows.sealed("surveys", "words", "")
        many = self.size.cases
        for number in range(many):
            asked, answered = self._ago(number, many), number % 3 != 0
            yield self._chat(number) | {
                "id": number + 1, "case_id": f"c{number}", "about": "case", "channel": _CHANNELS[number % 3],
                "topic": "review-time" if number % 2 else "how-to-apply",
                "status": "answered" if answered else "asked", "not_before": self.rows.at(asked),
                "planned_at": self.rows.at(asked), "asked_at": self.rows.at(asked),
                "answered_at": self.rows.at(asked - 0.01) if answered else None,
                "stars": number % 5 + 1 if answered else None,
                "reasons": json.dumps(["wait"] if answered and number % 5 < 2 else []),
                "words": words if answered and number % 10 == 1 else nothing,
                "said": answered and number % 10 == 1,
            }  # fmt: skip

    def _ratings(self) -> Iterator[Values]:
        many = self.size.cases // 5
        for number in range(many):
            yield self._chat(number) | {
                "id": number + 1, "stars": number % 5 + 1, "reason": "",
                "at": self.rows.at(self._ago(number, many)),
            }  # fmt: skip

    def _alerts(self) -> Iterator[Values]:
        for number in range(0, self.size.cases, 10):  # those that are open, see `Rows`
            yield {
                "organisation_id": self._chat(number)["organisation_id"], "case_id": f"c{number}",
                "due_at": self.rows.at(-1), "times": 1 if number % 20 else 0,
                "alerted_at": self.rows.at(number % 60) if number % 20 else None,
            }  # fmt: skip

    def _sessions(self) -> Iterator[Values]:
        place = self.rows.sealed("committee_sessions", "place", "قاعة الاجتماعات")
        there = self.rows.sealed("committee_sessions", "attendance", [{"name": "هند", "present": True}])
        minutes = self.rows.sealed("committee_sessions", "minutes", "نُظر في الطلبات.")
        for number in range(SESSIONS):
            held = self._ago(number, SESSIONS)
            yield {
                "id": self.session(number), "organisation_id": ORGANISATIONS[number % len(ORGANISATIONS)],
                "number": number // len(ORGANISATIONS) + 1, "held_at": self.rows.at(held), "place": place,
                "attendance": there, "minutes": minutes, "created_by": STAFF,
                "created_at": self.rows.at(held + 7),
                "closed_at": self.rows.at(held - 0.1) if number < SESSIONS - 5 else None,
            }  # fmt: skip

    def _items(self) -> Iterator[Values]:
        nobody = self.rows.sealed("committee_items", "conflicts", [])
        for number in range(SESSIONS):
            own = len(ORGANISATIONS)
            for place in range(20):
                # cases of the session's own association: `Rows` deals them out in turn
                case = (number % own + own * (20 * (number // own) + place)) % self.size.cases
                yield {
                    "organisation_id": ORGANISATIONS[number % own], "session_id": self.session(number),
                    "case_id": f"c{case}", "place": place + 1, "conflicts": nobody, "decision": "accept",
                    "decided_at": self.rows.at(self._ago(number, SESSIONS)),
                }  # fmt: skip

    def _times(self) -> Iterator[Values]:
        place = self.rows.sealed("interview_times", "place", "الفرع")
        for number in range(TIMES):
            begins = self.rows.now + timedelta(days=7 - self._ago(number, TIMES), seconds=number)
            yield {
                "id": number + 1, "organisation_id": ORGANISATIONS[number % len(ORGANISATIONS)],
                "staff": STAFF, "starts_at": self.rows.time(begins),
                "ends_at": self.rows.time(begins + timedelta(minutes=20)), "place": place,
                "created_by": STAFF, "created_at": self.rows.at(300), "purpose": "interview",
            }  # fmt: skip

    def _improvements(self) -> Iterator[Values]:
        for number in range(500):
            yield {
                "id": number + 1, "organisation_id": ORGANISATIONS[number % len(ORGANISATIONS)],
                "source": "typed", "origin": "", "finding": f"الانتظار طويل {WORDS[number % len(WORDS)]}",
                "department": "خدمة المستفيدين", "owner": "هند", "done": "", "state": "open", "said": "{}",
                "did": "{}", "created_by": STAFF, "created_at": self.rows.at(number / 2),
                "updated_at": self.rows.at(number / 2),
            }  # fmt: skip

    def _wishes(self) -> Iterator[Values]:
        for number in range(self.size.chats):
            yield self._chat(number) | {
                "id": number + 1, "agreed": number % 4 != 0, "method": "button", "at": self.rows.at(200),
                "newest": True,
            }  # fmt: skip

    def _campaigns(self) -> Iterator[Values]:
        texts = json.dumps({"ar": "موعد التسجيل يوم الأحد.", "en": "Registration is on Sunday."})
        for number in range(CAMPAIGNS):
            at = self.rows.at(self._ago(number, CAMPAIGNS))
            yield {
                "id": self.campaign(number), "organisation_id": ORGANISATIONS[number % len(ORGANISATIONS)],
                "title": "موعد التسجيل", "state": "done", "rules": json.dumps(asdict(Rules())),
                "texts": texts, "schedule": json.dumps(asdict(Schedule())), "cap": 100_000,
                "authors": json.dumps([STAFF]), "created_at": at, "updated_at": at, "tested_at": at,
                "approved_at": at, "occasion": "2026-01-01", "begun_at": at, "cursor": "", "drawn": True,
            }  # fmt: skip

    def _recipients(self) -> Iterator[Values]:
        why = self.rows.sealed("outreach_recipients", "why", "")
        each = min(RECIPIENTS // CAMPAIGNS, self.size.chats // len(ORGANISATIONS))
        for number in range(CAMPAIGNS * each):
            campaign, place = divmod(number, each)
            own = campaign % len(ORGANISATIONS) + len(ORGANISATIONS) * place  # chats of its association
            at = self._ago(campaign, CAMPAIGNS)
            yield self._chat(own) | {
                "id": number + 1, "campaign_id": self.campaign(campaign), "occasion": "2026-01-01",
                "who": self.rows.chat(own), "status": "sent", "not_before": self.rows.at(at), "why": why,
                "line_id": 1, "queued_at": self.rows.at(at), "sent_at": self.rows.at(at),
                "until": self.rows.at(at - 7),
            }  # fmt: skip

    def _audit(self) -> Iterator[Values]:
        detail = self.rows.sealed("audit", "detail", {})
        many = self.size.messages // 5
        for number in range(many):
            chat = self._chat(number)
            yield {
                "id": number + 1, "organisation_id": chat["organisation_id"],
                "at": self.rows.at(self._ago(number, many)), "actor": STAFF, "action": "claim",
                "subject": chat["conversation_id"], "detail": detail,
            }  # fmt: skip
