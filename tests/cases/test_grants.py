"""Acting for another: nobody sees or does anything without a verified grant that is in force."""

import asyncio
import tempfile
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cases import grants
from bot.cases.grants import SCOPES, Given, Granted, Unfit
from bot.cases.steps import Made
from bot.people import data
from bot.ports.records import Case
from tests.cases.acting import ANSWERS, bring, notices, open_case, step
from tests.worker.world import ORG, World, content, make_world

ASKED = {
    "relation": "agent",
    "scope": list(SCOPES),
    "safe_to_tell": "yes",
    "full_name": "سعاد علي",
    "phone": "+966507654321",
}


async def two(world: World, scope: tuple[str, ...] = SCOPES) -> tuple[Case, Case]:
    """Return a person's case and the request of somebody who wants to act in it."""
    case = await open_case(world, "person", answers=ANSWERS)
    request = await open_case(world, "agent", kind="acting-for", answers=ASKED | {"scope": list(scope)})
    return case, request


async def give(
    world: World, request: Case, case: Case, role: str | None = "supervisor", **fields: Any
) -> Any:
    today = world.clock().astimezone(ZoneInfo("Asia/Riyadh")).date()
    known: dict[str, Any] = {
        "reference": case.reference, "scope": SCOPES, "document": "وكالة رقم 44",
        "until": today + timedelta(days=30), "tell": True,
    }  # fmt: skip
    wanted, world.count = Given(**(known | fields)), world.count + 1
    new_id = f"grant{world.count}"
    return await world.write(
        lambda tx: grants.grant(
            tx, content(), request.reference, wanted, new_id=new_id, by="huda", role=role, now=world.clock()
        )
    )


async def look(world: World, case: Case, user: str = "agent") -> str:
    return "\n".join(await world.hear(choice=f"case:{case.reference}", user=user))


async def test_the_chat_alone_grants_nothing(world: World) -> None:
    case, _ = await two(world)
    assert "لا يمكن" in await look(world, case)
    await step(world, case, "check")
    chat = (await world.conversation("agent")).id
    assert not [one for one in await notices(world, case) if one.conversation == chat]


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"role": "researcher"}, "role"),
        ({"reference": "AOUN-2026-00099-1"}, "case"),
        ({"scope": ()}, "scope"),
        ({"scope": ("follow", "withdraw")}, "scope"),
        ({"document": " "}, "document"),
        ({"days": 400}, "until"),
        ({"days": -1}, "until"),
    ],
)
async def test_what_is_not_verified_is_not_granted(world: World, fields: dict[str, Any], what: str) -> None:
    case, request = await two(world)
    if "days" in fields:
        fields = {"until": world.clock().date() + timedelta(days=fields["days"])}
    refused = await give(world, request, case, **fields)
    assert refused == Unfit(what=what)  # type: ignore[arg-type]
    assert "لا يمكن" in await look(world, case)


async def test_no_more_is_granted_than_was_asked_for(world: World) -> None:
    case, request = await two(world, ("follow",))
    assert await give(world, request, case) == Unfit(what="scope")
    assert isinstance(await give(world, request, case, scope=("follow",)), Granted)
    seen = await look(world, case)
    assert "وصلنا الطلب" in seen
    assert isinstance(await step(world, case, "check"), Made)
    assert isinstance(await step(world, case, "register"), Made)
    chat = (await world.conversation("agent")).id
    assert not [one for one in await notices(world, case) if one.conversation == chat]
    refused = await world.hear(choice=f"do:complete:{case.reference}", user="agent")
    assert "لا يمكن" in refused[-1]


async def test_notices_reach_both_and_reading_one_leaves_the_other_unread(world: World) -> None:
    case, request = await two(world)
    assert isinstance(await give(world, request, case), Granted)
    told = await bring(world)
    assert any("سعاد علي" in text and "الإشعارات" in text for text in told)
    await step(world, case, "check")
    await step(world, case, "register")
    sent = await bring(world)
    assert sum("اكتمل" in text for text in sent) == 2
    chat = (await world.conversation("agent")).id
    await look(world, case)
    mine = [one for one in await notices(world, case) if one.step == "register"]
    assert {one.conversation == chat: one.opened_at is not None for one in mine} == {True: True, False: False}


