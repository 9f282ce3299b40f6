"""The proof of a chaos run finds what it is there to find."""

from pathlib import Path

import pytest

from bot.worker.chaos_plan import CHANNEL, Plan, acknowledged, sends
from bot.worker.chaos_proof import Proof
from tests.worker.world import ORG, World, make_world

USER = "t-0"


async def _played(folder: Path, *numbers: int) -> tuple[Plan, World]:
    """Let one person write messages with these numbers, all answered, sent and acknowledged."""
    plan = Plan(
        mode="write",
        folder=str(folder),
        database="",
        organisation=ORG,
        run="t",
        seed=1,
        conversations=1,
    )
    world = make_world(folder)
    world.channel.name = CHANNEL
    for number in numbers:
        await world.hear(f"متى الرد؟ #{number}", user=USER)
        acknowledged(plan).add(USER, number)
    for sent in world.channel.sent:
        sends(plan).add(USER, sent.line)
    return plan, world


async def _faults(plan: Plan, world: World) -> list[str]:
    proof = Proof()
    await proof.after_kill(plan, world.store)
    await proof.after_drain(plan, world.store)
    await world.store.close()
    return proof.faults


async def test_a_sound_run_has_no_faults(tmp_path: Path) -> None:
    assert await _faults(*await _played(tmp_path, 1, 2, 3)) == []


async def test_a_lost_message_is_found(tmp_path: Path) -> None:
    plan, world = await _played(tmp_path, 1, 2)
    acknowledged(plan).add(USER, 3)
    assert await _faults(plan, world) == [f"{USER}: message 3 was acknowledged and is lost"]


@pytest.mark.parametrize("numbers", [(1, 3), (2, 1), (1, 1)])
async def test_a_gap_a_swap_and_a_double_are_found(tmp_path: Path, numbers: tuple[int, ...]) -> None:
    faults = await _faults(*await _played(tmp_path, *numbers))
    assert any("was to be" in fault for fault in faults)


async def test_a_message_that_did_not_go_out_is_found(tmp_path: Path) -> None:
    plan, world = await _played(tmp_path, 1)
    path = sends(plan).path
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))
    assert any("was not sent" in fault for fault in await _faults(plan, world))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (0, 1, "was recorded as sent and sent again"),
        (1, 0, "went out 2 times in one life"),
        (0, 2, "went out 2 times in one life"),
    ],
)
async def test_a_needless_repeat_is_found(tmp_path: Path, before: int, after: int, told: str) -> None:
    """Before the kill as well as after it."""
    plan, world = await _played(tmp_path, 1)
    proof, last = Proof(), world.channel.sent[-1].line
    for _ in range(before):
        sends(plan).add(USER, last)
    await proof.after_kill(plan, world.store)
    for _ in range(after):
        sends(plan).add(USER, last)
    await proof.after_drain(plan, world.store)
    await world.store.close()
    assert any(told in fault for fault in proof.faults)


async def test_what_was_sent_and_not_recorded_may_go_out_once_more(tmp_path: Path) -> None:
    plan, world = await _played(tmp_path, 1)
    proof, last = Proof(), world.channel.sent[-1].line
    await proof.after_kill(plan, world.store)
    proof.recorded.discard(last)
    sends(plan).add(USER, last)
    await proof.after_drain(plan, world.store)
    await world.store.close()
    assert (proof.faults, proof.repeated) == ([], 1)


async def test_an_unanswered_message_is_found(tmp_path: Path) -> None:
    plan, world = await _played(tmp_path, 1)
    chat = (await world.conversation(USER)).id
    await world.write(
        lambda tx: tx.transcript.add(
            ORG, chat, direction="in", text="؟ #2", at=world.clock(), inbound="never-answered"
        )
    )
    assert any("answered twice or not at all" in fault for fault in await _faults(plan, world))


async def test_a_state_that_lags_behind_its_transcript_is_found(tmp_path: Path) -> None:
    plan, world = await _played(tmp_path, 1)
    chat = (await world.conversation(USER)).id
    await world.write(
        lambda tx: tx.conversations.keep_state(ORG, chat, state="{}", language="ar", topic=None)
    )
    assert any("do not agree" in fault for fault in await _faults(plan, world))
