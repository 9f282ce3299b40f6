"""Updates read, and kinds that nobody thought of."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from aiogram.types import Update

from bot.channels.telegram.parse import Said, parse
from bot.channels.telegram.polling import readable

CASES = yaml.safe_load((Path(__file__).parent / "parse.yaml").read_text(encoding="utf-8"))
PERSON = {"id": 7, "is_bot": False, "first_name": "N", "language_code": "ar"}
CHAT = {"id": 7, "type": "private"}
MESSAGE = {"message_id": 3, "date": 1, "chat": CHAT, "from": PERSON}


def whole(update: dict[str, Any]) -> dict[str, Any]:
    """Return an update with what every one has filled in."""
    filled: dict[str, Any] = {"update_id": 1}
    for kind, body in update.items():
        if kind == "callback_query":
            filled[kind] = {"from": PERSON, **body, "message": {**MESSAGE, **body["message"]}}
        elif kind == "my_chat_member":
            filled[kind] = {"from": PERSON, "chat": CHAT, **body}
        else:
            filled[kind] = {**MESSAGE, **body}
    return filled


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_parse(case: dict[str, Any]) -> None:
    found = parse(Update.model_validate(whole(case["update"])))
    assert type(found).__name__ == case["is"], found
    for name, value in case.get("fields", {}).items():
        assert getattr(found, name) == value
    if isinstance(found, Said):
        for name, value in case.get("file", {}).items():
            assert getattr(found.file, name) == value
        assert (found.location.label if found.location else None) == case.get("place")


def test_an_unreadable_update_does_not_stop_the_others() -> None:
    data = {
        "ok": True,
        "result": [{"update_id": 1, "message": {"text": 5}}, whole({"message": {"text": "x"}})],
    }
    first, second = readable(data)
    assert (first.update_id, first.message) == (1, None)
    assert second.message is not None
    assert readable("no JSON") == []
