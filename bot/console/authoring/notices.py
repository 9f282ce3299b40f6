"""Notices of cases as people get them, filled with sample words: locked, opened, with their buttons."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from bot.cases.reference import make
from bot.cases.telling import notice_text
from bot.console.authoring.room import ROOM, Entered, Room
from bot.engine.content import Content
from bot.engine.life import FIELDS_OF, Life, Step
from bot.engine.respond import respond
from bot.engine.state import State
from bot.engine.steps.step import AskingStep
from bot.messages import LANGUAGES, Event, Language, Message
from bot.ports.records import Case, Notice

WORDS = ("reason", "still", "service")  # fields that an author may fill
LONGEST = 600  # characters of each
_NUMBER, _DAYS, _ITEMS = 42, 7, 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """One notice in one language: what a locked screen shows, and what is read once it is opened."""

    language: Language
    locked: Message
    opened: Message


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A step that tells something."""

    step: Step
    asked: tuple[str, ...]  # sample fields that it says
    previews: tuple[Preview, ...]


class NoticePages:
    """The page of notices."""

    def __init__(self, room: Room) -> None:
        """Take what all pages share."""
        self._room = room

    def router(self) -> APIRouter:
        """Return the route."""
        routes = APIRouter(prefix=ROOM, include_in_schema=False)
        routes.add_api_route("/notices", self.show, methods=["GET"])
        return routes

    async def show(self, request: Request, org: str = "", kind: str = "") -> Response:
        """Show every notice of a kind of case."""
        entered = await self._room.enter(request)
        allowed = entered.organisations()
        chosen = org if org in allowed else allowed[0]
        content = entered.visit.content(chosen)
        lives = [life for life in content.lives.values() if any(step.tells for step in life.steps)]
        life = next((one for one in lives if one.id == kind), lives[0] if lives else None)
        given = {name: request.query_params.get(name, "").strip()[:LONGEST] for name in WORDS}
        told = (
            [_told(entered, content, life, step, given) for step in life.steps if step.tells] if life else []
        )
        return self._room.page(
            entered, "notices.html",
            told=told, lives=lives, life=life, org=chosen, allowed=allowed, words=WORDS, given=given,
        )  # fmt: skip


def _told(entered: Entered, content: Content, life: Life, step: Step, given: Mapping[str, str]) -> Told:
    previews = tuple(_preview(entered, content, life, step, given, language) for language in LANGUAGES)
    asked = tuple(FIELDS_OF[need] for need in (*step.needs, *step.may) if need in FIELDS_OF)
    return Told(step=step, asked=asked, previews=previews)


def _preview(
    entered: Entered, content: Content, life: Life, step: Step, given: Mapping[str, str], language: Language
) -> Preview:
    """Let the engine bring the notice of a sample case, as it would to a person."""
    visit = entered.visit
    case, now = _case(entered, content, life, step), visit.needs.now()
    sample = {name: visit.texts(language, f"console.authors.sample.{name}") for name in WORDS}
    fields: dict[str, Any] = sample | {name: text for name, text in given.items() if text}
    fields |= {"on": (now + timedelta(days=_DAYS)).date().isoformat(), "items": _items(content, case)}
    notice = Notice(
        id=0, organisation=case.organisation, case=case.id, conversation=None, step=step.id, fields=fields,
        status="waiting", urgent=False, not_before=now, created_at=now,
    )  # fmt: skip
    words = notice_text(content, case, notice, language)
    news = [{"reference": case.reference, "text": words.text, "offers": list(words.offers)}]
    state = State(language=language, language_fixed=True, greeted=True)

    def said(neutral: str) -> Message:
        told = {"reference": case.reference, "neutral": neutral, "news": json.dumps(news)}
        turn = respond(content, state, Event(kind="case-notice", at=now, fields=told), now)
        said = [effect.message for effect in turn.effects if hasattr(effect, "message")]
        return said[0] if said else Message(text=words.text, language=language)

    return Preview(language=language, locked=said("yes"), opened=said(""))


def _case(entered: Entered, content: Content, life: Life, step: Step) -> Case:
    now = entered.visit.needs.now()
    flow = next((one for one in content.flows.values() if one.kind == life.id), None)
    organisation = content.organisation.id
    return Case(
        id="sample", organisation=organisation, reference=make(organisation, now.year, _NUMBER),
        kind=life.id, stage=step.moves[0].to, conversation=None, person=None,
        flow=flow.id if flow else "", version=flow.version if flow else "", answers={}, attachments=(),
        pledge=None, opened_at=now, updated_at=now, stage_since=now,
    )  # fmt: skip


def _items(content: Content, case: Case) -> list[str]:
    """Return the first questions of the flow, as if they were to be given again."""
    flow = content.flows.get(case.flow)
    steps = flow.steps if flow else ()
    return [step.id for step in steps if isinstance(step, AskingStep) and step.label][:_ITEMS]
