"""Identifying questions through a one-time link: Telegram on one side, the page on the other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from fastapi import FastAPI

from bot.channels.web import Limits, Needs, router
from bot.engine.content import Content
from bot.pages.routes import serve
from bot.practice.telegram import Practice
from bot.worker.secure_pages import SecurePages
from bot.worker.service import new_id
from tests.channels.telegram.house import AOUN, MIRAS, OWN, House, living, utc_now
from tests.channels.telegram.papers import contents
from tests.channels.telegram.play import PDF, Player
from tests.worker.world import content

HERE = Path(__file__).parent
CASES = yaml.safe_load((HERE / "links.yaml").read_text(encoding="utf-8"))
PUBLIC = "https://chat.example.org"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
FILES = {"png": ("id.png", PNG, "image/png"), "pdf": ("deed.pdf", PDF, "application/pdf")}


@dataclass
class Reader(Player):
    """A person with a browser beside Telegram."""

    contents: Callable[[str], Content] = content
    ahead: float = 0.0  # seconds that the page's clock is ahead
    posted: str = ""  # the link that was used last
    page: httpx.Response = field(init=False)
    browser: Mapping[str, Callable[[Any], Any]] = field(init=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.browser = {
            "page": self._page, "old_page": self._old_page, "answer": self._answer, "upload": self._upload,
            "answer_again": self._answer_again, "address_page": self._address, "foreign_page": self._foreign,
            "later": self._later, "status": self._status, "says": self._says, "link": self._link,
            "taken_back": self._taken_back, "transcript_has_not": self._has_not, "files": self._files,
        }  # fmt: skip

    async def _do(self, name: str, value: Any) -> None:
        if name not in self.browser:
            await super()._do(name, value)
            return
        await self.browser[name](value)
        await self.house.quiet(self.token)

    def _now(self) -> datetime:
        return utc_now() + timedelta(seconds=self.ahead)

    def _links(self) -> list[str]:
        shown = [each.get("reply_markup", {}).get("inline_keyboard", ()) for each in self._all()]
        buttons = [button for rows in shown for row in rows for button in row]
        return [str(button["url"]).removeprefix(PUBLIC) for button in buttons if "url" in button]

    async def _call(self, method: str, path: str, **more: Any) -> None:
        house, application = self.house, FastAPI()
        needs = Needs(
            store=house.store, files=house.files, accept=house.worker.accept, contents=self.contents,
            organisations=lambda: (AOUN, MIRAS), key=b"k" * 32, new_id=new_id, now=self._now,
        )  # fmt: skip
        serve(application, router(needs))
        transport = httpx.ASGITransport(app=application)
        async with httpx.AsyncClient(transport=transport, base_url=PUBLIC, follow_redirects=True) as client:
            self.page = await client.request(method, path, **more)

    async def _page(self, status: str) -> None:
        await self._call("GET", self._links()[-1])
        await self._status(status)

    async def _old_page(self, index: str) -> None:
        await self._call("GET", self._links()[int(index)])

    async def _address(self, path: str) -> None:
        await self._call("GET", path)

    async def _foreign(self, organisation: str) -> None:
        await self._call("GET", self._links()[-1].replace(f"/{AOUN}/", f"/{organisation}/"))

    async def _answer(self, text: str) -> None:
        self.posted = self._links()[-1]
        await self._call("POST", self.posted, files={"answer": (None, text)})

    async def _answer_again(self, text: str) -> None:
        await self._call("POST", self.posted, files={"answer": (None, text)})

    async def _upload(self, kinds: list[str]) -> None:
        await self._call("POST", self._links()[-1], files=[("answer", FILES[kind]) for kind in kinds])

    async def _later(self, seconds: str) -> None:
        self.ahead += float(seconds)

    async def _status(self, status: str) -> None:
        assert str(self.page.status_code) == status, self.page.text
        if status in ("200", "410", "422"):
            assert self.page.headers["cache-control"] == "no-store"
            assert "script-src 'self'" in self.page.headers["content-security-policy"]

    async def _says(self, wanted: list[str]) -> None:
        for words in wanted:
            assert words in self.page.text, self.page.text

    async def _link(self, wanted: bool) -> None:
        rows = self._all()[-1].get("reply_markup", {}).get("inline_keyboard", ())
        assert any("url" in button for row in rows for button in row) is wanted

    async def _taken_back(self, _: object) -> None:
        gone = [call.parameters["message_id"] for call in self.practice.calls(self.token, "deleteMessage")]
        assert str(self.last) in map(str, gone), gone

    async def _has_not(self, unwanted: list[str]) -> None:
        kept = "\n".join(f"{line.text}{line.message}" for line in await self.house.lines(self.user))
        for words in unwanted:
            assert words not in kept

    async def _files(self, count: str) -> None:
        assert len(self.house.files.check_all()) == int(count)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
async def test_links(case: dict[str, Any], tmp_path: Path, practice: Practice) -> None:
    practice.add_user(7, language=case.get("language", "ar"))
    of, address = contents(case["mode"]), None if case.get("address") is False else PUBLIC
    async with living(tmp_path, practice, contents=of, pages=SecurePages(public_url=address)) as house:
        await Reader(house, OWN, contents=of).play(case["steps"])


async def test_the_page_is_held_to_a_rate(house: House) -> None:
    reader, application = Reader(house, OWN), FastAPI()
    needs = Needs(
        store=house.store, files=house.files, accept=house.worker.accept, contents=content,
        organisations=lambda: (AOUN,), key=b"k" * 32, new_id=new_id, now=reader._now,
        limits=Limits(link_burst=20),
    )  # fmt: skip
    serve(application, router(needs))
    transport = httpx.ASGITransport(app=application)
    async with httpx.AsyncClient(transport=transport, base_url=PUBLIC) as client:
        found = [(await client.get(f"/{AOUN}/link/{number}")).status_code for number in range(25)]
    assert found[0] == 404
    assert found[-1] == 429
