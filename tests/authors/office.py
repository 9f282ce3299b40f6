"""The authors' pages over a small content of two associations: real store, engine, matcher and files."""

import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import httpx

from bot import console
from bot.authors import Authors, open_authors
from bot.content.reload import Live
from bot.engine.respond import respond
from bot.pages.routes import serve
from bot.worker.service import new_id, utc_now
from tests.browser.assembly import PASSWORD, account
from tests.channels.web.house import House, house
from tests.content.serving import SMALL, change, served

TEXTS = Path(__file__).parents[2] / "knowledge" / "texts"
TOPIC = "knowledge/common/review-time.yaml"
OWN = "knowledge/organisations/aoun/topics/gap-age.yaml"
FLOW = "flows/support-request.yaml"


@dataclass(frozen=True, kw_only=True)
class Office:
    """Everything that a test may want to look at."""

    house: House
    live: Live
    authors: Authors
    root: Path  # of the content

    def path(self, file: str) -> Path:
        return self.authors.folders.path(file)

    def text(self, file: str) -> str:
        return self.path(file).read_text("utf-8")

    async def account(self, login: str, role: str = "administrator", *organisations: str) -> str:
        """Make an account, and return its id."""
        made = await account(self.house.store, login, role=role)
        for each in {"aoun", "banan"} - set(organisations or ("aoun", "banan")):
            await self.house.store.write(lambda tx, o=each: tx.staff.set_role(made.staff.id, o, None))  # type: ignore[misc]
        return made.staff.id

    def stranger(self) -> httpx.AsyncClient:
        """Return a browser that nobody signed in with."""
        transport = httpx.ASGITransport(self.house.app)
        return httpx.AsyncClient(transport=transport, base_url="http://wasl.test")

    @asynccontextmanager
    async def signed_in(
        self, login: str = "amal", role: str = "administrator", *organisations: str
    ) -> AsyncIterator[httpx.AsyncClient]:
        await self.account(login, role, *organisations)
        async with self.stranger() as browser:
            form = {"login": (None, login), "password": (None, PASSWORD)}
            browser.cookies.set("wasl_staff_language", "en", domain="wasl.test", path="/console")
            await browser.post("/console/sign-in", files=form)
            yield browser


def copied(folder: Path) -> Path:
    """Copy the small content, with all interface texts and a second association."""
    root = Path(shutil.copytree(SMALL, folder / "content"))
    for path in TEXTS.glob("*.yaml"):
        shutil.copy(path, root / "knowledge" / "texts" / path.name)
    organisations = root / "knowledge" / "organisations"
    shutil.copytree(organisations / "aoun", organisations / "banan")
    change(root, "knowledge/organisations/banan/organisation.yaml", "id: aoun", "id: banan")
    change(
        root,
        "knowledge/organisations/banan/organisation.yaml",
        "ar: جمعية عون, en: Aoun",
        "ar: جمعية بنان, en: Banan",
    )
    return root


@asynccontextmanager
async def office(folder: Path, cache: Path, *, cases: Path | None = None) -> AsyncIterator[Office]:
    """Open an office in a folder, with lives of cases if given; models are fitted once in `cache`."""
    root = copied(folder)
    if cases is not None:
        shutil.copytree(cases, root / "knowledge" / "cases")
    knowledge, flows = root / "knowledge", root / "flows"
    live = Live(served(root, cache), knowledge, flows, cache=cache)
    made: list[Authors] = []

    def with_authors(built: House) -> None:
        made.append(
            open_authors(
                knowledge=knowledge, flows=flows, models=cache, drafts=cache / "drafts",
                library=lambda: live.library, store=built.store, new_id=new_id,
            )
        )  # fmt: skip
        needs = console.Needs(
            store=built.store, files=built.needs.files, desk=built.worker.desk, accept=built.worker.accept,
            contents=live, organisations=lambda: tuple(live.contents), content_status=lambda: live.status,
            key=b"a key", new_id=new_id, now=utc_now, authors=made[0],
        )  # fmt: skip
        serve(built.app, console.router(needs))

    organisations = tuple(live.contents)
    async with house(
        folder, respond=respond, contents=live, organisations=organisations, before=with_authors
    ) as built:
        yield Office(house=built, live=live, authors=made[0], root=root)


def fields(page: str, action: str) -> dict[str, list[str]]:
    """Return what the form with this action would post: names with their values, as a browser sends them."""
    form = next(
        each for each in re.findall(r"<form\b.*?</form>", page, re.DOTALL) if f'action="{action}' in each
    )
    found: dict[str, list[str]] = {}
    for tag in re.finditer(r"<(input|textarea|select)\b([^>]*)>", form):
        name = _attribute(tag[2], "name")
        if name is None or "disabled" in tag[2]:
            continue
        rest = form[tag.end() :]
        if tag[1] == "input":
            kind = _attribute(tag[2], "type")
            if kind == "file" or (kind == "checkbox" and "checked" not in tag[2]):
                continue
            value = _attribute(tag[2], "value") or ""
        elif tag[1] == "textarea":
            value = rest[: rest.index("</textarea>")].removeprefix("\r\n").removeprefix("\n")
        else:
            options = re.findall(r"<option\b([^>]*)>", rest[: rest.index("</select>")])
            chosen = next((each for each in options if "selected" in each), options[0] if options else "")
            value = _attribute(chosen, "value") or ""
        found.setdefault(name, []).append(_plain(value))
    return found


def _attribute(tag: str, name: str) -> str | None:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return found[1] if found else None


def _plain(text: str) -> str:
    return unescape(text)


def parts(found: dict[str, list[str]], **changed: str | list[str]) -> list[tuple[str, tuple[None, str]]]:
    """Return fields as a posted form, some of them changed."""
    every = {**found, **{name: [v] if isinstance(v, str) else v for name, v in changed.items()}}
    return [(name, (None, value)) for name, values in every.items() for value in values]
