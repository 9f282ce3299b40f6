"""One conversation: read, claimed, answered, passed on."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast, get_args

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from bot.console.correcting import correct
from bot.console.drawing import Drawing
from bot.console.duty import stands_in
from bot.console.posted import posted, uploads, words
from bot.console.presence import Room
from bot.console.reasons import why
from bot.console.rows import row
from bot.console.shelf import on_shelf
from bot.console.snoozing import bring_back, choices, put_off
from bot.console.talks import page, talks, target
from bot.console.visits import HOME, Visit, Visits
from bot.console.wording import Told, told
from bot.desk import asking, composing, drafts, holding, resuming, writing
from bot.desk.across import reply_across
from bot.desk.canned import Ready, ready
from bot.desk.chat import Desk
from bot.desk.duty import stand_in
from bot.desk.holding import CLOSE_REASONS
from bot.desk.outcomes import Outcome
from bot.desk.suggesting import Suggestion, suggest
from bot.engine.content import Content
from bot.engine.steps.files import files_of
from bot.messages import Attachment, Priority
from bot.pages.served import serve
from bot.people.codes import new_code
from bot.ports.records import AskedStatus, Conversation, Line, Staff

_RECENT = 50  # lines in which the person's last messages are looked for
_ASKED = 10  # questions of staff that are shown
TEAM = "team:"  # begins what a chat is passed to if that is a team
Fields = Mapping[str, str]
Act = Callable[[Desk, str, Fields], Outcome]


def _claim(desk: Desk, chat: str, _fields: Fields) -> Outcome:
    return holding.claim(desk, chat)


def _transfer(desk: Desk, chat: str, fields: Fields) -> Outcome:
    to = fields.get("to", "")
    team = to.removeprefix(TEAM) if to.startswith(TEAM) else None
    return holding.transfer(desk, chat, to=None if team else to or None, team=team)


def _return(desk: Desk, chat: str, _fields: Fields) -> Outcome:
    return holding.return_to_bot(desk, chat)


def _close(desk: Desk, chat: str, fields: Fields) -> Outcome:
    reason = fields.get("reason", "")
    if reason not in CLOSE_REASONS:
        raise HTTPException(400)
    return holding.close(desk, chat, reason=reason)


def _priority(desk: Desk, chat: str, fields: Fields) -> Outcome:
    priority = fields.get("priority", "")
    if priority not in get_args(Priority):
        raise HTTPException(400)
    return holding.set_priority(desk, chat, cast(Priority, priority))


def _note(desk: Desk, chat: str, fields: Fields) -> Outcome:
    return writing.note(desk, chat, fields.get("text", ""))


def _draft(desk: Desk, chat: str, fields: Fields) -> Outcome:
    return drafts.keep(desk, chat, fields.get("text", ""), key=_key(fields))


def _unask(desk: Desk, chat: str, _fields: Fields) -> Outcome:
    return asking.withdraw(desk, chat)


def _typing(desk: Desk, chat: str, _fields: Fields) -> Outcome:
    return composing.composing(desk, chat)


def _ask(desk: Desk, chat: str, fields: Fields, content: Content) -> Outcome:
    return asking.ask(desk, chat, asking.question(content, fields.get("question", "")))


def _stand_in(desk: Desk, chat: str, _fields: Fields, content: Content) -> Outcome:
    return stand_in(desk, chat, content)


ACTS_WITH_CONTENT: Mapping[str, Callable[[Desk, str, Fields, Content], Outcome]] = {
    "ask": _ask,
    "correct": correct,
    "snooze": put_off,
    "stand-in": _stand_in,
}

ACTS: Mapping[str, Act] = {
    "typing": _typing,
    "claim": _claim,
    "transfer": _transfer,
    "return": _return,
    "close": _close,
    "priority": _priority,
    "note": _note,
    "draft": _draft,
    "unask": _unask,
    "awake": bring_back,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A question that staff asked, as its answer is shown: numbers that identify masked."""

    label: str
    status: AskedStatus
    answer: str
    files: tuple[Attachment, ...]


