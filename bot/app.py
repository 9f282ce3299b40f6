"""The composition root: the only file that names concrete channels and stores. It wires, decides nothing."""

import asyncio
import hashlib
import hmac
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TextIO

from fastapi import FastAPI
from prometheus_client import CollectorRegistry
from starlette.middleware.gzip import GZipMiddleware

from bot import console
from bot.authors import open_authors
from bot.channels import web
from bot.channels.terminal import TerminalChannel
from bot.console.visits import language_of
from bot.content import Library
from bot.content.reload import Live, Report
from bot.engine.content import Content
from bot.engine.flow import Flow
from bot.pages.routes import serve
from bot.ports.channel import Channel
from bot.ports.store import FileStore, Store
from bot.serving import health
from bot.serving.listening import Server, bind
from bot.serving.lost import Lost
from bot.serving.welcome import first_account, refuse_open_door, welcome
from bot.settings import Settings
from bot.store.files import DiskFiles
from bot.store.keys import KeyRing, WatchedKeyRing
from bot.store.opening import open_store
from bot.store.sweeping import sweep_daily
from bot.worker.chaos_plan import Plan
from bot.worker.inbox import StoppingError
from bot.worker.secure_pages import SecurePages
from bot.worker.service import Worker, new_id, utc_now


@dataclass(frozen=True, kw_only=True, slots=True)
class Rooms:
    """What every command that touches data needs."""

    settings: Settings
    ring: KeyRing
    store: Store
    files: FileStore


def open_rooms(settings: Settings, *, upgrading: bool = True) -> Rooms:
    """Open keys, database and files; made at the first start. Raises StoreError."""
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    ring = WatchedKeyRing(settings.keys)
    store = open_store(settings.database, ring, upgrading=upgrading)
    return Rooms(settings=settings, ring=ring, store=store, files=DiskFiles(settings.files, ring))


def open_plan(plan: Plan) -> Rooms:
    """Open the database of a chaos run's plan."""
    folder = Path(plan.folder)
    settings = Settings(data=folder, database_url=plan.database, key_file=folder / "key")
    return open_rooms(settings)


class Shelf:
    """Contents as the worker sees them: those in force, with every version of a flow that somebody began."""

    def __init__(self, live: Live, kept: Mapping[str, Mapping[str, Flow]]) -> None:
        """Take the live content and the kept versions: organisation → hash → flow."""
        self._live = live
        self._kept = {organisation: dict(flows) for organisation, flows in kept.items()}
        self._filled: dict[str, Content] = {}

    def __call__(self, organisation: str) -> Content:
        """Return an organisation's content, with the versions of its flows known so far."""
        content = self._live(organisation)
        filled = self._filled.get(organisation)
        if filled is None or filled.version != content.version:
            archive = self._kept.setdefault(organisation, {})
            archive.update(content.archive)
            filled = replace(content, archive=dict(archive))
            self._filled[organisation] = filled
        return filled

    def organisations(self) -> Sequence[str]:
        """Return the ids of those served, in order."""
        return tuple(self._live.contents)


async def kept_flows(store: Store, organisations: Sequence[str]) -> dict[str, dict[str, Flow]]:
    """Read the versions of flows that somebody began before this start."""
    kept = {
        organisation: await store.write(lambda tx, o=organisation: tx.flows.all(o))  # type: ignore[misc]
        for organisation in organisations
    }
    return {
        organisation: {version: Flow.model_validate_json(body) for version, body in versions.items()}
        for organisation, versions in kept.items()
    }


@dataclass(frozen=True, kw_only=True, slots=True)
class Running:
    """A started worker and what its surfaces need."""

    rooms: Rooms
    live: Live
    shelf: Shelf
    worker: Worker


@asynccontextmanager
async def running(
    rooms: Rooms,
    library: Library,
    channels: Callable[[Rooms, Shelf], Sequence[Channel]],
    *,
    every: bool = False,
) -> AsyncIterator[Running]:
    """Start worker and hot reload; stop them gracefully. `every`: the installation has no other channel."""
    settings = rooms.settings
    live = Live(
        library,
        settings.knowledge,
        settings.flows,
        cache=settings.models,
        report=announcing(rooms.store, asyncio.get_running_loop()),
    )
    shelf = Shelf(live, await kept_flows(rooms.store, tuple(library.contents)))
    worker = Worker(
        store=rooms.store,
        files=rooms.files,
        contents=shelf,
        organisations=shelf.organisations,
        channels=channels(rooms, shelf),
        pages=SecurePages(public_url=settings.public_url),
        every_channel=every,
        sweep_files=partial(sweep_daily, url=settings.database, ring=rooms.ring, folder=settings.files)
        if every
        else None,
    )
    live.start()
    await worker.start()
    try:
        yield Running(rooms=rooms, live=live, shelf=shelf, worker=worker)
    finally:
        await worker.stop()
        await asyncio.to_thread(live.stop)
        await rooms.store.close()


def announcing(store: Store, loop: asyncio.AbstractEventLoop) -> Report:
    """Return what wakes those who show how the content stands; called from the thread that watches it."""

    def report(_problems: object) -> None:
        asyncio.run_coroutine_threadsafe(store.write(lambda tx: tx.announce("content")), loop)

    return report


async def at_rest(rooms: Rooms, library: Library) -> Worker:
    """Return a worker that receives and sends nothing: for what a command does at the desk."""
    settings = rooms.settings
    live = Live(library, settings.knowledge, settings.flows, cache=settings.models)
    shelf = Shelf(live, await kept_flows(rooms.store, tuple(library.contents)))
    return Worker(store=rooms.store, files=rooms.files, contents=shelf, organisations=shelf.organisations)


