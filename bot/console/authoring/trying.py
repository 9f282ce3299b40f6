"""A draft tried out: the authors' tests, and a conversation in the sandbox."""

import asyncio
import json
from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from bot.authors.change import Change
from bot.authors.talking import MOST_TURNS, Said, talk
from bot.authors.trial import Draft, run_tests
from bot.console.authoring.reviews import Reviews
from bot.console.authoring.room import ROOM, Entered, Room
from bot.content.cache import FitFailed
from bot.content.problems import Problem


class Trying:
    """Runs drafts that nobody else sees."""

    def __init__(self, room: Room, reviews: Reviews) -> None:
        """Take what all pages share."""
        self._room = room
        self._authors = room.authors
        self._reviews = reviews

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = APIRouter(prefix=ROOM, include_in_schema=False)
        routes.add_api_route("/tests", self.tests, methods=["POST"])
        routes.add_api_route("/try", self.talk, methods=["POST"])
        return routes

    async def tests(self, request: Request) -> Response:
        """Run the authors' tests on a draft."""
        entered, form = await self._room.posted(request)
        change = self._room.change(entered, form.get("change"))
        org, draft = await self._draft(entered, change, str(form.get("org", "")))
        ran = None
        if isinstance(draft, Draft):
            ran = await asyncio.to_thread(run_tests, draft, self._authors.library())
        fields: dict[str, Any] = {"ran": ran, "org": org, "failed_to_try": None if ran else draft}
        if request.headers.get("x-part"):
            return self._room.part(entered, "ran.html", **fields)
        return await self._reviews.page(entered, change, **fields)

    async def talk(self, request: Request) -> Response:
        """Say something to a draft."""
        entered, form = await self._room.posted(request)
        change = self._room.change(entered, form.get("change"))
        said = [] if form.get("restart") else _said(form.get("said"))
        choice, text = str(form.get("choice", "")), str(form.get("text", "")).strip()[:1000]
        if choice or text:
            said.append(Said(text="" if choice else text, choice=choice or None))
        org, draft = await self._draft(entered, change, str(form.get("org", "")))
        exchanges = talk(draft.content, said) if isinstance(draft, Draft) else ()
        fields: dict[str, Any] = {
            "exchanges": exchanges, "said": _packed(said), "org": org, "change": change.pack(),
            "failed_to_try": None if isinstance(draft, Draft) else draft,
            "titles": draft.content.topics if isinstance(draft, Draft) else {},
        }  # fmt: skip
        if request.headers.get("x-part"):
            return self._room.part(entered, "talk.html", **fields)
        del fields["change"], fields["titles"]
        return await self._reviews.page(entered, change, **fields)

    async def _draft(
        self, entered: Entered, change: Change, org: str
    ) -> tuple[str, Draft | list[Problem] | str]:
        allowed = entered.organisations()
        chosen = org if org in allowed else allowed[0]
        try:
            return chosen, await asyncio.to_thread(self._authors.trials.draft, change, chosen)
        except FitFailed as error:
            return chosen, str(error)
        except KeyError as error:
            raise HTTPException(404) from error


def _said(given: object) -> list[Said]:
    """Return what was said so far, as the page carries it. 400 for something else."""
    try:
        rows = json.loads(str(given or "[]"))
        return [Said(text=str(text), choice=choice and str(choice)) for text, choice in rows][-MOST_TURNS:]
    except (ValueError, TypeError) as error:
        raise HTTPException(400) from error


def _packed(said: Sequence[Said]) -> str:
    return json.dumps([[each.text, each.choice] for each in said], ensure_ascii=False)
