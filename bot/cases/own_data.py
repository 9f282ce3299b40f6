"""What a person sees and takes away of what is kept of them, with the cases of all chats that are theirs."""

from datetime import datetime
from typing import Any

from bot.cases import asking, service
from bot.cases.telling import notice_text, stage_text, timeline
from bot.engine.content import Content
from bot.messages import Language
from bot.people import data
from bot.people.data import Export, Kept
from bot.ports.records import Case, Conversation
from bot.ports.store import Transaction


def show(tx: Transaction, conversation: Conversation) -> Kept:
    """Count what is kept."""
    return data.show(tx, conversation, service.own(tx, conversation))


def export(
    tx: Transaction, content: Content, conversation: Conversation, *, at: datetime, everything: bool = False
) -> Export:
    """Return all that is kept; `everything` = of the person, wherever it came in: for staff alone."""
    of_person = tx.cases.of_conversation(conversation.address.organisation, conversation.id)
    cases = {case.id: case for case in (*service.own(tx, conversation), *(of_person if everything else ()))}
    return data.export(
        tx, conversation, list(cases.values()), at=at, everything=everything,
        about=lambda case: _about(tx, content, case, conversation.language),
    )  # fmt: skip


def _about(tx: Transaction, content: Content, case: Case, language: Language) -> dict[str, Any]:
    history = tx.cases.steps(case.organisation, case.id)
    return {
        "stage_in_words": stage_text(content, case, language),
        "notices": [
            {"at": one.created_at.isoformat(), "text": notice_text(content, case, one, language).text}
            for one in asking.of_person(tx, case)
        ],
        "timeline": timeline(content, case, history, language),
    }
