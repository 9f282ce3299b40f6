"""Cases as data: parse, present, pieces."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.channels.web.parse import Draft, Unfit, parse
from bot.channels.web.present import Shown, present, ready, woven
from bot.messages import Location, Message
from bot.pages.pieces import pieces
from bot.ports.records import Line

HERE = Path(__file__).parent
LABELS = {"flow:support-request": "📝 طلب دعم"}


def cases(name: str) -> list[Any]:
    return [pytest.param(case, id=case.get("why") or case["line"]) for case in _load(name)]


def _load(name: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.safe_load((HERE / name).read_text())
    return loaded


@pytest.mark.parametrize("case", cases("parse.yaml"))
def test_parse(case: dict[str, Any]) -> None:
    read = parse(case["fields"], longest=40)
    if "unfit" in case:
        assert read == Unfit(reason=case["unfit"])
        return
    wanted = dict(case["draft"])
    if "location" in wanted:
        latitude, longitude = wanted["location"]
        wanted["location"] = Location(latitude=latitude, longitude=longitude)
    assert read == Draft(**{**wanted, "files": tuple(wanted.get("files", ()))})


@pytest.mark.parametrize("case", cases("present.yaml"))
def test_present(case: dict[str, Any]) -> None:
    line = a_line(**case["line"])
    assert (ready([line]) == []) == (case["shown"] == "later")
    shown = present(line, "ar", LABELS)
    if case["shown"] is None:
        assert shown is None
    elif case["shown"] != "later":
        assert {name: getattr(shown, name) for name in case["shown"]} == case["shown"]


@pytest.mark.parametrize("case", cases("woven.yaml"))
def test_woven(case: dict[str, Any]) -> None:
    given = [
        Shown(
            id=id_, by="staff", at="", language="ar", text=f"✏️ {text}" if of else text, says=text,
            corrects=of[0] if of else None,
        )
        for id_, text, *of in case["lines"]
    ]  # fmt: skip
    shown = [[each.id, each.text, *(["edited"] if each.edited else [])] for each in woven(given)]
    assert shown == case["bubbles"]


@pytest.mark.parametrize("case", cases("pieces.yaml"))
def test_pieces(case: dict[str, Any]) -> None:
    cut = pieces(case["line"])
    assert [[piece.kind, piece.text] for piece in cut] == case["cut"]
    assert "".join(piece.text for piece in cut) == case["line"]


def test_a_waiting_message_holds_back_what_follows_it() -> None:
    lines = [
        a_line(id=1, direction="in", text="سؤال"),
        a_line(id=2, direction="out", text="جواب", delivery="queued"),
        a_line(id=3, direction="in", text="سؤال آخر"),
    ]
    assert [line.id for line in ready(lines)] == [1]


def a_line(**fields: Any) -> Line:
    message = fields.pop("message", None)
    written = Message(language="ar", **message) if message else None
    common: dict[str, Any] = {"id": 1, "organisation": "aoun", "conversation": "c", "at": datetime.now(UTC)}
    return Line(**{**common, **fields, "message": written})
