"""The shelf of documents: read by all staff, changed by who may change content."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from fastapi import APIRouter, HTTPException, Request
from starlette.datastructures import FormData, UploadFile
from starlette.responses import RedirectResponse, Response

from bot.console.drawing import Drawing
from bot.console.needs import Needs
from bot.console.posted import posted, words
from bot.console.visits import HOME, Visit, Visits
from bot.desk.outcomes import NotAllowed
from bot.desk.shelf import (
    Change,
    Deleted,
    Kept,
    Put,
    Unfit,
    address,
    delete,
    put,
    restore,
    saved_as,
    titled,
    unfit,
)
from bot.engine.content import Content
from bot.messages import Attachment, Language
from bot.pages.documents import document, shows
from bot.ports.store.shelf import Audience, ShelfVersion

ADDRESS = f"{HOME}/documents"
AUDIENCES: tuple[Audience, ...] = get_args(Audience)
OTHER = ""  # in the list of documents: one that has no name yet
_PRIVATE = "private, no-store"


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A document as staff see it."""

    version: ShelfVersion  # the one in force
    title: str
    href: str  # of the file, for staff
    public: str  # address for everybody; empty if it is not for everybody
    frames: bool  # the browser can show it beside a chat
    versions: tuple[tuple[ShelfVersion, str], ...]  # all of them with their addresses, newest first


class Shelf:
    """The page, its forms and the files."""

    def __init__(self, visits: Visits, drawing: Drawing) -> None:
        """Take what all pages share."""
        self._visits = visits
        self._needs = visits.needs
        self._drawing = drawing

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = APIRouter(prefix=f"{HOME}/documents", include_in_schema=False)
        routes.add_api_route("", self.show, methods=["GET"])
        routes.add_api_route("/{organisation}", self.change, methods=["POST"])
        routes.add_api_route("/{organisation}/delete", self.delete, methods=["POST"])
        routes.add_api_route("/{organisation}/{version}", self.open, methods=["GET"])
        routes.add_api_route("/{organisation}/{version}/restore", self.restore, methods=["POST"])
        return routes

    async def show(self, request: Request) -> Response:
        """Show the shelf of an organisation."""
        visit = await self._visits.read(request)
        served = readable(visit)
        asked = request.query_params.get("org", served[0] if served else "")
        if asked not in served:
            raise HTTPException(404)
        return await self._page(request, visit, asked, saved=request.query_params.get("saved", ""))

    async def open(self, request: Request, organisation: str, version: int) -> Response:
        """Return the file of a version."""
        visit = await self._visits.read(request)
        if organisation not in readable(visit):
            raise HTTPException(404)
        versions = await self._needs.store.look(lambda tx: tx.shelf.all(organisation))
        found = next((one for one in versions if one.id == version), None)
        if found is None:
            raise HTTPException(404)
        data = await self._needs.files.get(found.file.key)
        return document(found.file, data, name=saved_as(found, visit.language), cache=_PRIVATE)

    async def change(self, request: Request, organisation: str) -> Response:
        """Put a document on the shelf, or change one."""
        visit = await self._visits.read(request)
        if not visit.may(organisation, "content"):
            raise HTTPException(403)
        async with posted(request) as form:
            fields = words(form)
            self._visits.check(request, visit, fields)
            change = await self._wanted(visit, organisation, fields, form)
        if isinstance(change, str):
            return await self._page(request, visit, organisation, trouble=change)
        now = self._needs.now()
        outcome = await self._needs.store.write(
            lambda tx: put(tx, visit.staff, organisation, change, now=now)
        )
        if not isinstance(outcome, Put):
            return await self._page(request, visit, organisation, trouble="empty")
        return _back(organisation, change.document)

    async def restore(self, request: Request, organisation: str, version: int) -> Response:
        """Put an earlier version in force again."""
        visit, _ = await self._posted(request)
        now, note = self._needs.now(), visit.say("shelf.restored")
        outcome = await self._needs.store.write(
            lambda tx: restore(tx, visit.staff, organisation, version, note=note, now=now)
        )
        if not isinstance(outcome, Put):
            raise HTTPException(403 if isinstance(outcome, NotAllowed) else 404)
        return _back(organisation, outcome.version.document)

    async def delete(self, request: Request, organisation: str) -> Response:
        """Delete a withdrawn document that no answer cites, with all its versions."""
        visit, fields = await self._posted(request)
        if organisation not in readable(visit):
            raise HTTPException(404)
        named, reason, now = fields.get("document", ""), fields.get("reason", ""), self._needs.now()
        cited = named in cited_by(visit.content(organisation), visit.language)
        outcome = await self._needs.store.write(
            lambda tx: delete(tx, visit.staff, organisation, named, reason=reason, cited=cited, now=now)
        )
        match outcome:
            case Deleted(files=files):
                for key in files:
                    await self._needs.files.remove(key)
                return RedirectResponse(f"{ADDRESS}?org={organisation}", 303)
            case Kept(why=why):
                return await self._page(request, visit, organisation, trouble=why)
            case NotAllowed():
                raise HTTPException(403)
        raise HTTPException(404)

    async def _posted(self, request: Request) -> tuple[Visit, dict[str, str]]:
        visit = await self._visits.read(request)
        fields = await self._visits.posted(request, visit)
        return visit, fields

    async def _file(self, form: FormData) -> Attachment | Unfit | None:
        """Keep the file of a form; None if none was chosen."""
        upload = form.get("file")
        if not isinstance(upload, UploadFile) or not upload.filename:
            return None
        data = await upload.read()
        kept = await self._needs.files.put(data, name=upload.filename, declared=upload.content_type)
        if (wrong := unfit(data, kept.media_type)) is None:
            return kept
        for key in await self._needs.store.write(lambda tx: tx.transcript.unnamed([kept.key])):
            await self._needs.files.remove(key)
        return wrong

    async def _wanted(
        self, visit: Visit, organisation: str, fields: Mapping[str, str], form: FormData
    ) -> Change | Unfit:
        """Return the change that a form asks for, its file kept, or why it cannot be."""
        listed = visit.content(organisation).documents
        name = fields.get("document", OTHER)
        title = listed.get(name) or titled(fields.get("title-ar", ""), fields.get("title-en", ""))
        if title is None:
            return "title"
        audience = fields.get("audience", "")
        if audience not in AUDIENCES:
            raise HTTPException(400)
        file = await self._file(form)
        if isinstance(file, str):
            return file
        return Change(
            document=name or f"document-{self._needs.new_id()[:8]}",
            title=title,
            audience=audience,
            file=file,
            note=fields.get("note", ""),
        )

    async def _page(
        self, request: Request, visit: Visit, organisation: str, *, trouble: str = "", saved: str = ""
    ) -> Response:
        versions = await self._needs.store.look(lambda tx: tx.shelf.all(organisation))
        documents = shown(versions, visit)
        there = {one.version.document for one in documents}
        listed = visit.content(organisation).documents
        return self._drawing.page(
            request,
            visit,
            "shelf.html",
            422 if trouble else 200,
            org=organisation,
            served=readable(visit),
            documents=documents,
            missing=[(name, title[visit.language]) for name, title in listed.items() if name not in there],
            listed=listed,
            audiences=AUDIENCES,
            cited=cited_by(visit.content(organisation), visit.language),
            names=await self._needs.store.read.staff_names(),
            trouble=trouble,
            saved=saved,
        )


