"""Contacts by phone, letter or in person: logged in a line, and a form filled in in the person's place."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from bot.cases.asking import opening
from bot.cases.service import own
from bot.console.cases import find_case
from bot.console.drawing import Drawing
from bot.console.entries import Entry, entry
from bot.console.posted import posted, uploads, words
from bot.console.rows import row
from bot.console.visits import HOME, Visit, Visits
from bot.console.wording import told
from bot.desk import contacts
from bot.desk.contacts import NEW, BadId, BadPhone, Logged, NewContact, WhoIsIt
from bot.desk.outcomes import Empty
from bot.desk.writing import LONGEST
from bot.engine.steps.shown import mask
from bot.messages import OFFLINE, Attachment, Button, Inbound
from bot.ports.records import Conversation, Line, Person, Survey

PATIENCE = 5.0  # seconds in which the answer comes, as a rule in a hundredth of one
PAUSE = 0.03  # seconds between two looks
_KEY_LONGEST = 64
_LINES = 200
_BLANK = {
    "org": "",
    "channel": OFFLINE[0],
    "words": "",
    "name": "",
    "phone": "",
    "national_id": "",
    "language": "ar",
    "person": "",
    "case": "",
}


class Contacts:
    """The form of a new contact, and the page on which staff speak in the person's place."""

    def __init__(self, visits: Visits, drawing: Drawing) -> None:
        """Take what all pages share."""
        self._visits = visits
        self._needs = visits.needs
        self._drawing = drawing

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = APIRouter(prefix=f"{HOME}/contacts", include_in_schema=False)
        routes.add_api_route("", self.form, methods=["GET"])
        routes.add_api_route("", self.log, methods=["POST"])
        routes.add_api_route("/{organisation}/{chat}", self.show, methods=["GET"])
        routes.add_api_route("/{organisation}/{chat}", self.say, methods=["POST"])
        return routes

    async def form(self, request: Request, org: str = "", case: str = "") -> Response:
        """Show the form of a new contact, of the person of a case if one is named."""
        visit = await self._visits.read(request)
        about = await find_case(visit, org, case) if case else None
        known = {"person": about.person or "", "case": about.reference} if about else {}
        return await self._form(request, visit, {"org": org, **known})

    async def log(self, request: Request) -> Response:
        """Keep a contact, and go on to its page; or say what is wrong, with all that was typed."""
        visit = await self._visits.read(request)
        async with posted(request) as form:
            fields = words(form)
            self._visits.check(request, visit, fields)
            organisation = fields.get("org", "")
            if organisation not in visit.everywhere("reply"):
                raise HTTPException(403)
            new = replace(_read(fields), files=await uploads(form, self._needs.files))
        content = visit.content(organisation)
        if new.channel not in contacts.kinds(content):
            return await self._form(request, visit, fields, visit.say("contact.no-channel"), 409)
        outcome = await self._needs.store.write(
            lambda tx: contacts.log(self._needs.desk(tx, visit.staff, organisation), content, new)
        )
        if isinstance(outcome, Logged):
            return RedirectResponse(f"{HOME}/contacts/{organisation}/{outcome.conversation.id}", 303)
        if isinstance(outcome, BadPhone):
            return await self._form(request, visit, fields, visit.say("contact.bad-phone"), 400)
        if isinstance(outcome, BadId):
            return await self._form(request, visit, fields, visit.say("contact.bad-id"), 400)
        if isinstance(outcome, WhoIsIt):
            known = outcome.persons
            return await self._form(request, visit, fields, visit.say("contact.who"), 409, known)
        if isinstance(outcome, Empty):
            return await self._form(request, visit, fields, visit.say("contact.empty"), 400)
        answer = told(outcome, visit)
        return await self._form(request, visit, fields, answer.text, answer.status)

    async def show(self, request: Request, organisation: str, chat: str) -> Response:
        """Show what was said, and what may be said or pressed in the person's place."""
        visit = await self._visits.read(request)
        found = await self._find(visit, organisation, chat)
        names = await self._needs.store.read.staff_names()
        lines = await self._lines(found)
        cases = await self._needs.store.read.cases_of_chat(visit.place(organisation) or "", found.id)
        return self._drawing.page(
            request,
            visit,
            "contact.html",
            row=row(found, visit, names),
            entries=_entries(lines[-_LINES:], visit, names),
            buttons=_buttons(lines),
            flows=_flows(visit, organisation),
            cases=cases,
            returned=await returned(visit, found),
            letter=await self._needs.store.look(lambda tx: tx.letters.number(organisation, found.id)),
            key=self._needs.new_id(),
        )

    async def say(self, request: Request, organisation: str, chat: str) -> Response:
        """Take what staff typed or pressed as the person's own message, and wait for the answer."""
        visit = await self._visits.read(request)
        found = await self._find(visit, organisation, chat)
        if not visit.may(organisation, "reply"):
            raise HTTPException(403)
        async with posted(request) as form:
            fields = words(form)
            self._visits.check(request, visit, fields)
            files = await uploads(form, self._needs.files)
        inbound = self._inbound(visit, found, fields, files)
        if inbound is not None and await self._needs.accept(inbound):
            await self._answered(found, inbound)
        return RedirectResponse(f"{HOME}/contacts/{organisation}/{chat}#end", 303)

    def _inbound(
        self, visit: Visit, chat: Conversation, fields: Mapping[str, str], files: tuple[Attachment, ...]
    ) -> Inbound | None:
        """Return the message; None if nothing was typed, pressed or added. 400 without a key."""
        key, choice, text = fields.get("key", ""), fields.get("choice", ""), fields.get("text", "").strip()
        if not 0 < len(key) <= _KEY_LONGEST:
            raise HTTPException(400)
        if not (choice or text or files):
            return None
        return Inbound(
            id=key,
            address=chat.address,
            external_id=f"{chat.address.user}:{key}",
            received_at=self._needs.now(),
            text="" if choice else text,
            choice=choice or None,
            attachments=files,
            typed_by=visit.staff.id,
        )

    async def _answered(self, chat: Conversation, inbound: Inbound) -> None:
        """Wait until the message stands in the transcript with its answer; not longer than PATIENCE."""
        for _ in range(int(PATIENCE / PAUSE)):
            lines = await self._needs.store.read.lines(
                chat.address.organisation, chat.id, after=chat.last_line, limit=_LINES
            )
            if any(inbound.id in (line.inbound, line.answers) for line in lines):
                return
            await asyncio.sleep(PAUSE)

    async def _find(self, visit: Visit, organisation: str, chat: str) -> Conversation:
        found = None
        if place := visit.place(organisation):
            found = await self._needs.store.read.conversation(place, chat)
        if found is None or found.address.channel not in OFFLINE:
            raise HTTPException(404)
        return found

    async def _lines(self, chat: Conversation) -> list[Line]:
        organisation = chat.address.organisation
        return list(await self._needs.store.read.newest_lines(organisation, [chat.id], limit=10 * _LINES))

    async def _form(
        self,
        request: Request,
        visit: Visit,
        filled: Mapping[str, str],
        trouble: str = "",
        status: int = 200,
        known: tuple[Person, ...] = (),
    ) -> Response:
        allowed = visit.everywhere("reply")
        kinds = {each: contacts.kinds(visit.content(each)) for each in allowed}
        return self._drawing.page(
            request,
            visit,
            "contact_new.html",
            status,
            allowed=allowed,
            offline=[one for one in OFFLINE if any(one in listed for listed in kinds.values())],
            filled={**_BLANK, "key": self._needs.new_id(), **filled},
            trouble=trouble,
            most=LONGEST,
            to_ask=await self._to_ask(visit, allowed),
            known=[(one, _tail(one.phone), _tail(one.national_id)) for one in known],
            new=NEW,
        )

    async def _to_ask(self, visit: Visit, organisations: Sequence[str]) -> list[tuple[Survey, str]]:
        """List the surveys to be asked by phone: they are over after the days that the organisation sets."""
        asked = await self._needs.store.read.surveys_to_ask(organisations, channels=OFFLINE)
        now = self._needs.now()
        return [
            (each, f"{HOME}/contacts/{each.organisation}/{each.conversation}#end")
            for each in asked
            if now - (each.asked_at or now)
            <= timedelta(days=visit.content(each.organisation).survey.open_days)
        ]


