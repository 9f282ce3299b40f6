"""The fake takes what Telegram takes and refuses what Telegram refuses."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from bot.practice.telegram import Practice, started
from tests.practice.fixtures import TOKEN

CASES = yaml.safe_load((Path(__file__).parent / "refusals.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def world() -> Iterator[Practice]:
    with started() as practice:
        practice.add_bot(TOKEN)
        practice.write(7, TOKEN, "hello")
        practice.write(8, TOKEN, "hello")
        practice.block(8, TOKEN)
        with practice.world.lock:
            practice.world.private(practice.world.bot(TOKEN), practice.world.user(9))
        practice.add_group(-1001, forum=True)
        practice.add_to_group(TOKEN, -1001, by=7)
        practice.add_group(-1002, forum=True)
        practice.add_to_group(TOKEN, -1002, by=7, rights=None)
        practice.add_group(-1003)
        yield practice


def filled(case: dict[str, Any]) -> dict[str, str]:
    values = {name: str(value) for name, value in case["values"].items()}
    if "long" in case:
        values["text"] = "ن" * case["long"]
    if "caption" in case:
        values["caption"] = "ن" * case["caption"]
    if "topic" in case:
        values["name"] = "ن" * case["topic"]
    if "data" in case:
        button = {"text": "a", "callback_data": "ن" * (case["data"] // 2)}
        values["reply_markup"] = json.dumps({"inline_keyboard": [[button]]})
    return values


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_call(case: dict[str, Any], world: Practice) -> None:
    files = {case["file"]: ("a.bin", b"some bytes")} if "file" in case else None
    answer = httpx.post(f"{world.base}/bot{TOKEN}/{case['method']}", data=filled(case), files=files)
    body = answer.json()
    assert answer.status_code == case["code"], body
    assert body["ok"] is (case["code"] == 200)
    assert case.get("says", "") in body.get("description", "")


def test_unknown_token_is_refused(world: Practice) -> None:
    answer = httpx.get(f"{world.base}/bot999:x/getMe")
    assert (answer.status_code, answer.json()["description"]) == (401, "Unauthorized")


def test_file_belongs_to_one_bot(world: Practice) -> None:
    world.add_bot("333:other")
    world.send_file(7, TOKEN, b"mine", name="a.txt")
    updates = httpx.get(f"{world.base}/bot{TOKEN}/getUpdates").json()["result"]
    file = updates[-1]["message"]["document"]["file_id"]
    mine = httpx.get(f"{world.base}/bot{TOKEN}/getFile", params={"file_id": file}).json()
    path = mine["result"]["file_path"]
    assert httpx.get(f"{world.base}/file/bot{TOKEN}/{path}").content == b"mine"
    assert httpx.get(f"{world.base}/file/bot333:other/{path}").status_code == 404
    other = httpx.get(f"{world.base}/bot333:other/getFile", params={"file_id": file})
    assert other.status_code == 400
