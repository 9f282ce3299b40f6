"""One message's way, played with the real engine and the real store."""

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

from structlog.testing import capture_logs

from bot.desk import holding, writing
from bot.engine.content import Content
from bot.engine.state import State
from bot.engine.turn import Turn
from bot.messages import Event, Inbound, Location
from bot.ports.store import Transaction
from tests.worker.world import DANGER_WORD, ORG, World, attachment, make_world


async def test_a_message_is_answered_once_and_each_reply_names_it(world: World) -> None:
    arrival = world.inbound("متى يصلني الرد؟")
    said = await world.take_in(arrival)
    assert any("أسبوعين" in text for text in said)
    lines = await world.lines()
    assert [line.direction for line in lines] == ["in"] + ["out"] * len(said)
    assert lines[0].inbound == arrival.id
    assert {line.answers for line in lines[1:]} == {arrival.id}
    assert {line.delivery for line in lines[1:]} == {"sent"}
    assert (await world.store.read.counts())["inbox"] == 0


async def test_the_same_arrival_twice_is_one(world: World) -> None:
    arrival = world.inbound("متى الرد؟")
    assert await world.worker.accept(arrival)
    assert not await world.worker.accept(world.inbound("متى الرد؟", external_id=arrival.external_id))
    await world.worker.lanes.drained()
    assert [line.direction for line in await world.lines()].count("in") == 1


async def test_order_is_kept_when_many_arrive_at_once(world: World) -> None:
    for number in range(20):
        await world.worker.accept(world.inbound(f"رسالة {number}"))
    await world.worker.lanes.drained()
    heard = [line.text for line in await world.lines() if line.direction == "in"]
    assert heard == [f"رسالة {number}" for number in range(20)]


async def test_numbers_that_identify_are_masked_in_the_transcript(world: World) -> None:
    await world.hear("هويتي 1098765432 متى الرد؟")
    line = (await world.lines())[0]
    assert "1098765432" not in line.text
    assert "1•••••••32" in line.text
    assert line.trace is not None
    assert "1098765432" not in json.dumps(line.trace, ensure_ascii=False)


async def test_a_pressed_button_is_kept_in_words(world: World) -> None:
    await world.hear("مرحبا")
    await world.hear(choice="menu")
    await world.hear(choice="flow:complaint")
    await world.hear(choice="do:leave")
    pressed = [line for line in await world.lines() if line.direction == "in"][1:]
    assert [line.trace for line in pressed] == [
        {"choice": choice} for choice in ("menu", "flow:complaint", "do:leave")
    ]
    assert not any(line.text in ("", "menu", "flow:complaint", "do:leave") for line in pressed)


async def test_the_bot_is_silent_while_staff_hold_the_chat(world: World) -> None:
    await world.hear("مرحبا")
    member = await world.staff("sara")
    chat = (await world.conversation()).id
    await world.at_desk(member, lambda desk: holding.claim(desk, chat))
    assert len(await world.sent()) == 1  # told that a person is here, by role
    assert "Sara" not in world.channel.texts[-1]
    assert await world.hear("متى الرد؟") == []
    assert (await world.lines())[-1].text == "متى الرد؟"


async def test_danger_is_answered_while_staff_hold_the_chat(world: World) -> None:
    await world.hear("مرحبا")
    member = await world.staff("sara")
    chat = (await world.conversation()).id
    await world.at_desk(member, lambda desk: holding.claim(desk, chat))
    await world.sent()
    said = await world.hear(f"أنا {DANGER_WORD}")
    assert any("997" in text for text in said)
    assert (await world.conversation()).priority == "urgent"
    assert (await world.conversation()).owner == "staff"


async def test_what_the_bot_wrote_before_a_claim_is_withheld(world: World) -> None:
    await world.worker.accept(world.inbound("متى الرد؟"))
    await world.worker.lanes.drained()
    member = await world.staff("sara")
    chat = (await world.conversation()).id
    await world.at_desk(member, lambda desk: holding.claim(desk, chat))
    said = await world.sent()
    assert len(said) == 1
    assert not any("أسبوعين" in text for text in said)
    assert "withheld" in {line.delivery for line in await world.lines()}


async def test_danger_numbers_go_out_although_staff_have_claimed_since(world: World) -> None:
    await world.worker.accept(world.inbound(f"أنا {DANGER_WORD}"))
    await world.worker.lanes.drained()
    member = await world.staff("sara")
    chat = (await world.conversation()).id
    await world.at_desk(member, lambda desk: holding.claim(desk, chat))
    assert any("997" in text for text in await world.sent())


def _broken(_content: Content, _state: State, _happening: Inbound | Event, _now: object) -> Turn:
    raise ZeroDivisionError("هويتي 1098765432")


async def test_a_broken_engine_leaves_nobody_waiting(tmp_path: Path) -> None:
    world = make_world(tmp_path, respond=_broken)
    said = await world.hear("متى الرد؟")
    row = await world.conversation()
    assert len(said) == 1
    assert (row.owner, row.reason, row.priority) == ("waiting", "failure", "high")
    failed = await world.store.read.failed_arrivals((ORG,))
    assert [arrival.inbound.text for arrival in failed] == ["متى الرد؟"]
    assert (await world.store.read.counts())["inbox"] == 0
    await world.store.close()


