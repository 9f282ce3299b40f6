"""Many routers as one. `include_router` reads what each route takes anew: at each level, and at first use."""

from fastapi import APIRouter, FastAPI


def joined(*parts: APIRouter) -> APIRouter:
    """Return a router with the routes of all parts, in their order; each part names its whole path."""
    return APIRouter(routes=[route for part in parts for route in part.routes])


def serve(application: FastAPI, *parts: APIRouter) -> None:
    """Let an application answer at the routes of the parts, after those that it has."""
    application.router.routes.extend(joined(*parts).routes)
