"""A house for the pages: real store, worker and desk; the engine and the content are small and known."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from fastapi import FastAPI

from bot.channels.web import Limits, Needs, WebChannel, router
from bot.engine.content import Content, EmergencyNumber, Organisation, Texts
from bot.engine.effects import HandOff, Say
from bot.engine.life import Life
from bot.engine.state import State
from bot.engine.turn import Turn
from bot.messages import Ask, Button, DangerKind, Event, Inbound, Language, Message, Reading
from bot.pages.routes import serve
from bot.ports.store import Store
from bot.store.files import DiskFiles
from bot.store.keys import open_key_file
from bot.store.opening import open_store
from bot.worker.service import Worker, new_id, utc_now
from bot.worker.turn import Respond
from tests.store.databases import with_tables

TEXTS = Path(__file__).parents[3] / "knowledge" / "texts"
ORGANISATIONS = ("aoun", "banan")
LIVES = {
    path.stem: Life.model_validate(yaml.load(path.read_text(), yaml.CBaseLoader))
    for path in (TEXTS.parent / "cases").glob("*.yaml")
}


class Deaf:
    """A matcher that understands nothing."""

    def read(self, text: str, *, last_topic: str | None = None) -> Reading:  # noqa: ARG002
        return Reading(decision="none", topic=None, offers=(), confidence=0.0, language="ar", danger=None)

    def danger(self, text: str) -> DangerKind | None:  # noqa: ARG002
        return None

    def language(self, text: str) -> Language | None:  # noqa: ARG002
        return None


@cache
def texts() -> Texts:
    tables: dict[Language, dict[str, Any]] = {"ar": {}, "en": {}}
    for language, table in tables.items():
        for path in sorted(TEXTS.glob(f"*.{language}.yaml")):
            table.update(yaml.load(path.read_text(), yaml.CBaseLoader))
    return Texts(tables)


def content(organisation: str) -> Content:
    number = EmergencyNumber(
        number="997", purpose={"ar": "الإسعاف", "en": "Ambulance"}, kinds=("medical",), region="everywhere",
        checked_on=date(2026, 11, 21), confirmed=False,
    )  # fmt: skip
    return Content(
        organisation=Organisation(
            id=organisation,
            name={"ar": f"جمعية {organisation} الخيرية", "en": f"{organisation.title()} Association"},
            short_name={"ar": f"جمعية {organisation}", "en": organisation.title()},
            people={"ar": "المستفيدين", "en": "beneficiaries"},
            document={"ar": "السياسة", "en": "Policy"},
            channels=("website",),
            emergency=(number,),
        ),
        topics={}, flows={}, archive={}, texts=texts(), matcher=Deaf(), menu=(), version="1", lives=LIVES,
    )  # fmt: skip


ASKS: Mapping[str, Ask] = {
    "date": Ask(kind="date", step="since", maximum="2026-11-21"),
    "phone": Ask(kind="phone", step="phone"),
    "file": Ask(kind="attachment", step="papers", accept=("image/*",), max_bytes=10 * 2**20),
    "where": Ask(kind="location", step="city"),
    "stars": Ask(kind="stars", step="stars"),
    "times": Ask(kind="multiple", step="times", selected=("morning",)),
}


def parrot(content: Content, state: State, happening: Inbound | Event, now: datetime) -> Turn:  # noqa: ARG001
    """Answer with what was said; a few words do more."""
    if isinstance(happening, Event) or state.owner == "staff":
        return Turn(state=state)
    said = happening.choice or happening.text or f"{len(happening.attachments)} file"
    buttons = (Button(id="person", label="👤 موظف"), Button(id="menu", label="☰ القائمة"))
    if said == "times":
        buttons = (
            Button(id="pick:times:morning", label="✅ صباح"),
            Button(id="pick:times:evening", label="مساء"),
        )
    message = Message(
        text=f"قلت: {said}", language="ar", buttons=buttons, ask=ASKS.get(said),
        urgent=said == "urgent", device="forget" if said == "forget" else None,
    )  # fmt: skip
    effects: list[Say | HandOff] = [Say(message=message)]
    if said in ("person", "urgent"):
        effects.append(HandOff(reason="asked", priority="urgent" if said == "urgent" else "normal"))
    return Turn(state=state, effects=tuple(effects))


@dataclass(frozen=True, kw_only=True, slots=True)
class House:
    """Everything that a test may want to look at."""

    app: FastAPI
    store: Store
    worker: Worker
    needs: Needs


Extra = Callable[["House"], None]


@asynccontextmanager
async def house(
    folder: Path,
    *,
    respond: Respond = parrot,
    contents: Callable[[str], Content] | None = None,
    organisations: Sequence[str] = ORGANISATIONS,
    limits: Limits | None = None,
    before: Extra | None = None,
    secure: bool = False,
    frame_ancestors: str = "'self'",
) -> AsyncIterator[House]:
    """Open a house in a folder; `before` may add routes that must come before the chat pages'."""
    ring = open_key_file(folder / "keys.json")
    store, files = open_store(with_tables(folder), ring), DiskFiles(folder / "files", ring)
    find = contents or {each: content(each) for each in organisations}.__getitem__
    worker = Worker(
        store=store,
        files=files,
        contents=find,
        organisations=lambda: organisations,
        channels=(WebChannel(),),
        respond=respond,
    )
    needs = Needs(
        store=store,
        files=files,
        accept=worker.receiver.accept,
        contents=find,
        organisations=lambda: organisations,
        key=b"a key for tests",
        new_id=new_id,
        now=utc_now,
        limits=limits or Limits(),
        secure=secure,
        frame_ancestors=frame_ancestors,
    )
    built = House(app=FastAPI(), store=store, worker=worker, needs=needs)
    if before is not None:
        before(built)
    serve(built.app, router(needs))
    await worker.start()
    try:
        yield built
    finally:
        await worker.stop()
        await store.close()
