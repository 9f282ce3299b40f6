"""What people say of a service that they had."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, literal_column, or_, select, update

from bot.ports.records import Conversation, Survey, SurveyAbout, SurveyFacts, SurveyStatus
from bot.store.repository import Found, Repository
from bot.store.statements import CONV, ORG, binds, here, insertion, within
from bot.store.tables import case_notices, cases, conversations, handoffs, lines, ratings, surveys

_s = surveys.c
_add = insertion(surveys, "id", "asked_at", "answered_at", "stars", "said")
_planned = _s.status == literal_column("'planned'")
_same = select(_s.id).where(within(surveys), _planned, _s.about == bindparam("kind")).limit(1)
_due = (
    select(surveys)
    .where(_planned, _s.not_before <= bindparam("now", type_=_s.not_before.type))
    .order_by(_s.id)
    .limit(bindparam("most"))
)
_get = select(surveys).where(here(surveys))
_one = update(surveys).where(here(surveys))
_postpone = _one.values(not_before=bindparam("not_before"))
_status = _one.values(status=bindparam("status"))
_asked = _one.values(binds("status", "asked_at"))
_answer = _one.values(binds("status", "stars", "reasons", "words", "said", "answered_at"))
_since = bindparam("since", type_=_s.asked_at.type)
_open = (
    select(surveys)
    .where(within(surveys), _s.status.in_(("asked", "begun")), _s.asked_at >= _since)
    .order_by(_s.id.desc())
    .limit(1)
)
_served = (
    select(lines.c.id)
    .where(
        within(lines), lines.c.direction == "staff", lines.c.at >= bindparam("since", type_=lines.c.at.type)
    )
    .limit(1)
)
_who: BindParameter[str | None] = bindparam("who", type_=conversations.c.person_id.type)
_chats = select(conversations.c.id).where(
    conversations.c.organisation_id == ORG, or_(conversations.c.id == CONV, conversations.c.person_id == _who)
)
_endangered = (
    select(handoffs.c.id)
    .where(
        handoffs.c.organisation_id == ORG,
        handoffs.c.reason == "danger",
        handoffs.c.conversation_id.in_(_chats),
        handoffs.c.begun_at >= bindparam("since", type_=handoffs.c.begun_at.type),
    )
    .limit(1)
)
_asked_lately = (
    select(_s.id)
    .where(_s.organisation_id == ORG, _s.conversation_id.in_(_chats), _s.asked_at >= _since)
    .limit(1)
)
_rated_lately = (
    select(ratings.c.id)
    .where(ratings.c.organisation_id == ORG, ratings.c.conversation_id.in_(_chats), ratings.c.at >= _since)
    .limit(1)
)
_steps: BindParameter[Any] = bindparam("steps", expanding=True)
_theirs = select(cases.c.id).where(
    cases.c.organisation_id == ORG, or_(cases.c.conversation_id.in_(_chats), cases.c.person_id == _who)
)
_n = case_notices.c
_refused = select(
    func.max(func.coalesce(_n.told_at, _n.created_at)).label("at"),
    func.count().filter(_n.status.in_(("waiting", "queued", "call"))).label("on_its_way"),
).where(_n.organisation_id == ORG, _n.case_id.in_(_theirs), _n.step.in_(_steps))


class SurveyRows(Repository):
    """`bot.ports.store.Surveys`."""

    def plan(
        self,
        conversation: Conversation,
        *,
        about: SurveyAbout,
        topic: str | None,
        now: datetime,
        case: str | None = None,
    ) -> None:
        """Ask about this when the time has come; where the same waits already, nothing is added."""
        organisation = conversation.address.organisation
        if self._first(_same, org=organisation, conv=conversation.id, kind=about) is not None:
            return
        self._change(
            _add,
            organisation_id=organisation,
            conversation_id=conversation.id,
            case_id=case,
            about=about,
            channel=conversation.address.channel,
            topic=topic,
            status="planned",
            not_before=now,
            planned_at=now,
            reasons=[],
            words="",
        )

    def due(self, *, now: datetime, limit: int) -> Sequence[Survey]:
        """Planned ones of all organisations whose time has come, oldest first."""
        return [to_survey(row) for row in self._all(_due, now=now, most=limit)]

    def get(self, organisation: str, survey: int) -> Survey | None:
        """Read one."""
        row = self._first(_get, org=organisation, row=survey)
        return None if row is None else to_survey(row)

    def facts(
        self,
        conversation: Conversation,
        *,
        refusals: Collection[str],
        danger_since: datetime,
        since: datetime,
    ) -> SurveyFacts:
        """Tell what speaks against asking a person, on whatever channel it happened."""
        place = {
            "org": conversation.address.organisation,
            "conv": conversation.id,
            "who": conversation.person,
        }
        refused = self._first(_refused, **place, steps=list(refusals))
        return SurveyFacts(
            danger=self._first(_endangered, **place, since=danger_since) is not None,
            asked=any(self._first(query, **place, since=since) for query in (_asked_lately, _rated_lately)),
            refused_at=refused.at if refused else None,
            refusal_waits=bool(refused and refused.on_its_way),
        )

    def postpone(self, organisation: str, survey: int, *, until: datetime) -> None:
        """Look at it again at `until`."""
        self._change(_postpone, org=organisation, row=survey, not_before=until)

    def set_status(self, organisation: str, survey: int, status: SurveyStatus, *, at: datetime) -> None:
        """Write how it stands; `asked` keeps the time."""
        place = {"org": organisation, "row": survey, "status": status}
        if status == "asked":
            self._change(_asked, **place, asked_at=at)
        else:
            self._change(_status, **place)

    def open(self, organisation: str, conversation: str, *, since: datetime) -> Survey | None:
        """Return the newest one asked since then that is not finished."""
        row = self._first(_open, org=organisation, conv=conversation, since=since)
        return None if row is None else to_survey(row)

    def answer(
        self,
        organisation: str,
        survey: int,
        *,
        stars: int | None,
        reasons: Sequence[str],
        words: str,
        status: SurveyStatus,
        at: datetime,
    ) -> None:
        """Keep what was answered so far."""
        self._change(
            _answer, org=organisation, row=survey, stars=stars, reasons=list(reasons), words=words,
            said=bool(words), status=status, answered_at=at,
        )  # fmt: skip

    def served(self, organisation: str, conversation: str, *, since: datetime) -> bool:
        """Tell whether staff have written to the person since then."""
        return self._first(_served, org=organisation, conv=conversation, since=since) is not None


def to_survey(row: Found) -> Survey:
    """Turn a row into its record."""
    return Survey(
        id=row.id,
        organisation=row.organisation_id,
        conversation=row.conversation_id,
        case=row.case_id,
        about=row.about,
        channel=row.channel,
        topic=row.topic,
        status=row.status,
        not_before=row.not_before,
        planned_at=row.planned_at,
        asked_at=row.asked_at,
        answered_at=row.answered_at,
        stars=row.stars,
        reasons=tuple(row.reasons),
        words=row.words,
    )