async def test_a_notice_on_its_way_is_kept_back_once_it_is_revoked(world: World) -> None:
    case, request = await two(world)
    await give(world, request, case, tell=False)
    await step(world, case, "check")
    await step(world, case, "register")
    await world.hear(choice=f"do:revoke:{case.reference}", user="person")
    sent = await bring(world)
    assert sum("اكتمل" in text for text in sent) == 1


async def test_the_representative_completes_what_is_missing(world: World) -> None:
    case, request = await two(world)
    await give(world, request, case, tell=False)
    await step(world, case, "check", checks={**dict.fromkeys(ANSWERS, "accepted"), "need": "to-correct"})
    assert isinstance(await step(world, case, "return", reason="وضّح"), Made)
    await world.hear(choice=f"do:complete:{case.reference}", user="agent")
    await world.hear("كرسي متحرك", user="agent")
    now = await world.store.read.case(ORG, case.reference)
    assert now is not None
    assert (now.stage, now.answers["need"]) == ("received", "كرسي متحرك")


async def test_the_person_is_not_told_where_it_is_not_safe(world: World) -> None:
    case, request = await two(world)
    await give(world, request, case, tell=False)
    assert await notices(world, case) == []


async def test_erasing_ends_it(world: World) -> None:
    case, request = await two(world)
    await give(world, request, case)
    row = await world.conversation("person")
    await world.write(lambda tx: data.erase(tx, row, now=world.clock()))
    assert "لا يمكن" in await look(world, case)


@dataclass
class Model:
    """What must hold, written without the code that decides it."""

    ends: list[tuple[float, frozenset[str]]] = field(default_factory=list)  # of those in force: day, scope
    day: float = 0

    def may(self, scope: str) -> bool:
        return any(end > self.day and scope in held for end, held in self.ends)


ACTS: st.SearchStrategy[Any] = st.one_of(
    st.tuples(st.just("give"), st.integers(1, 20), st.sets(st.sampled_from(SCOPES), min_size=1)),
    st.tuples(st.sampled_from(("revoke", "word", "end", "stranger")), st.just(0), st.just(frozenset())),
    st.tuples(st.just("pass"), st.integers(1, 15), st.just(frozenset())),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(acts=st.lists(ACTS, min_size=1, max_size=6))
def test_no_sight_without_a_verified_unrevoked_grant(acts: list[tuple[str, int, frozenset[str]]]) -> None:
    asyncio.run(_play(acts))


async def _play(acts: list[tuple[str, int, frozenset[str]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world, model = make_world(Path(folder)), Model()
        case = await open_case(world, "person", answers=ANSWERS)
        await world.hear("مرحبا", user="agent")
        await world.hear("مرحبا", user="stranger")
        for act, number, scope in acts:
            await _do(world, model, case, act, number, scope)
            sees = "لا يمكن" not in await look(world, case)
            assert sees is (model.may("follow") or model.may("complete")), (act, model)
            assert "لا يمكن" in await look(world, case, "stranger")
        await world.store.close()


async def _do(world: World, model: Model, case: Case, act: str, number: int, scope: frozenset[str]) -> None:
    match act:
        case "give":
            request = await open_case(world, "agent", kind="acting-for", answers=ASKED)
            today = world.clock().astimezone(ZoneInfo("Asia/Riyadh")).date()
            until = today + timedelta(days=number)
            done = await give(world, request, case, scope=tuple(scope), until=until, tell=False)
            assert isinstance(done, Granted)
            model.ends.append((model.day + number + 0.5, scope))  # noon now; the last day is included
        case "revoke":
            await world.hear(choice=f"do:revoke:{case.reference}", user="person")
            model.ends.clear()
        case "word":
            await world.hear("الغاء التفويض", user="person")
            model.ends.clear()
        case "end":
            await world.write(lambda tx: grants.revoke(tx, case, by="huda", now=world.clock()))
            model.ends.clear()
        case "stranger":
            await world.hear(choice=f"do:revoke:{case.reference}", user="stranger")
        case "pass":
            world.clock.pass_(days=number)
            model.day += number