def serving_channels(rooms: Rooms, shelf: Shelf) -> Sequence[Channel]:
    """Return every configured channel of `wasl serve`; what is not configured is not imported."""
    channels: list[Channel] = [web.WebChannel()]
    if rooms.settings.telegram:
        from bot.connections import telegram_channel

        organisations = shelf.organisations()
        channels.append(telegram_channel(rooms.settings, rooms.store, rooms.files, shelf, organisations))
    return channels


@asynccontextmanager
async def staff_in_telegram(run: Running) -> AsyncIterator[None]:
    """Run the staff desk in Telegram where it is configured."""
    settings = run.rooms.settings
    if settings.telegram_desk_token is None:
        yield
        return
    from bot.connections import telegram_desk

    async with telegram_desk(settings, run.worker, run.live):
        yield


def derived_keys(ring: KeyRing, purpose: str) -> list[bytes]:
    """Return keys for signing, the newest last, stable over a restart; they tell nothing of the ring's own.

    What was signed before the keys were rotated is good until the older key is retired.
    """
    blinds = reversed(ring.blinds(purpose, "signing"))
    return [hmac.digest(hashlib.sha256(each).digest(), purpose.encode(), "sha256") for each in blinds]


async def serve_web(rooms: Rooms, library: Library, *, say: Callable[[str], None]) -> None:
    """Serve until a signal comes. Raises NotYetSafeError, or OSError if the address is taken."""
    settings = rooms.settings
    created = await first_account(rooms.store, settings, tuple(library.contents), new_id, utc_now)
    await refuse_open_door(rooms.store, settings)
    with bind(settings.host, settings.port) as listening:
        address = settings.public_url or _address(settings.host, listening.getsockname()[1])
        async with running(rooms, library, serving_channels, every=True) as run:
            application = FastAPI(title="Wasl", docs_url=None, redoc_url=None, openapi_url=None)
            server = Server(application, ready=lambda: say(welcome(address, library.contents, created)))
            _mount(application, run, secure=address.startswith("https:"), stopping=server.stopping)
            async with staff_in_telegram(run):
                await server.serve(sockets=[listening])


def _mount(application: FastAPI, run: Running, *, secure: bool, stopping: Callable[[], bool]) -> None:
    """Put every page on the application; the chat pages catch single names, so they come last."""
    rooms, registry = run.rooms, CollectorRegistry()
    application.add_middleware(GZipMiddleware, minimum_size=1000)
    application.add_exception_handler(StoppingError, health.stopping)
    serve(application, health.router(rooms.store, lambda: run.live.status, registry))
    served = run.shelf.organisations
    homes = ("console", *served())
    Lost(lambda: run.shelf(served()[0]).texts, language_of, homes).install(application)
    serve(
        application,
        console.router(
            console.Needs(
                store=rooms.store,
                files=rooms.files,
                desk=run.worker.desk,
                accept=run.worker.accept,
                contents=run.shelf,
                organisations=run.shelf.organisations,
                content_status=lambda: run.live.status,
                key=derived_keys(rooms.ring, "console")[-1],
                new_id=new_id,
                now=utc_now,
                authors=open_authors(
                    knowledge=rooms.settings.knowledge,
                    flows=rooms.settings.flows,
                    models=rooms.settings.models,
                    drafts=rooms.settings.data / "drafts",
                    library=lambda: run.live.library,
                    store=rooms.store,
                    new_id=new_id,
                ),
                public_url=rooms.settings.public_url or "",
                secure=secure,
                stopping=stopping,
            )
        ),
    )
    _mount_webhook(application, run, registry)
    serve(
        application,
        web.router(
            web.Needs(
                store=rooms.store,
                files=rooms.files,
                accept=run.worker.accept,
                contents=run.shelf,
                organisations=run.shelf.organisations,
                key=derived_keys(rooms.ring, "web"),
                new_id=new_id,
                now=utc_now,
                frame_ancestors=rooms.settings.frame_ancestors,
                secure=secure,
                stopping=stopping,
            )
        ),
    )


def _mount_webhook(application: FastAPI, run: Running, registry: CollectorRegistry) -> None:
    """Take Telegram's posts where a webhook secret is set."""
    secret = run.rooms.settings.telegram_webhook_secret
    found = [channel for channel in run.worker.channels if channel.name == "telegram"]
    if secret is None or not found:
        return
    from bot.channels.telegram import webhook
    from bot.channels.telegram.channel import TelegramChannel

    for channel in found:
        if isinstance(channel, TelegramChannel):
            routes = webhook.router(channel, secret.get_secret_value(), webhook.Refusals(registry))
            serve(application, routes)


async def chat_in_terminal(
    rooms: Rooms, library: Library, organisation: str, user: str, *, lines: TextIO, out: TextIO
) -> None:
    """Hold one conversation in the terminal until its input ends."""
    settled: list[Callable[[], Awaitable[None]]] = []

    async def wait() -> None:
        for each in settled:
            await each()

    terminal = TerminalChannel(organisation, user, rooms.files, settled=wait, lines=lines, out=out)
    async with running(rooms, library, lambda _rooms, _shelf: (terminal,)) as run:
        settled.append(lambda: _nothing_owed(run, terminal.name))
        await terminal.finished.wait()


async def _nothing_owed(run: Running, channel: str) -> None:
    """Return once every arrival is answered and every answer has been sent."""
    store = run.rooms.store
    listening = store.listen("outbox")
    try:
        await run.worker.lanes.drained()
        while await store.write(lambda tx: tx.outbox.next_due(channel)) is not None:
            await listening.wait(0.2)
    finally:
        listening.close()


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
