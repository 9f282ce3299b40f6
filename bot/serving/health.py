"""`/healthz`, `/readyz` and `/metrics`."""

from collections.abc import Callable, Sequence
from typing import Protocol

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.ports.store import Store, StoreError


class ContentStatus(Protocol):
    """How the content stands."""

    @property
    def version(self) -> str:
        """Hash of the content in force."""
        ...

    @property
    def problems(self) -> Sequence[object]:
        """Why the newest change is not in force; empty = all is well."""
        ...


async def stopping(_request: Request, _error: Exception) -> Response:
    """Say that the process is going away and that trying again will do; nothing was taken in."""
    return PlainTextResponse("stopping\n", status_code=503, headers={"Retry-After": "5"})


def router(store: Store, content: Callable[[], ContentStatus], registry: CollectorRegistry) -> APIRouter:
    """Return the routes; what anybody has put into the registry is on `/metrics`."""
    routes = APIRouter(include_in_schema=False)
    rows = Gauge("wasl_rows", "Rows that wait", ["queue"], registry=registry)
    broken = Gauge("wasl_content_broken", "1 while the newest content is not in force", registry=registry)

    @routes.get("/healthz")
    async def healthz() -> Response:
        return PlainTextResponse("ok\n")

    @routes.get("/readyz")
    async def readyz() -> Response:
        try:
            counts = await store.read.counts()
        except StoreError:
            return JSONResponse({"ready": False, "why": "database"}, status_code=503)
        status = content()
        return JSONResponse(
            {
                "ready": True,  # also with a broken change: the content before it goes on answering
                "content": status.version,
                "content_problems": len(status.problems),
                "waiting": dict(counts),
            }
        )

    @routes.get("/metrics")
    async def metrics() -> Response:
        for queue, count in (await store.read.counts()).items():
            rows.labels(queue).set(count)
        broken.set(len(content().problems) > 0)
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return routes
