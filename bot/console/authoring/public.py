"""The page that people see: what has changed in the answers, as far as authors wrote a note about it."""

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from bot.authors.history import notes
from bot.console.drawing import Drawing
from bot.console.visits import Visits
from bot.messages import LANGUAGES


def public_router(visits: Visits, drawing: Drawing) -> APIRouter:
    """Return the route `/{organisation}/changes`; it needs no signing in."""
    routes = APIRouter(include_in_schema=False)

    async def changes(request: Request, organisation: str, lang: str = "ar") -> Response:
        if organisation not in visits.needs.organisations():
            raise HTTPException(404)
        language = next((each for each in LANGUAGES if each == lang), LANGUAGES[0])
        drawn = drawing.fragment(
            "authors/changes.html",
            language=language,
            texts=visits.texts(),
            organisation=visits.needs.contents(organisation).organisation,
            notes=await notes(visits.needs.store, organisation),
        )
        return drawing.answer(request, drawn, language)

    routes.add_api_route("/{organisation}/changes", changes, methods=["GET"])
    return routes
