"""The page on which staff say that two chats are one person's: suggestions, both side by side, undoing."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from bot.console.chat import Chat
from bot.console.drawing import Drawing
from bot.console.entries import Entry, entry
from bot.console.talks import via
from bot.console.visits import HOME, Visit, Visits
from bot.console.wording import Told, told
from bot.desk import merging
from bot.ports.records import Conversation, Merge

_LINES = 6  # newest lines of each side


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """One of two chats that are compared."""

    chat: Conversation
    channel: str
    known: dict[str, str]  # field → value, numbers masked
    cases: Sequence[str]  # references
    entries: Sequence[Entry]
    why: str = ""  # why it is suggested


class Merging:
    """Finds, compares, merges and parts."""

    def __init__(self, visits: Visits, drawing: Drawing, chats: Chat) -> None:
        """Take what all pages share."""
        self._visits = visits
        self._needs = visits.needs
        self._drawing = drawing
        self._chats = chats

    def router(self) -> APIRouter:
        """Return the routes; they come before those of the chat."""
        routes = APIRouter(prefix=f"{HOME}/chat/{{organisation}}/{{chat}}", include_in_schema=False)
        routes.add_api_route("/merge", self.show, methods=["GET"])
        routes.add_api_route("/merge", self.merge, methods=["POST"])
        routes.add_api_route("/unmerge", self.unmerge, methods=["POST"])
        return routes

    async def show(
        self, request: Request, organisation: str, chat: str, find: str = "", other: str = ""
    ) -> Response:
        """Show who may be the same person; with `other` both chats side by side."""
        visit, found = await self._open(request, organisation, chat)
        return await self._page(request, visit, found, find=find, other=other)

    async def merge(self, request: Request, organisation: str, chat: str) -> Response:
        """Make both one person's, once it was confirmed."""
        visit, found = await self._open(request, organisation, chat)
        fields = await self._visits.posted(request, visit)
        other = fields.get("other", "")
        if fields.get("sure") != "1":
            said = Told(status=400, text=visit.say("merge.unsure"))
            return await self._page(request, visit, found, other=other, answer=said)
        outcome = await self._needs.store.write(
            lambda tx: merging.merge(self._needs.desk(tx, visit.staff, organisation), found.id, other)
        )
        answer = told(outcome, visit)
        if answer.done:
            return RedirectResponse(f"{HOME}/chat/{organisation}/{found.id}#end", 303)
        return await self._page(request, visit, found, other=other, answer=answer)

    async def unmerge(self, request: Request, organisation: str, chat: str) -> Response:
        """Part what was merged."""
        visit, found = await self._open(request, organisation, chat)
        fields = await self._visits.posted(request, visit)
        outcome = await self._needs.store.write(
            lambda tx: merging.unmerge(
                self._needs.desk(tx, visit.staff, organisation), found.id, fields.get("merge", "")
            )
        )
        answer = told(outcome, visit)
        if answer.done:
            return RedirectResponse(f"{HOME}/chat/{organisation}/{found.id}/merge", 303)
        return await self._page(request, visit, found, answer=answer)

    async def _open(self, request: Request, organisation: str, chat: str) -> tuple[Visit, Conversation]:
        visit = await self._visits.read(request)
        found = await self._chats.find(visit, organisation, chat)
        if not visit.may(organisation, "merge"):
            raise HTTPException(403)
        return visit, found

    async def _page(
        self,
        request: Request,
        visit: Visit,
        chat: Conversation,
        *,
        find: str = "",
        other: str = "",
        answer: Told | None = None,
    ) -> Response:
        organisation = chat.address.organisation
        compared = await self._needs.store.read.conversation(organisation, other) if other else None
        names = await self._needs.store.read.staff_names()
        others = [] if compared else await self._candidates(visit, chat, find)
        return self._drawing.page(
            request,
            visit,
            "merge.html",
            answer.status if answer else 200,
            href=f"{HOME}/chat/{organisation}/{chat.id}",
            this=await self._side(visit, chat),
            compared=await self._side(visit, compared) if compared else None,
            others=others,
            find=find,
            merges=[(one, names.get(one.actor, one.actor)) for one in await self._merges(visit, chat)],
            told=answer or Told(status=200, text=""),
        )

    async def _merges(self, visit: Visit, chat: Conversation) -> Sequence[Merge]:
        organisation = chat.address.organisation
        return await self._needs.store.look(
            lambda tx: merging.merges(self._needs.desk(tx, visit.staff, organisation), chat.id)
        )

    async def _candidates(self, visit: Visit, chat: Conversation, find: str) -> list[Side]:
        """Return chats of who may be the same: suggested, or found by what was typed."""
        organisation, read = chat.address.organisation, self._needs.store.read
        if find.strip():
            persons = [
                (one.id, "")
                for one in await self._needs.store.look(
                    lambda tx: merging.with_number(self._needs.desk(tx, visit.staff, organisation), find)
                )
            ]
        else:
            persons = [
                (one.person.id, visit.say(f"merge.why.{one.why}"))
                for one in await self._needs.store.look(
                    lambda tx: merging.alike(self._needs.desk(tx, visit.staff, organisation), chat.id)
                )
            ]
        found = [
            (row, why) for id_, why in persons for row in await read.of_person(organisation, id_, limit=3)
        ]
        if find.strip():
            found += [(row, "") for row in await read.search([organisation], find)]
        fresh = {row.id: (row, why) for row, why in found if _apart(row, chat)}
        return [
            await self._side(visit, row, why=why, lines=1)
            for row, why in list(fresh.values())[: merging.MOST]
        ]

    async def _side(self, visit: Visit, chat: Conversation, *, why: str = "", lines: int = _LINES) -> Side:
        organisation, needs = chat.address.organisation, self._needs
        names = await needs.store.read.staff_names()
        newest = await needs.store.read.newest_lines(organisation, [chat.id], limit=lines)
        known, cases = await needs.store.look(
            lambda tx: (
                merging.known(needs.desk(tx, visit.staff, organisation), chat.person),
                tx.cases.of_conversation(organisation, chat.id),
            )
        )
        return Side(
            chat=chat,
            channel=via(chat, visit),
            known=known,
            cases=[case.reference for case in cases],
            entries=[entry(line, visit, names) for line in newest],
            why=why,
        )


def _apart(row: Conversation, chat: Conversation) -> bool:
    return row.id != chat.id and (row.person is None or row.person != chat.person)
