"""Topics: the list, and the form of one."""

import asyncio
from collections.abc import Mapping

from fastapi import APIRouter, HTTPException, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from bot.authors.change import NOTHING, Change, FileChange, digest_of
from bot.authors.editing import Unreadable
from bot.authors.listing import chosen, kinds
from bot.authors.places import COMMON, NotForAuthors, scope_of
from bot.authors.topics import TopicValues, new_file, values_of, with_phrasings, written
from bot.console.authoring.forms import form_of, values_in
from bot.console.authoring.reviews import Reviews
from bot.console.authoring.room import ROOM, Entered, Room

_MOST_GIVEN = 20  # phrasings that a group of questions hands over


class Topics:
    """Pages of topics."""

    def __init__(self, room: Room, reviews: Reviews) -> None:
        """Take what all pages share."""
        self._room = room
        self._authors = room.authors
        self._reviews = reviews

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = APIRouter(prefix=ROOM, include_in_schema=False)
        routes.add_api_route("", self.index, methods=["GET"])
        routes.add_api_route("/topic", self.show, methods=["GET"])
        routes.add_api_route("/topic", self.save, methods=["POST"])
        routes.add_api_route("/topic/edit", self.again, methods=["POST"])
        routes.add_api_route("/topic/begin", self.begin, methods=["POST"])
        routes.add_api_route("/new", self.new, methods=["GET"])
        routes.add_api_route("/own", self.own, methods=["GET"])
        routes.add_api_route("/text", self.text, methods=["GET"])
        routes.add_api_route("/text", self.save_text, methods=["POST"])
        return routes

    async def index(self, request: Request, org: str = "", kind: str = "", q: str = "") -> Response:
        """List topics."""
        entered = await self._room.enter(request)
        language = entered.visit.language
        topics = await asyncio.to_thread(self._authors.index.topics, language)
        seen = [each for each in topics if each.scope == COMMON or each.scope in entered.scopes]
        broken = await asyncio.to_thread(self._authors.index.broken, language)
        found = chosen(seen, scope=org, kind=kind, search=q)
        return self._room.page(
            entered, "topics.html", topics=found, kinds=kinds(seen), org=org, kind=kind, q=q, broken=broken,
            everybody=COMMON,
        )  # fmt: skip

    async def show(self, request: Request, file: str) -> Response:
        """Show a topic's form; who may not write it reads it."""
        entered = await self._room.enter(request)
        text = self._text(file)
        try:
            values = values_of(text)
        except Unreadable:
            return self._as_text(entered, file, text, digest_of(text))
        if scope_of(file) not in entered.scopes:
            return await self._form(entered, file, values, base="", readonly=True)
        return await self._form(entered, file, values, base=digest_of(text))

    async def new(self, request: Request, org: str = COMMON, kind: str = "") -> Response:
        """Show an empty form."""
        entered = await self._room.enter(request)
        scope = org if org in entered.scopes else next(iter(sorted(entered.scopes)))
        return await self._form(entered, "", TopicValues(id="", kind=kind), base=NOTHING, scope=scope)

    async def own(self, request: Request, org: str, id: str) -> Response:  # noqa: A002 - name in the address
        """Show the form of what one organisation says otherwise about a topic."""
        entered = await self._room.enter(request)
        entered.allow(org)
        found = await asyncio.to_thread(self._authors.index.file_of, org, id)
        if found is not None:
            return await self.show(request, found)
        return await self._form(entered, "", TopicValues(id=id), base=NOTHING, scope=org, fixed=True)

    async def begin(self, request: Request) -> Response:
        """Show a topic's form with phrasings that people used: a known one's, or a new one's."""
        entered, form = await self._room.posted(request)
        phrasings = [str(each)[:300] for each in form.getlist("say")][:_MOST_GIVEN]
        language = str(form.get("language", "ar"))
        file, scope = str(form.get("file", "")), str(form.get("org", COMMON))
        if file:
            text = self._text(self._room.file(entered, file))
            values = with_phrasings(values_of(text), phrasings, language)
            return await self._form(entered, file, values, base=digest_of(text))
        scope = scope if scope in entered.scopes else next(iter(sorted(entered.scopes)))
        kind = "gap" if form.get("kind") == "gap" else ""
        values = with_phrasings(TopicValues(id="", kind=kind), phrasings, language)
        return await self._form(entered, "", values, base=NOTHING, scope=scope)

    async def save(self, request: Request) -> Response:
        """Show the difference that the form makes, before anything is published."""
        entered, given = await self._room.posted(request)
        file, scope = str(given.get("file", "")), str(given.get("scope", COMMON))
        titles, flows = await self._words(entered)
        form = form_of(entered.visit, titles, flows, given=given)
        values = values_in(form)
        base = str(given.get("base", NOTHING))
        trouble = "" if form.validate() else "authors.check-fields"
        try:
            target = self._room.file(entered, file) if file else self._new(entered, scope, values)
            text = written(values, self._authors.folders.text(target) if file else None)
        except (NotForAuthors, Unreadable):
            trouble = trouble or "authors.check-fields"
        if trouble:
            return await self._form(
                entered, file, values, base=base, scope=scope, given=given, trouble=trouble
            )
        change = Change(files=(FileChange(file=target, text=text, base=base),))
        return await self._reviews.page(entered, change)

    def _new(self, entered: Entered, scope: str, values: TopicValues) -> str:
        entered.allow(scope)
        return new_file(scope, values)

    async def again(self, request: Request) -> Response:
        """Show the form with a change that is not published yet."""
        entered, given = await self._room.posted(request)
        change = self._room.change(entered, given.get("change"))
        one = change.files[0]
        text = one.text or ""
        try:
            values = values_of(text)
        except Unreadable:
            return self._as_text(entered, one.file, text, one.base)
        known = self._authors.folders.text(one.file) is not None
        return await self._form(
            entered, one.file if known else "", values, base=one.base, scope=scope_of(one.file)
        )

    async def text(self, request: Request, file: str) -> Response:
        """Show a file as it is written."""
        entered = await self._room.enter(request)
        self._room.file(entered, file)
        text = self._text(file)
        return self._as_text(entered, file, text, digest_of(text))

    async def save_text(self, request: Request) -> Response:
        """Show the difference that the text makes."""
        entered, given = await self._room.posted(request)
        file = self._room.file(entered, str(given.get("file", "")))
        text = str(given.get("text", "")).replace("\r\n", "\n").rstrip("\n") + "\n"
        remove = given.get("remove") == "1"
        base = str(given.get("base", ""))
        change = Change(files=(FileChange(file=file, text=None if remove else text, base=base),))
        return await self._reviews.page(entered, change)

    def _text(self, file: str) -> str:
        try:
            text = self._authors.folders.text(file)
        except NotForAuthors as error:
            raise HTTPException(404) from error
        if text is None:
            raise HTTPException(404)
        return text

    def _as_text(self, entered: Entered, file: str, text: str, base: str) -> Response:
        self._room.file(entered, file)
        return self._room.page(entered, "text.html", file=file, text=text, base=base)

    async def _words(self, entered: Entered) -> tuple[Mapping[str, str], Mapping[str, str]]:
        language = entered.visit.language
        titles = await asyncio.to_thread(self._authors.index.titles, language)
        sources = await asyncio.to_thread(self._authors.index.sources)
        flows = {each.value.id: each.value.title.get(language, each.value.id) for each in sources.flows}
        return titles, flows

    async def _form(
        self, entered: Entered, file: str, values: TopicValues, *, base: str, scope: str = "",
        given: FormData | None = None, trouble: str = "", readonly: bool = False, fixed: bool = False,
    ) -> Response:  # fmt: skip
        titles, flows = await self._words(entered)
        form = form_of(entered.visit, titles, flows, values=values, given=given)
        if given is not None:
            form.validate()
        names = await self._room.needs.store.read.staff_names()
        others: Mapping[str, object] = {}
        if file and not readonly:
            now = self._room.needs.now()
            others = await self._authors.presence.enter(file, entered.visit.staff.id, now=now)
        scope = scope or (scope_of(file) if file else COMMON)
        return self._room.page(
            entered, "topic.html", 400 if trouble else 200, form=form, file=file, base=base, scope=scope,
            values=values, title=titles.get(values.id, values.id), trouble=trouble, readonly=readonly,
            others=[(names.get(who, who), at) for who, at in others.items()], everybody=COMMON, fixed=fixed,
        )  # fmt: skip
