"""The staff desk over HTTP, against the real store, worker and desk."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from bot.desk.accounts import Created, NewAccount, create
from bot.ports.records import Conversation, Role
from bot.ports.store import Transaction
from bot.worker.service import new_id, utc_now
from tests.browser.assembly import PASSWORD, account
from tests.channels.web.house import House

JSON = {"Accept": "application/json"}


def browser(home: House) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(home.app), base_url="http://wasl.test")


@asynccontextmanager
async def signed_in(
    home: House, login: str, *, role: Role = "supervisor"
) -> AsyncIterator[httpx.AsyncClient]:
    await account(home.store, login, role=role)
    async with browser(home) as staff:
        response = await enter(staff, login, PASSWORD)
        assert response.headers["location"] == "/console/waiting"
        yield staff


async def enter(staff: httpx.AsyncClient, login: str, password: str) -> httpx.Response:
    return await staff.post("/console/sign-in", files={"login": (None, login), "password": (None, password)})


async def post(
    staff: httpx.AsyncClient, address: str, page: str | None = None, **fields: str
) -> httpx.Response:
    """Post a form with the token of its page."""
    shown = (await staff.get(page or re.sub(r"/[a-z]+$", "", address))).text
    token = re.findall(r'name="csrf" value="([^"]+)"', shown)[0]
    form = {name: (None, value) for name, value in {"csrf": token, **fields}.items()}
    return await staff.post(address, files=form, headers=JSON)


async def a_chat(home: House, text: str = "person", organisation: str = "aoun") -> Conversation:
    """Let somebody write, and return the conversation once they are answered."""
    async with browser(home) as visitor:
        await visitor.post(f"/{organisation}/api/messages", json={"key": "k", "text": text})
        for _ in range(200):
            found = (await visitor.get(f"/{organisation}/api/history")).json()
            if len(found["lines"]) == 2:
                break
            await asyncio.sleep(0.02)
    chat = await home.store.read.conversation(organisation, found["conversation"])
    assert chat is not None
    return chat


def address_of(chat: Conversation) -> str:
    return f"/console/chat/{chat.address.organisation}/{chat.id}"


# ---- the way in ----


@pytest.mark.parametrize(
    "page", ["", "/waiting", "/cases", "/chat/aoun/x", "/events", "/failures", "/password"]
)
async def test_nothing_is_shown_before_signing_in(home: House, page: str) -> None:
    async with browser(home) as stranger:
        response = await stranger.get(f"/console{page}")
    assert (response.status_code, response.headers["location"]) == (303, "/console/sign-in")


async def test_a_first_password_must_be_changed(home: House) -> None:
    made = await create(
        home.store,
        NewAccount(id=new_id(), login="new", name="New", roles={"aoun": "researcher"}),
        now=utc_now(),
    )
    assert isinstance(made, Created)
    async with browser(home) as staff:
        assert (await enter(staff, "new", made.password)).headers["location"] == "/console/password"
        assert (await staff.get("/console/waiting")).headers["location"] == "/console/password"
        # its stream would be sent here, too, and the page would tell of a lost connection
        assert 'data-live="none"' in (await staff.get("/console/password")).text
        weak = await post(
            staff, "/console/password", "/console/password", old=made.password, new="short", again="short"
        )
        assert weak.status_code == 400
        fresh = {"old": made.password, "new": "another-long-one", "again": "another-long-one"}
        changed = await post(staff, "/console/password", "/console/password", **fresh)
        assert changed.headers["location"] == "/console/waiting"
        assert (await staff.get("/console/waiting")).status_code == 200


async def test_a_wrong_password_is_refused_and_many_are_slowed_down(home: House) -> None:
    await account(home.store, "sara")
    async with browser(home) as stranger:
        answers = [await enter(stranger, "sara", f"wrong {number}") for number in range(12)]
        assert answers[0].status_code == 401
        assert "اسم الدخول أو كلمة المرور غير صحيح" in answers[0].text
        assert answers[-1].status_code == 429
        assert (await enter(stranger, "sara", PASSWORD)).status_code == 429


async def test_the_cookie_is_kept_from_scripts_and_other_sites(home: House) -> None:
    await account(home.store, "sara")
    async with browser(home) as staff:
        cookie = (await enter(staff, "sara", PASSWORD)).headers["set-cookie"]
    assert all(rule in cookie for rule in ("HttpOnly", "SameSite=strict", "Path=/console"))


async def test_signing_out_ends_the_session(home: House) -> None:
    async with signed_in(home, "sara") as staff:
        kept = staff.cookies["wasl_staff"]
        await post(staff, "/console/sign-out", "/console/waiting")
        staff.cookies.set("wasl_staff", kept, path="/console")
        assert (await staff.get("/console/waiting")).status_code == 303


async def test_a_form_without_its_token_or_from_a_foreign_page_is_refused(home: House) -> None:
    chat = await a_chat(home)
    async with signed_in(home, "sara") as staff:
        bare = await staff.post(f"{address_of(chat)}/claim", files={"csrf": (None, "guess")})
        foreign = {"Sec-Fetch-Site": "cross-site"}
        entrance = {"login": (None, "sara"), "password": (None, PASSWORD)}
        entered = await staff.post("/console/sign-in", files=entrance, headers=foreign)
    assert (bare.status_code, entered.status_code) == (403, 403)
    assert (await home.store.read.conversation("aoun", chat.id)) == chat


# ---- the desk ----


async def test_who_waits_is_shown_with_priority_reason_and_age(home: House) -> None:
    await a_chat(home)
    await a_chat(home, "urgent")
    async with signed_in(home, "sara") as staff:
        page = (await staff.get("/console/waiting")).text
    rows = re.findall(r'<li class="row.*?</li>', page, re.S)
    assert len(rows) == 2
    assert "عاجل" in rows[0]
    assert "عادي" in rows[1]
    assert "طلب موظفًا" in rows[1]
    assert "الهدف خلال 30 دقيقة" in rows[1]


async def test_a_reply_takes_the_chat_and_reaches_the_person_once(home: House) -> None:
    chat = await a_chat(home)
    async with signed_in(home, "sara") as staff:
        seen = {"seen_line": str(chat.last_line), "text": "أهلًا بك"}
        first = await post(staff, f"{address_of(chat)}/reply", key="once", **seen)
        again = await post(staff, f"{address_of(chat)}/reply", key="once", **seen)
        assert (first.json()["done"], again.json()["done"]) == (True, True)
        assert "مع Sara" in (await staff.get(address_of(chat))).text
        assert "أهلًا بك" in (await staff.get("/console/mine")).text
    lines = await home.store.read.lines("aoun", chat.id)
    assert [line.text for line in lines if line.direction == "staff"] == ["أهلًا بك"]


async def test_of_two_who_claim_one_is_told_who_holds_it(home: House) -> None:
    chat = await a_chat(home)
    async with signed_in(home, "sara") as sara, signed_in(home, "fahad") as fahad:
        answers = await asyncio.gather(
            post(sara, f"{address_of(chat)}/claim"), post(fahad, f"{address_of(chat)}/claim")
        )
    told = [answer.json() for answer in answers]
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    loser = next(answer for answer in told if not answer["done"])
    assert any(name in loser["message"] for name in ("Sara", "Fahad"))


async def test_a_reply_written_before_a_newer_line_is_held_back(home: House) -> None:
    chat = await a_chat(home)
    async with signed_in(home, "sara") as staff:
        fields = {"seen_line": "0", "text": "رد قديم", "key": "k"}
        refused = await post(staff, f"{address_of(chat)}/reply", **fields)
        assert (refused.status_code, refused.json()["unseen"]) == (409, True)
        forced = await post(staff, f"{address_of(chat)}/reply", force="1", **fields)
        assert forced.json()["done"]


async def test_a_note_stays_inside(home: House) -> None:
    chat = await a_chat(home)
    async with signed_in(home, "sara") as staff:
        assert (await post(staff, f"{address_of(chat)}/note", text="انتبهوا")).json()["done"]
        page = (await staff.get(address_of(chat))).text
    assert re.search(r'<article class="entry note.*?انتبهوا', page, re.S)


@pytest.mark.parametrize(
    ("act", "fields", "owner"),
    [
        ("return", {}, "bot"),
        ("close", {"reason": "solved"}, "bot"),
        ("transfer", {"to": ""}, "waiting"),
    ],
)
async def test_giving_a_chat_away(home: House, act: str, fields: dict[str, str], owner: str) -> None:
    chat = await a_chat(home)
    async with signed_in(home, "sara") as staff:
        await post(staff, f"{address_of(chat)}/claim")
        assert (await post(staff, f"{address_of(chat)}/{act}", **fields)).json()["done"]
    after = await home.store.read.conversation("aoun", chat.id)
    assert after is not None
    assert after.owner == owner


async def test_priority_is_set_in_words_that_exist(home: House) -> None:
    chat = await a_chat(home)
    async with signed_in(home, "sara") as staff:
        assert (await post(staff, f"{address_of(chat)}/priority", priority="high")).json()["done"]
        assert (await post(staff, f"{address_of(chat)}/priority", priority="highest")).status_code == 400
        assert (await post(staff, f"{address_of(chat)}/close", reason="bored")).status_code == 400
        assert (await post(staff, f"{address_of(chat)}/explode")).status_code == 404


async def test_a_draft_is_there_after_signing_out_and_for_who_takes_the_chat_over(home: House) -> None:
    chat = await a_chat(home)
    place, words = address_of(chat), "مسودة <لم> تُرسل"
    async with signed_in(home, "sara") as sara, signed_in(home, "fahad") as fahad:
        kept = await post(sara, f"{place}/draft", key="k1", text=words)
        assert kept.json()["done"]
        assert (await post(sara, f"{place}/draft", text=words)).status_code == 400
        await post(sara, "/console/sign-out", "/console/waiting")
        assert "لم&gt; تُرسل" not in (await fahad.get(place)).text
        await post(fahad, f"{place}/claim")
        assert "بدأ Sara ردًا ولم يرسله" in (await fahad.get(place)).text
        await enter(sara, "sara", PASSWORD)
        page = (await sara.get(place)).text
        assert "مسودة &lt;لم&gt; تُرسل</textarea>" in page
        assert 'name="key" value="k1"' in page


async def test_without_javascript_the_page_comes_back_with_the_reason(home: House) -> None:
    chat = await a_chat(home)
    async with signed_in(home, "sara") as staff:
        page = (await staff.get(address_of(chat))).text
        token = re.findall(r'name="csrf" value="([^"]+)"', page)[0]
        form = {"csrf": token, "key": "k", "seen_line": "0", "text": "مسودة"}
        posted = {name: (None, value) for name, value in form.items()}
        refused = await staff.post(f"{address_of(chat)}/reply", files=posted)
        assert refused.status_code == 409
        assert "مسودة</textarea>" in refused.text
        done = await staff.post(f"{address_of(chat)}/claim", files={"csrf": (None, token)})
        assert done.headers["location"] == f"{address_of(chat)}#end"


# ---- what a role may see ----


async def test_another_organisation_stays_closed(home: House) -> None:
    chat = await a_chat(home, organisation="banan")
    made = NewAccount(id=new_id(), login="only", name="Only", roles={"aoun": "administrator"})
    created = await create(home.store, made, now=utc_now())
    assert isinstance(created, Created)
    async with browser(home) as staff:
        await enter(staff, "only", created.password)
        fresh = {"old": created.password, "new": "another-long-one", "again": "another-long-one"}
        await post(staff, "/console/password", "/console/password", **fresh)
        assert (await staff.get(address_of(chat))).status_code == 404
        assert chat.id not in (await staff.get("/console/waiting")).text
        assert chat.id not in (await staff.get("/console/waiting?org=banan")).text
        assert (await staff.get(f"/console/events?chat=banan/{chat.id}/0")).status_code == 404


@pytest.mark.parametrize(
    ("role", "status"), [("researcher", 403), ("supervisor", 200), ("administrator", 200)]
)
async def test_failures_and_gaps_are_for_those_who_look_after_the_whole(
    home: House, role: Role, status: int
) -> None:
    async with signed_in(home, "someone", role=role) as staff:
        for page in ("failures", "unanswered"):
            assert (await staff.get(f"/console/{page}")).status_code == status
            assert (f'href="/console/{page}"' in (await staff.get("/console/waiting")).text) == (
                status == 200
            )


@pytest.mark.parametrize("page", ["waiting", "mine", "all", "cases", "unanswered", "failures", "password"])
async def test_every_page_in_both_languages_and_without_inline_code(home: House, page: str) -> None:
    async with signed_in(home, "sara") as staff:
        for language, direction in (("ar", "rtl"), ("en", "ltr")):
            response = await staff.get(f"/console/{page}?lang={language}")
            assert response.status_code == 200
            assert f'<html lang="{language}" dir="{direction}"' in response.text
            assert "unsafe" not in response.headers["content-security-policy"]
            assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
            assert re.findall(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=", response.text) == []
        assert (await staff.get(f"/console/{page}")).text.startswith('<!doctype html>\n<html lang="en"')


# ---- long chats ----


async def _long(home: House, many: int) -> tuple[Conversation, list[int]]:
    """Return a chat with so many lines more, and their ids; the oldest carries a file."""
    chat = await a_chat(home)
    file = await home.needs.files.put(b"%PDF-1.4 old", name="old.pdf")

    def work(tx: Transaction) -> list[int]:
        place, at = ("aoun", chat.id), utc_now()
        first = tx.transcript.add(*place, direction="in", text="old", at=at, attachments=(file,))
        return [first] + [
            tx.transcript.add(*place, direction="in", text=f"n{n}", at=at) for n in range(1, many)
        ]

    return chat, await home.store.write(work)


async def test_a_long_chat_is_shown_from_its_end_and_earlier_on_request(home: House) -> None:
    chat, lines = await _long(home, 250)
    async with signed_in(home, "sara") as staff:
        shown = (await staff.get(address_of(chat))).text
        ids = [int(id_) for id_ in re.findall(r'<article [^>]*data-id="(\d+)"', shown)]
        assert ids == lines[-100:]
        assert f":{lines[-1]} " in re.findall('data-talks="([^"]+)"', shown)[0]
        (earlier,) = re.findall(r'href="([^"]+before=(\d+)[^"]*)"', shown)
        assert int(earlier[1]) == ids[0]
        more = (await staff.get(earlier[0])).text
        assert f'data-id="{lines[-200]}"' in more
        assert f'data-id="{lines[-201]}"' not in more


async def test_a_file_of_an_old_message_is_still_served(home: House) -> None:
    chat, lines = await _long(home, 250)
    async with signed_in(home, "sara") as staff:
        whole = (await staff.get(f"{address_of(chat)}?before={lines[100]}")).text
        (key,) = re.findall(rf'href="{address_of(chat)}/files/([^"]+)"', whole)
        assert (await staff.get(f"{address_of(chat)}/files/{key}")).content == b"%PDF-1.4 old"
        assert (await staff.get(f"{address_of(chat)}/files/{'0' * 64}")).status_code == 404