async def returned(visit: Visit, chat: Conversation) -> list[str]:
    """Return the references of the person's cases in which something is to be given again."""
    content = visit.content(chat.address.organisation)
    return await visit.needs.store.look(
        lambda tx: [case.reference for case in own(tx, chat) if opening(tx, content, case)]
    )


def _read(fields: Mapping[str, str]) -> NewContact:
    key = fields.get("key", "")
    if not 0 < len(key) <= _KEY_LONGEST:
        raise HTTPException(400)
    return NewContact(
        id=key,
        channel=fields.get("channel", ""),
        words=fields.get("words", ""),
        language="en" if fields.get("language") == "en" else "ar",
        name=fields.get("name", ""),
        phone=fields.get("phone", ""),
        national_id=fields.get("national_id", ""),
        person=fields.get("person", ""),
    )


def _tail(number: str | None) -> str:
    """Return the last digits of a number, enough to tell two people apart."""
    return mask(number) if number else ""


def _entries(lines: Sequence[Line], visit: Visit, names: Mapping[str, str]) -> list[Entry]:
    """Return the lines; what came after the person's last word is to be read out, whatever it is."""
    heard = max((line.id for line in lines if line.direction == "in"), default=0)
    return [entry(line, visit, names, aloud=line.id > heard) for line in lines]


def _buttons(lines: list[Line]) -> tuple[Button, ...]:
    """Return the buttons of the newest message that has any; links are for screens."""
    said = (line.message.buttons for line in reversed(lines) if line.message and line.message.buttons)
    return tuple(button for button in next(said, ()) if not button.url)


def _flows(visit: Visit, organisation: str) -> list[tuple[str, str]]:
    """Return the forms that open a case: button id and title."""
    return [
        (f"flow:{flow.id}", f"{flow.icon} {flow.title[visit.language]}".strip())
        for flow in visit.content(organisation).flows.values()
        if flow.kind is not None
    ]