class Chat:
    """The page of a conversation and what is done on it."""

    def __init__(self, visits: Visits, drawing: Drawing) -> None:
        """Take what all pages share."""
        self._visits = visits
        self._needs = visits.needs
        self._drawing = drawing

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = APIRouter(prefix=f"{HOME}/chat/{{organisation}}/{{chat}}", include_in_schema=False)
        routes.add_api_route("", self.show, methods=["GET"])
        routes.add_api_route("/panel", self.panel, methods=["GET"])
        routes.add_api_route("/earlier", self.earlier, methods=["GET"])
        routes.add_api_route("/files/{key}", self.file, methods=["GET"])
        routes.add_api_route("/{act}", self.act, methods=["POST"])
        return routes

    async def show(
        self, request: Request, organisation: str, chat: str, before: int | None = None
    ) -> Response:
        """Show the conversation; `before` = its lines before that one."""
        visit = await self._visits.read(request)
        found = await self.find(visit, organisation, chat)
        await self._needs.store.write(
            lambda tx: self._needs.desk(tx, visit.staff, organisation).audit("opened", found.id, {})
        )
        return await self._page(request, visit, found, Told(status=200, text=""), before=before)

    async def earlier(self, request: Request, organisation: str, chat: str, before: int) -> Response:
        """Show lines before one: what the page puts above those that it has."""
        visit = await self._visits.read(request)
        found = await self.find(visit, organisation, chat)
        names = await self._needs.store.read.staff_names()
        lines = await page(visit, await talks(visit, found), names, before=before)
        href = f"{HOME}/chat/{organisation}/{found.id}"
        drawn = self._drawing.fragment("lines.html", visit=visit, lines=lines, href=href)
        return self._drawing.answer(request, drawn, visit.language)

    async def panel(self, request: Request, organisation: str, chat: str) -> Response:
        """Show who holds the chat and what may be done: the part that the page replaces when that changes."""
        visit = await self._visits.read(request)
        found = await self.find(visit, organisation, chat)
        drawn = self._drawing.fragment("panel.html", visit=visit, **await self._panel(visit, found))
        return self._drawing.answer(request, drawn, visit.language)

    async def file(self, request: Request, organisation: str, chat: str, key: str) -> Response:
        """Show a file of the conversation."""
        visit = await self._visits.read(request)
        found = await self.find(visit, organisation, chat)
        newest = self._needs.store.read.newest_lines
        before: int | None = None
        while lines := await newest(organisation, [found.id], before=before):
            for file in (file for line in lines for file in _files(line) if file.key == key):
                return serve(file, await self._needs.files.get(key))
            before = lines[0].id
        raise HTTPException(404)

    async def act(self, request: Request, organisation: str, chat: str, act: str) -> Response:
        """Do something, and show the page again or tell the script how it went."""
        visit = await self._visits.read(request)
        found = await self.find(visit, organisation, chat)
        async with posted(request) as form:
            fields = words(form)
            self._visits.check(request, visit, fields)
            attachments = await uploads(form, self._needs.files) if act == "reply" else ()
        if act == "typing":
            room = Room(store=self._needs.store, organisation=organisation, chat=found.id, staff=visit.staff)
            await room.typing(now=self._needs.now())  # colleagues see it, whoever holds the chat
        outcome = await self._done(visit, found, act, fields, attachments)
        answer = told(outcome, visit)
        if "application/json" in request.headers.get("accept", ""):
            content = {"done": answer.done, "message": answer.text, "unseen": answer.unseen}
            return JSONResponse(content, answer.status)
        if answer.done:
            return RedirectResponse(f"{HOME}/chat/{organisation}/{chat}#end", 303)
        return await self._page(request, visit, found, answer, draft=fields.get("text", ""))

    async def find(self, visit: Visit, organisation: str, chat: str) -> Conversation:
        """Return the conversation, if it is there and theirs to read; else 404."""
        found = None
        if place := visit.place(organisation):
            found = await self._needs.store.read.conversation(place, chat)
        if found is None:
            raise HTTPException(404)
        return found

    async def _done(
        self, visit: Visit, chat: Conversation, act: str, fields: Fields, attachments: tuple[Attachment, ...]
    ) -> Outcome:
        organisation = chat.address.organisation
        if act == "reply":
            to = fields.get("to") or chat.id
            draft = _reply(fields, attachments, to=to, opened=chat.id)
            return await self._needs.store.write(
                lambda tx: reply_across(self._needs.desk(tx, visit.staff, organisation), chat.id, to, draft)
            )
        if with_content := ACTS_WITH_CONTENT.get(act):
            content = visit.content(organisation)
            return await self._needs.store.write(
                lambda tx: with_content(
                    self._needs.desk(tx, visit.staff, organisation), chat.id, fields, content
                )
            )
        if act == "code":
            code, minutes = new_code(), resuming.VALID.seconds // 60
            return await self._needs.store.write(
                lambda tx: resuming.offer(
                    self._needs.desk(tx, visit.staff, organisation),
                    chat.id,
                    code=code,
                    worded=lambda code: visit.say("act.code.note", code=code, minutes=minutes),
                )
            )
        if act not in ACTS:
            raise HTTPException(404)
        return await self._needs.store.write(
            lambda tx: ACTS[act](self._needs.desk(tx, visit.staff, organisation), chat.id, fields)
        )

    async def _page(
        self,
        request: Request,
        visit: Visit,
        chat: Conversation,
        answer: Told,
        draft: str = "",
        before: int | None = None,
    ) -> Response:
        organisation = chat.address.organisation
        names = await self._needs.store.read.staff_names()
        chat = await self._needs.store.read.conversation(organisation, chat.id) or chat
        found = await talks(visit, chat)
        begun = await self._needs.store.look(
            lambda tx: drafts.own(self._needs.desk(tx, visit.staff, organisation), chat.id)
        )
        return self._drawing.page(
            request,
            visit,
            "chat.html",
            answer.status,
            lines=await page(visit, found, names, before=before),
            talks=found,
            target=target(found, chat),
            live=before is None,
            ready=await self._ready(visit, chat),
            told=answer,
            draft=draft or (begun.text if begun else ""),
            key=begun.key if begun else self._needs.new_id(),
            shelf=await on_shelf(self._needs, visit, organisation),
            site=self._needs.public_url.rstrip("/") or str(request.base_url).rstrip("/"),
            **await self._panel(visit, chat),
        )

    async def _panel(self, visit: Visit, chat: Conversation) -> dict[str, Any]:
        organisation = chat.address.organisation
        fresh = await self._needs.store.read.conversation(organisation, chat.id) or chat
        names = await self._needs.store.read.staff_names()
        cases = await self._needs.store.read.cases_of_chat(visit.place(organisation) or "", chat.id)
        newest = await self._needs.store.look(
            lambda tx: tx.transcript.recent(organisation, chat.id, limit=_RECENT)
        )
        return {
            "row": row(fresh, visit, names),
            "why": why(fresh, newest, visit, names),
            "suggestions": await self._suggestions(visit, fresh, newest),
            "colleagues": await self._colleagues(visit, organisation),
            "cases": cases,
            "asked": await self._asked(visit, fresh),
            "questions": asking.questions(visit.content(organisation)),
            "left": await self._left(visit, organisation, chat.id, names),
            "teams": await self._teams(organisation),
            "close_reasons": CLOSE_REASONS,
            "stands_in": await stands_in(visit, fresh),
            "moments": choices(visit, fresh),
            "priorities": get_args(Priority),
            "others": [talk for talk in await talks(visit, fresh) if talk.chat.id != chat.id],
        }

    async def _suggestions(
        self, visit: Visit, chat: Conversation, newest: Sequence[Line]
    ) -> tuple[Suggestion, ...]:
        """Return answers for who may reply while the bot does not."""
        organisation = chat.address.organisation
        if chat.owner == "bot" or not visit.may(organisation, "reply"):
            return ()
        content = visit.content(organisation)
        return await asyncio.to_thread(suggest, content, newest, to=chat.language, by=visit.language)

    async def _ready(self, visit: Visit, chat: Conversation) -> Sequence[Ready]:
        """Return ready replies in the person's language; the newest request is the one they may name."""
        organisation = chat.address.organisation
        cases = await self._needs.store.look(lambda tx: tx.cases.of_conversation(organisation, chat.id))
        reference = cases[0].reference if cases else ""
        return ready(visit.content(organisation), to=chat.language, by=visit.language, reference=reference)

    async def _left(
        self, visit: Visit, organisation: str, chat: str, names: Mapping[str, str]
    ) -> list[tuple[str, str]]:
        """Return what colleagues have begun here, as (name, text)."""
        begun = await self._needs.store.look(
            lambda tx: drafts.left(self._needs.desk(tx, visit.staff, organisation), chat)
        )
        return [(names.get(draft.staff, "") or visit.say("somebody"), draft.text) for draft in begun]

    async def _teams(self, organisation: str) -> list[str]:
        members = await self._needs.store.look(lambda tx: tx.teams.all(organisation))
        return list(dict.fromkeys(team for team, _ in members))

    async def _asked(self, visit: Visit, chat: Conversation) -> list[Shown]:
        organisation, language = chat.address.organisation, visit.language
        content = visit.content(organisation)
        found = await self._needs.store.look(lambda tx: tx.asked.of_conversation(organisation, chat.id))
        return [
            Shown(
                label=asking.label_of(each, content, language),
                status=each.status,
                answer=asking.answer_of(each, content, language),
                files=files_of(each.value),
            )
            for each in found[:_ASKED]
        ]

    async def _colleagues(self, visit: Visit, organisation: str) -> list[Staff]:
        accounts = await self._needs.store.look(lambda tx: tx.staff.list())
        others = [one for one in accounts if one.id != visit.staff.id and not one.disabled]
        return [one for one in others if organisation in one.roles]


def _reply(fields: Fields, attachments: tuple[Attachment, ...], *, to: str, opened: str) -> writing.Reply:
    seen = fields.get("seen_line" if to == opened else f"seen:{to}", "")
    if not seen.isdigit():
        raise HTTPException(400)
    return writing.Reply(
        text=fields.get("text", ""),
        key=_key(fields),
        seen_line=int(seen),
        attachments=attachments,
        force=fields.get("force") == "1",
    )


def _key(fields: Fields) -> str:
    """Return the idempotency key of a composed reply."""
    key = fields.get("key", "")
    if not 0 < len(key) <= writing.KEY_LONGEST:
        raise HTTPException(400)
    return key


def _files(line: Line) -> tuple[Attachment, ...]:
    return (*line.attachments, *(line.message.attachments if line.message else ()))
