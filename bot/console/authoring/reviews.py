"""Before and after publishing: the difference, what is wrong, trying it, the versions."""

import asyncio
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from bot.authors.change import Change, DiffLine, FileChange, difference, digest_of
from bot.authors.places import COMMON, is_flow
from bot.authors.publishing import NotWritable, Overtaken, Published, Refused, Unchanged, Why
from bot.console.authoring.room import ROOM, Entered, Room
from bot.messages import Language

MOST_WHY, MOST_NOTE = 500, 2000


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A file's difference on the page."""

    file: str
    flow: bool
    lines: tuple[DiffLine, ...]
    new: bool
    removed: bool


class Reviews:
    """The way from a draft to the files."""

    def __init__(self, room: Room) -> None:
        """Take what all pages share."""
        self._room = room
        self._authors = room.authors

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = APIRouter(prefix=ROOM, include_in_schema=False)
        routes.add_api_route("/publish", self.publish, methods=["POST"])
        routes.add_api_route("/rebase", self.rebase, methods=["POST"])
        return routes

    async def page(
        self, entered: Entered, change: Change, *, status: int = 200, trouble: str = "", why: str = "",
        **fields: object,
    ) -> Response:  # fmt: skip
        """Show a change before it is published."""
        stale = change.stale(self._authors.folders)
        real = change.real(self._authors.folders)
        review = await asyncio.to_thread(self._authors.reviewer.review, change, entered.contents())
        scopes = change.scopes
        reached = entered.organisations(COMMON if len(scopes) > 1 else next(iter(scopes)))
        titles = await asyncio.to_thread(self._authors.index.titles, entered.visit.language)
        given = {"ran": None, "exchanges": (), "said": "[]", "org": reached[0] if reached else "", **fields}
        return self._room.page(
            entered, "review.html", status, change=change.pack(), shown=self._shown(real), review=review,
            stale=stale, reached=reached, trouble=trouble, why=why, titles=titles, one=len(change.files) == 1,
            flow=is_flow(change.files[0].file), **given,
        )  # fmt: skip

    async def publish(self, request: Request) -> Response:
        """Publish, unless somebody was faster or something is wrong."""
        entered, form = await self._room.posted(request)
        change = self._room.change(entered, form.get("change"))
        why = " ".join(str(form.get("why", "")).split())[:MOST_WHY]
        if not why:
            return await self.page(entered, change, status=400, trouble="authors.why-needed")
        note: dict[Language, str] = {"ar": _note(form.get("note_ar")), "en": _note(form.get("note_en"))}
        if bool(note["ar"]) is not bool(note["en"]):
            return await self.page(entered, change, status=400, trouble="authors.note-both", why=why)
        given = Why(actor=entered.visit.staff.id, why=why, note=note if note["ar"] else None)
        contents = entered.contents()
        outcome = await self._authors.publisher.publish(change, given, contents, now=self._room.needs.now())
        match outcome:
            case Published() | Unchanged():
                for each in change.files:
                    await self._authors.presence.leave(each.file, given.actor)
                return RedirectResponse(f"{ROOM}/versions?file={change.files[0].file}&done=1", 303)
            case Overtaken():
                return await self.page(entered, change, status=409, why=why)
            case Refused():
                return await self.page(entered, change, status=409, trouble="authors.refused", why=why)
            case NotWritable(reason=reason):
                return await self.page(
                    entered, change, status=500, trouble="authors.not-writable", why=why, reason=reason
                )

    async def rebase(self, request: Request) -> Response:
        """Take the author's texts over what somebody else published meanwhile: they have seen it."""
        entered, form = await self._room.posted(request)
        change = self._room.change(entered, form.get("change"))
        folders = self._authors.folders
        files = (
            FileChange(file=each.file, text=each.text, base=digest_of(folders.text(each.file)))
            for each in change.files
        )
        return await self.page(entered, Change(files=tuple(files)))

    def _shown(self, change: Change) -> list[Shown]:
        shown = []
        for each in change.files:
            before = self._authors.folders.text(each.file)
            lines = tuple(difference(before, each.text))
            shown.append(
                Shown(
                    file=each.file, flow=is_flow(each.file), lines=lines, new=before is None,
                    removed=each.text is None,
                )
            )  # fmt: skip
        return shown


def _note(given: object) -> str:
    return str(given or "").strip()[:MOST_NOTE]
