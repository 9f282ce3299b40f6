"""A branch's representative walks every route of the console and meets nothing of another branch.

The routes are taken from the app: one that is new fails here until it is said how it is walked.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest
from fastapi.routing import iter_route_contexts

from bot.cases import committee, service
from bot.desk import contacts, holding
from bot.desk.outcomes import NotAllowed
from bot.desk.permissions import MAY, may, organisations, sees
from bot.engine.effects import OpenCase
from bot.messages import Attachment
from bot.ports.records import Staff
from tests.browser.assembly import PASSWORD, account
from tests.channels.web.house import House
from tests.console.test_console import browser, enter, post
from tests.store.values import HERE, a_case

ORG, BRANCH = "aoun", "abha"
PLACES = {"own": f"{ORG}/{BRANCH}", "other": f"{ORG}/jazan", "whole": None}

GET: dict[str, str] = {
    "/console": "/console",
    "/console/sign-in": "/console/sign-in",
    "/console/password": "/console/password",
    "/console/account": "/console/account",
    "/console/events": "/console/events?chat={org}/{chat}/0",
    "/console/news": "/console/news?chat={org}/{chat}/0",
    "/console/chat/{organisation}/{chat}": "/console/chat/{org}/{chat}",
    "/console/chat/{organisation}/{chat}/panel": "/console/chat/{org}/{chat}/panel",
    "/console/chat/{organisation}/{chat}/files/{key}": "/console/chat/{org}/{chat}/files/{key}",
    "/console/contacts": "/console/contacts",
    "/console/contacts/{organisation}/{chat}": "/console/contacts/{org}/{chat}",
    "/console/cases": "/console/cases?view={view}",
    "/console/cases/{organisation}/{reference}": "/console/cases/{org}/{reference}",
    "/console/cases/{organisation}/{reference}/dossier": "/console/cases/{org}/{reference}/dossier",
    "/console/cases/{organisation}/{reference}/files/{key}": "/console/cases/{org}/{reference}/files/{key}",
    "/console/committee": "/console/committee?org={org}",
    "/console/committee/{organisation}/{session}": "/console/committee/{org}/{session}",
    "/console/committee/{organisation}/{session}/minutes": "/console/committee/{org}/{session}/minutes",
    "/console/committee/{organisation}/{session}/minutes.pdf": (
        "/console/committee/{org}/{session}/minutes.pdf"
    ),
    "/console/failures": "/console/failures",
    "/console/unanswered": "/console/unanswered?org={org}",
    "/console/{view}": "/console/{view}?q={word}",
    "/console/account/second-step": "/console/account/second-step",
    "/console/calendar": "/console/calendar?org={org}",
    "/console/cases/{organisation}/{reference}/dossier.pdf": "/console/cases/{org}/{reference}/dossier.pdf",
    "/console/cases/{organisation}/{reference}/paper": "/console/cases/{org}/{reference}/paper",
    "/console/channels": "/console/channels",
    "/console/chat/{organisation}/{chat}/earlier": "/console/chat/{org}/{chat}/earlier?before=99999",
    "/console/chat/{organisation}/{chat}/merge": "/console/chat/{org}/{chat}/merge",
    "/console/colleagues": "/console/colleagues",
    "/console/documents": "/console/documents?org={org}",
    "/console/documents/{organisation}/{version}": "/console/documents/{org}/1",
    "/console/guide": "/console/guide",
    "/console/guide/{name}": "/console/guide/staff",
    "/console/guide/pictures/{picture}": "/console/guide/pictures/none.webp",
    "/console/improvements": "/console/improvements?org={org}",
    "/console/outreach": "/console/outreach?org={org}",
    "/console/outreach/{organisation}/new": "/console/outreach/{org}/new",
    "/console/outreach/{organisation}/{campaign}": "/console/outreach/{org}/c1",
    "/console/reports": "/console/reports?org={org}",
    "/console/reports/file.{ending}": "/console/reports/file.xlsx?org={org}",
    "/console/roster": "/console/roster?org={org}",
    "/console/audit": "/console/audit?org={org}",
}
POST: dict[str, str] = {
    "/console/chat/{organisation}/{chat}/{act}": "/console/chat/{org}/{chat}/{act}",
    "/console/contacts/{organisation}/{chat}": "/console/contacts/{org}/{chat}",
    "/console/cases/{organisation}/{reference}/pledge": "/console/cases/{org}/{reference}/pledge",
    "/console/cases/{organisation}/{reference}/called": "/console/cases/{org}/{reference}/called",
    "/console/cases/{organisation}/{reference}/reveal": "/console/cases/{org}/{reference}/reveal",
    "/console/cases/{organisation}/{reference}/steps/{step}": "/console/cases/{org}/{reference}/steps/check",
    "/console/committee": "/console/committee",
    "/console/committee/{organisation}/{session}/{act}": "/console/committee/{org}/{session}/put",
    "/console/chat/{organisation}/{chat}/merge": "/console/chat/{org}/{chat}/merge",
    "/console/chat/{organisation}/{chat}/unmerge": "/console/chat/{org}/{chat}/unmerge",
    "/console/cases/{organisation}/{reference}/grant": "/console/cases/{org}/{reference}/grant",
    "/console/cases/{organisation}/{reference}/grant/end": "/console/cases/{org}/{reference}/grant/end",
    "/console/calendar/{organisation}/add": "/console/calendar/{org}/add",
    "/console/calendar/{organisation}/visit": "/console/calendar/{org}/visit",
    "/console/calendar/{organisation}/{time}/confirm": "/console/calendar/{org}/1/confirm",
    "/console/calendar/{organisation}/{time}/move": "/console/calendar/{org}/1/move",
    "/console/calendar/{organisation}/{time}/remove": "/console/calendar/{org}/1/remove",
    "/console/calendar/{organisation}/{time}/take": "/console/calendar/{org}/1/take",
    "/console/colleagues/leave": "/console/colleagues/leave",
    "/console/colleagues/second-step": "/console/colleagues/second-step",
    "/console/documents/{organisation}": "/console/documents/{org}",
    "/console/documents/{organisation}/delete": "/console/documents/{org}/delete",
    "/console/documents/{organisation}/{version}/restore": "/console/documents/{org}/1/restore",
    "/console/failures/{organisation}/{letter}/reveal": "/console/failures/{org}/1/reveal",
    "/console/improvements/{organisation}": "/console/improvements/{org}",
    "/console/improvements/{organisation}/{entry}": "/console/improvements/{org}/1",
    "/console/outreach/{organisation}/tester": "/console/outreach/{org}/tester",
    "/console/outreach/{organisation}/{campaign}/save": "/console/outreach/{org}/c1/save",
    "/console/outreach/{organisation}/{campaign}/{act}": "/console/outreach/{org}/c1/approve",
    "/console/roster/{organisation}/{act}": "/console/roster/{org}/add",
}
OWN_ACCOUNT = {  # what is the visitor's own, whoever they are; a logged contact is of their branch (below)
    "/console/sign-in", "/console/sign-in/code", "/console/sign-out", "/console/password",
    "/console/account/sessions", "/console/account/second-step/begin",
    "/console/account/second-step/codes", "/console/account/second-step/confirm",
    "/console/account/second-step/off",
    "/console/views/{act}", "/console/contacts",
}  # fmt: skip
VIEWS = ("", "open", "late", "calls", "waiting", "mine", "team", "all")
ACTS = (
    "reply",
    "ask",
    "code",
    "typing",
    "claim",
    "transfer",
    "return",
    "close",
    "priority",
    "note",
    "correct",
    "draft",
    "unask",
)


@dataclass(frozen=True)
class Kept:
    """What lies in one place."""

    chat: str
    reference: str
    key: str
    word: str
    call: str  # a contact by phone


def _keep(tx: Any, home: House, number: int, name: str) -> Kept:
    place, word, now = PLACES[name], f"marker{name}", home.needs.now()
    file = Attachment(key=f"{number}" * 64, name=f"{word}.png", media_type="image/png", size=1, kind="photo")
    chat = tx.conversations.open(replace(HERE, user=f"v-{name}"), language="ar", now=now).id
    call = tx.conversations.open(replace(HERE, channel="phone", user=f"p-{name}"), language="ar", now=now).id
    for each in (chat, call):
        tx.transcript.add(ORG, each, direction="in", text=f"كلام {word}", at=now, attachments=(file,))
        tx.conversations.heard(ORG, each, at=now)
        tx.conversations.put_waiting(
            ORG, each, reason="asked", priority="normal", danger=None, topic=None, now=now
        )
    case = replace(a_case(number, chat), attachments=(file,), answers={"need": word}, pledge=None)
    tx.cases.open(replace(case, place=place))
    for each in (chat, call):
        tx.conversations.set_place(ORG, each, place)
    tx.notices.add(
        ORG, case.id, conversation=chat, step="register", fields={}, status="call", urgent=False, now=now
    )
    return Kept(chat=chat, reference=case.reference, key=file.key, word=word, call=call)


async def kept(home: House) -> dict[str, Kept]:
    def work(tx: Any) -> dict[str, Kept]:
        made = {name: _keep(tx, home, number, name) for number, name in enumerate(PLACES, 1)}
        now = home.needs.now()
        committee.begin(tx, ORG, "s1", held_at=now, place="markerother", by="x", now=now)
        return made

    return await home.store.write(work)


@asynccontextmanager
async def representative(home: House) -> AsyncIterator[httpx.AsyncClient]:
    """Sign in who represents the branch, with the highest role that there is."""
    made = await account(home.store, "noura", role="administrator")

    def work(tx: Any) -> None:
        tx.staff.set_role(made.staff.id, "banan", None)
        tx.staff.set_role(made.staff.id, ORG, "administrator", branch=BRANCH)

    await home.store.write(work)
    async with browser(home) as staff:
        await enter(staff, "noura", PASSWORD)
        yield staff


def routes(home: House, method: str) -> set[str]:
    found = {
        each.path or "" for each in iter_route_contexts(home.app.routes) if method in (each.methods or ())
    }
    assert "/console/sign-in" in found, "the app's routes are not understood here"
    return {path for path in found if path.startswith("/console")}


def addresses(pattern: str, one: Kept) -> list[str]:
    """Return the addresses of a pattern for what lies in one place, in every view and act of it."""
    filled = [
        pattern.format(
            org=ORG,
            chat=chat,
            reference=one.reference,
            key=one.key,
            session="s1",
            view=name,
            act=name,
            word=one.word,
        )
        for chat in ((one.chat, one.call) if "{chat}" in pattern else (one.chat,))
        for name in (ACTS if "{act}" in pattern else VIEWS if "{view}" in pattern else ("",))
    ]
    return list(dict.fromkeys(address for address in filled if not address.startswith("/console/?")))


async def test_every_route_is_walked(home: House) -> None:
    assert routes(home, "GET") - set(GET) == set(), "say how a branch's representative walks these"
    assert routes(home, "POST") - set(POST) - OWN_ACCOUNT == set(), "say how these are walked"


@pytest.mark.parametrize("name", ["other", "whole"])
async def test_nothing_of_another_branch_is_met_on_any_page(home: House, name: str) -> None:
    there = await kept(home)
    hidden = there[name]
    async with representative(home) as staff:
        for pattern in GET.values():
            for address in addresses(pattern, hidden):
                answer = await staff.get(address, follow_redirects=True)
                signs = [hidden.chat, hidden.call, hidden.reference]
                signs += [] if "?q=" in address else [hidden.word]  # what was looked for is said again
                met = [sign for sign in signs if sign in answer.text]
                assert not met or answer.status_code in (403, 404, 422), (address, met)
                if "{chat}" in pattern or "{reference}" in pattern:
                    assert answer.status_code == 404, address


async def test_their_own_branch_is_there(home: House) -> None:
    own = (await kept(home))["own"]
    async with representative(home) as staff:
        for address in ("/console/waiting", "/console/all", f"/console/all?q={own.word}"):
            assert own.chat in (await staff.get(address)).text, address
        for address in ("/console/cases", "/console/cases?view=open", "/console/cases?view=calls"):
            assert own.reference in (await staff.get(address)).text, address
        for pattern in ("/console/chat/{organisation}/{chat}", "/console/cases/{organisation}/{reference}"):
            for address in addresses(GET[pattern], own):
                assert (await staff.get(address)).status_code == 200, address


@pytest.mark.parametrize("name", ["other", "whole"])
async def test_nothing_of_another_branch_is_changed(home: House, name: str) -> None:
    there = await kept(home)
    hidden, own = there[name], there["own"]
    before = await _rows(home)
    async with representative(home) as staff:
        page = f"/console/chat/{ORG}/{own.chat}"
        for pattern in POST.values():
            for address in addresses(pattern, hidden):
                fields = {"text": "x", "key": "k", "seen_line": "999", "org": ORG, "case": hidden.reference}
                answer = await post(staff, address, page, **fields, at="2026-12-01T10:00", witness="سالم")
                assert answer.status_code in (403, 404), (address, answer.status_code)
    after = await _rows(home)
    assert {key: after[key] for key in (hidden.chat, hidden.call, hidden.reference)} == {
        key: before[key] for key in (hidden.chat, hidden.call, hidden.reference)
    }


async def _rows(home: House) -> dict[str, object]:
    read = home.store.read
    chats = {chat.id: chat for chat in await read.recent([ORG])}
    return {**chats, **{case.reference: case for case in await read.cases([ORG])}}


async def test_a_contact_that_they_log_and_its_cases_are_of_their_branch(home: House) -> None:
    async with representative(home) as staff:
        noura = await home.store.write(lambda tx: tx.staff.by_login("noura"))
        assert noura is not None
        known = home.needs.contents(ORG)
        here = replace(known, organisation=replace(known.organisation, channels=("phone",)))
        new = contacts.NewContact(id="k1", channel="phone", words="زيارة إلى الفرع")
        logged = await home.store.write(lambda tx: contacts.log(home.worker.desk(tx, noura, ORG), here, new))
        assert isinstance(logged, contacts.Logged)
        row = logged.conversation
        assert (await staff.get(f"/console/contacts/{ORG}/{row.id}")).status_code == 200
    assert row.place == PLACES["own"]
    assert await home.store.read.conversation(f"{ORG}/jazan", row.id) is None
    effect = OpenCase(kind="complaint", flow="complaint", version="1", answers={"what": "تأخير"})
    case = await home.store.write(
        lambda tx: service.open_case(
            tx, row, effect, flow=None, case_id="c9", year=2026, now=home.needs.now()
        )
    )
    assert case.place == PLACES["own"]


async def test_a_chat_passed_to_a_representative_becomes_their_branchs(home: House) -> None:
    there = await kept(home)
    async with representative(home) as staff:
        noura = await home.store.write(lambda tx: tx.staff.by_login("noura"))
        head = await account(home.store, "huda")
        chat, organisation = there["whole"].chat, ORG

        def work(tx: Any) -> None:
            desk = home.worker.desk(tx, head.staff, organisation)
            holding.claim(desk, chat)
            holding.transfer(desk, chat, to=noura.id if noura else None)

        await home.store.write(work)
        assert (await staff.get(f"/console/chat/{ORG}/{chat}")).status_code == 200
        assert (await staff.get(f"/console/cases/{ORG}/{there['whole'].reference}")).status_code == 200


async def test_the_desk_itself_refuses_them_another_branchs_chat(home: House) -> None:
    there = await kept(home)
    async with representative(home):
        noura = await home.store.write(lambda tx: tx.staff.by_login("noura"))
    assert noura is not None

    def work(tx: Any) -> list[str]:
        desk = home.worker.desk(tx, noura, ORG)
        return [type(holding.claim(desk, one.chat)).__name__ for one in there.values()]

    outcomes = await home.store.write(work)
    assert outcomes[1:] == ["Unknown", "Unknown"]
    assert outcomes[0] != "Unknown"


def test_whatever_their_role_they_do_nothing_for_the_whole(home: House) -> None:
    for role in MAY:
        rep = Staff(
            id="r", login="r", name="R", password_hash="", must_change=False, disabled=False,
            roles={ORG: role, "banan": role}, branches={ORG: BRANCH}, created_at=home.needs.now(),
        )  # fmt: skip
        for act in ("reports", "failures", "export", "erase", "accounts", "content", "take-over", "outreach"):
            assert not may(rep, ORG, act)
        assert ORG not in organisations(rep)
        assert sees(rep, ORG, f"{ORG}/{BRANCH}")
        assert not sees(rep, ORG, None)
        assert sees(rep, "banan", None)


def test_no_place_looks_like_an_organisation() -> None:
    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in (ORG, BRANCH))


NOORA = "نورة سالم القحطاني"


async def known_there(home: House, name: str) -> str:
    """Let a person of this name be known in a place by a case."""
    there = (await kept(home))[name]

    def work(tx: Any) -> str:
        found = tx.people.match_or_add(
            ORG, name=NOORA, phone="+966501234567", national_id=None, iban=None, language="ar",
            now=home.needs.now(),
        )  # fmt: skip
        tx.people.link(ORG, there.chat, found)
        return str(found)

    return await home.store.write(work)


def asked(home: House, tx: Any, person: str, name: str = "") -> Any:
    noura = tx.staff.by_login("noura")
    content = home.needs.contents(ORG)
    here = replace(content, organisation=replace(content.organisation, channels=("phone",)))
    new = contacts.NewContact(id="k7", channel="phone", words="زيارة", person=person, name=name)
    return contacts.log(home.worker.desk(tx, noura, ORG), here, new)


@pytest.mark.parametrize(("name", "met"), [("own", True), ("other", False), ("whole", False)])
async def test_who_is_known_elsewhere_is_not_offered_nor_tied(home: House, name: str, met: bool) -> None:
    person = await known_there(home, name)
    async with representative(home):
        offered = await home.store.write(lambda tx: asked(home, tx, "", name="نوره سالم القحطانى"))
        chosen = await home.store.write(lambda tx: asked(home, tx, person))
    if met:
        assert [one.id for one in offered.persons] == [person]
        assert chosen.conversation.person == person
    else:
        assert isinstance(offered, contacts.Logged)
        assert offered.conversation.person is None
        assert isinstance(chosen, NotAllowed)