async def test_a_flow_opens_a_case_with_a_reference(world: World) -> None:
    said = await _complain(world)
    case = (await world.store.read.cases((ORG,)))[0]
    assert any(case.reference in text for text in said)
    assert case.kind == "complaint"
    assert case.answers["what"] == "لم يرد علي أحد"
    assert case.person is None
    steps = await world.store.read.case_steps(ORG, case.id)
    assert [step.action for step in steps] == ["opened"]


async def test_export_sends_a_file_that_lies_in_the_file_store(world: World) -> None:
    await _complain(world)
    await world.hear(choice="flow:my-data")
    await world.hear(choice="pick:wants:export")
    files = [file for sent in world.channel.sent for file in sent.message.attachments]
    assert len(files) == 1
    with zipfile.ZipFile(io.BytesIO(await world.files.get(files[0].key))) as packed:
        exported = json.loads(packed.read("data.json"))
    assert exported["cases"][0]["answers"]["what"] == "لم يرد علي أحد"
    assert exported["messages"][0]["from"] == "person"
    assert exported["consents"]


async def test_erasing_leaves_reference_kind_and_stage(world: World) -> None:
    await _complain(world)
    before = (await world.store.read.cases((ORG,)))[0]
    await world.hear(choice="flow:my-data")
    await world.hear(choice="pick:wants:erase")
    await world.hear(choice="pick:sure:erase")
    after = (await world.store.read.cases((ORG,)))[0]
    assert (after.reference, after.kind, after.stage) == (before.reference, before.kind, before.stage)
    assert not after.answers
    kept = [line.text for line in await world.lines()]
    assert not any("لم يرد علي أحد" in text for text in kept)
    state = (await world.conversation()).state or ""
    assert "لم يرد علي أحد" not in state


async def test_showing_tells_how_much_is_kept(world: World) -> None:
    await _complain(world)
    reference = (await world.store.read.cases((ORG,)))[0].reference
    await world.hear(choice="flow:my-data")
    said = await world.hear(choice="pick:wants:show")
    assert any(reference in text for text in said)


async def test_a_claim_pauses_a_flow_and_a_return_offers_it_again(world: World) -> None:
    await world.hear(choice="flow:complaint")
    await world.hear(choice="do:agree")
    member = await world.staff("sara")
    chat = (await world.conversation()).id
    await world.at_desk(member, lambda desk: holding.claim(desk, chat))
    await world.at_desk(
        member, lambda desk: writing.reply(desk, chat, writing.Reply(text="تفضل", key="k", seen_line=9999))
    )
    await world.at_desk(member, lambda desk: holding.return_to_bot(desk, chat))
    await world.sent()
    buttons = [button.id for button in world.channel.sent[-1].message.buttons]
    assert any(button.startswith("do:resume") for button in buttons)


async def test_a_voice_note_opens_a_handoff_with_its_audio(world: World) -> None:
    await world.hear("مرحبا")
    voice = replace(attachment(), kind="voice", media_type="audio/ogg")
    await world.hear(attachments=(voice,))
    line = next(line for line in reversed(await world.lines()) if line.direction == "in")
    assert line.attachments == (voice,)
    row = await world.conversation()
    assert (row.owner, row.reason) == ("waiting", "voice")


async def test_a_place_and_a_contact_are_kept_in_words(world: World) -> None:
    await world.hear(location=Location(latitude=18.2164, longitude=42.5053, label="أبها"))
    await world.hear(phone="+966501234567")
    heard = [line.text for line in await world.lines() if line.direction == "in"]
    assert heard == ["📍 18.21640, 42.50530 أبها", "+966501234567"]


async def test_what_a_person_wrote_stands_in_no_log(tmp_path: Path) -> None:
    world = make_world(tmp_path, respond=_broken)
    with capture_logs() as logs:
        await world.hear("سري جدا")
    assert [entry["event"] for entry in logs] == ["turn failed"]
    assert "ZeroDivisionError at test_turn.py" in logs[0]["error"]
    assert "1098765432" not in str(logs)
    assert "سري" not in str(logs)
    await world.store.close()


async def _complain(world: World) -> list[str]:
    await world.hear(choice="flow:complaint")
    await world.hear(choice="do:agree")
    await world.hear(choice="pick:about:delay")
    await world.hear("لم يرد علي أحد")
    for _ in range(3):
        await world.hear(choice="do:skip")
    await world.hear(choice="pick:reply:anonymous")
    ask = world.channel.sent[-1].message
    send = next(button.id for button in ask.buttons if button.id.startswith("pick:review:"))
    return await world.hear(choice=send)


async def test_waiting_for_staff_is_withdrawn(world: World) -> None:
    await world.hear("مرحبا")
    await world.hear(choice="person")
    assert (await world.conversation()).owner == "waiting"
    await world.hear(choice="do:withdraw")
    assert (await world.conversation()).owner == "bot"


async def test_pending_arrivals_are_answered_after_a_restart(world: World) -> None:
    arrival = world.inbound("متى الرد؟")

    def arrive(tx: Transaction) -> None:
        chat = tx.conversations.open(arrival.address, language="ar", now=world.clock())
        tx.inbox.accept(arrival, conversation=chat.id)

    await world.write(arrive)
    assert await world.worker.receiver.recover() == 1
    await world.worker.lanes.drained()
    assert any("أسبوعين" in text for text in await world.sent())
