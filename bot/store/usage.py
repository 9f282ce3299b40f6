"""How people use the content: what they asked, pressed and rated, and when a person was brought in."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select

from bot.ports.records import Question
from bot.ports.store.authored import Asked, HandedOver, Pressed, Rated
from bot.store.reading import Reading
from bot.store.repository import Found
from bot.store.statements import ORG
from bot.store.tables import IS_PRESS, conversations, handoffs, lines, questions, ratings

_since = bindparam("since", type_=questions.c.at.type)
_asked = (
    select(questions, conversations.c.channel)
    .join(conversations, conversations.c.id == questions.c.conversation_id)
    .where(questions.c.organisation_id == ORG, questions.c.at >= _since)
    .order_by(questions.c.at.desc(), questions.c.id.desc())
    .limit(bindparam("most"))
)
_pressed = (
    select(lines.c.conversation_id, lines.c.pressed, lines.c.at)
    .where(lines.c.organisation_id == ORG, lines.c.at >= _since, IS_PRESS)
    .order_by(lines.c.id)
)
_rated = (
    select(ratings.c.conversation_id, ratings.c.stars, ratings.c.at)
    .where(ratings.c.organisation_id == ORG, ratings.c.at >= _since)
    .order_by(ratings.c.id)
)
_handed_over = (
    select(handoffs.c.conversation_id, handoffs.c.reason, handoffs.c.begun_at)
    .where(handoffs.c.organisation_id == ORG, handoffs.c.begun_at >= _since)
    .order_by(handoffs.c.id)
)


class CoreUsage(Reading):
    """`bot.ports.store.Usage` on a pool of connections."""

    async def asked(self, organisation: str, *, since: datetime, limit: int = 2000) -> Sequence[Asked]:
        """List questions, newest first."""
        rows = await self._all(_asked, org=organisation, since=since, most=limit)
        return [Asked(question=to_question(row), channel=row.channel) for row in rows]

    async def pressed(self, organisation: str, *, since: datetime) -> Sequence[Pressed]:
        """List presses on buttons of topics, oldest first."""
        rows = await self._all(_pressed, org=organisation, since=since)
        return [Pressed(conversation=row.conversation_id, topic=row.pressed, at=row.at) for row in rows]

    async def rated(self, organisation: str, *, since: datetime) -> Sequence[Rated]:
        """List stars, oldest first."""
        rows = await self._all(_rated, org=organisation, since=since)
        return [Rated(conversation=row.conversation_id, stars=row.stars, at=row.at) for row in rows]

    async def handed_over(self, organisation: str, *, since: datetime) -> Sequence[HandedOver]:
        """List hand-offs to a person, oldest first."""
        rows = await self._all(_handed_over, org=organisation, since=since)
        return [
            HandedOver(conversation=row.conversation_id, reason=row.reason, at=row.begun_at) for row in rows
        ]


def to_question(row: Found) -> Question:
    """Turn a row of `questions` into its record."""
    return Question(
        organisation=row.organisation_id,
        conversation=row.conversation_id,
        inbound=row.inbound_id,
        text=row.text,
        decision=row.decision,
        topic=row.topic,
        offers=tuple(row.offers),
        language=row.language,
        at=row.at,
    )