async def on_shelf(needs: Needs, visit: Visit, organisation: str) -> list[Shown]:
    """Return what staff may open beside a chat."""
    return shown(
        [one for one in await needs.store.read.shelf(organisation) if one.audience != "withdrawn"], visit
    )


def cited_by(content: Content, language: Language) -> dict[str, list[str]]:
    """Return the documents that answers of an organisation name, and the titles of those topics."""
    found: dict[str, list[str]] = {}
    for topic in content.topics.values():
        if topic.document:
            found.setdefault(topic.document, []).append(topic.title[language])
    return found


def _back(organisation: str, document: str) -> Response:
    return RedirectResponse(f"{ADDRESS}?org={organisation}&saved={document}#d-{document}", 303)


def readable(visit: Visit) -> tuple[str, ...]:
    """Return the organisations whose shelf somebody may read: all staff, authors too."""
    allowed = {*visit.organisations("read"), *visit.organisations("content")}
    return tuple(one for one in visit.needs.organisations() if one in allowed)


def shown(versions: Sequence[ShelfVersion], visit: Visit) -> list[Shown]:
    """Return documents as staff see them, of all versions, newest first; withdrawn ones stand last."""
    names = dict.fromkeys(one.document for one in versions)
    found = [_shown([one for one in versions if one.document == name], visit) for name in names]
    return sorted(found, key=lambda one: (one.version.audience == "withdrawn", one.title))


def _shown(versions: list[ShelfVersion], visit: Visit) -> Shown:
    newest = versions[0]
    return Shown(
        version=newest,
        title=newest.title[visit.language],
        href=_href(newest),
        public=address(newest.organisation, newest.document) if newest.audience == "public" else "",
        frames=shows(newest.file.media_type),
        versions=tuple((one, _href(one)) for one in versions),
    )


def _href(version: ShelfVersion) -> str:
    return f"{ADDRESS}/{version.organisation}/{version.id}"
