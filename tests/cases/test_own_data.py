"""A person's own copy: the cases of all chats that they tied, with what they were told and their files."""

import io
import json
import zipfile
from dataclasses import replace
from typing import Any

import pytest

from bot.cases import own_data
from bot.people import data
from tests.cases.acting import WHY, open_case, scan, step, to_committee
from tests.worker.world import ORG, World

PAPER = b"%PDF-1.4 a report of a hospital"


async def copy_of(world: World, user: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Let somebody ask for their copy; return its words, and its files by path."""
    for choice in ("flow:my-data", "pick:wants:export"):
        await world.hear(choice=choice, user=user)
    sent = [line for line in await world.lines(user) if line.attachments and line.direction == "out"]
    [archive] = sent[-1].attachments
    assert (archive.name[-4:], archive.media_type) == (".zip", "application/zip")
    with zipfile.ZipFile(io.BytesIO(await world.files.get(archive.key))) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    return json.loads(files.pop("data.json")), files


async def refused_case(world: World) -> str:
    """Let u1 open a case with a file, which is refused; return its reference."""
    paper = await world.files.put(PAPER, name="تقرير.pdf")
    await world.hear("مرحبا")
    await world.hear("", attachments=(paper,))
    case = await open_case(world)
    await to_committee(world, case)
    world.clock.pass_(days=20)
    await step(world, case, "refuse", **WHY)
    return case.reference


async def test_the_copy_has_answers_reasons_where_it_has_been_and_the_files(world: World) -> None:
    reference = await refused_case(world)
    words, files = await copy_of(world, "u1")
    [case] = words["cases"]
    assert (case["reference"], case["answers"]["need"]) == (reference, "علاج")
    assert WHY["reason"] in case["notices"][-1]["text"]
    assert "صدر قرار اللجنة" in case["stage_in_words"]
    assert len(case["timeline"]) >= 3
    assert WHY["internal"] not in json.dumps(words, ensure_ascii=False)
    [file] = [one for one in words["files"] if one["path"]]
    assert files == {file["path"]: PAPER}


@pytest.mark.parametrize("tied", [True, False])
async def test_a_tied_chat_has_the_cases_of_the_other(world: World, *, tied: bool) -> None:
    reference = await refused_case(world)
    await world.hear("مرحبا", user="u2")
    first, other = await world.conversation("u1"), await world.conversation("u2")
    if tied:
        await world.write(lambda tx: tx.ways.tie(ORG, first.id, other.id))
    words, _ = await copy_of(world, "u2")
    text = json.dumps(words, ensure_ascii=False)
    assert (WHY["reason"] in text, "علاج" in text, reference in text) == (tied, tied, tied)
    kept = await world.write(lambda tx: own_data.show(tx, other))
    assert [case.reference for case in kept.cases] == ([reference] if tied else [])


def test_what_is_too_much_for_a_channel_stays_out() -> None:
    one, large, two = (replace(scan(f"{size}.pdf"), key=str(size) * 64, size=size) for size in (4, 9, 3))
    assert data.fitting([one, large, two], room=8) == {"4" * 64: "files/1-4.pdf", "3" * 64: "files/3-3.pdf"}
