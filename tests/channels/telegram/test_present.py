"""Messages shown, long texts cut, directions kept apart."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as some

from bot.channels.telegram.bidi import isolate
from bot.channels.telegram.present import present
from bot.channels.telegram.splitting import split, units
from bot.messages import Ask, Attachment, Button, Message
from tests.worker.world import content

CASES = yaml.safe_load((Path(__file__).parent / "present.yaml").read_text(encoding="utf-8"))
TEXTS = content().texts
SIGNS = str.maketrans({"⟨": "\u2066", "⟩": "\u2069"})


def made(given: dict[str, Any]) -> Message:
    buttons = [
        Button(id=b[0], label=b[1], url=b[2] if len(b) > 2 else None) for b in given.get("buttons", ())
    ]
    ask = Ask(kind=given["ask"], step="s", max_bytes=given.get("max_bytes")) if "ask" in given else None
    return Message(
        text=given["text"].translate(SIGNS), language="ar", buttons=tuple(buttons), ask=ask,
        citation=given.get("citation", ""), device=given.get("device"),
    )  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_present(case: dict[str, Any]) -> None:
    parts = present(made(case["message"]), TEXTS)
    if "texts" in case:
        assert [part.text for part in parts] == [text.translate(SIGNS) for text in case["texts"]]
    for words in case.get("has", ()):
        assert words in parts[0].text
    rows = [[key.label for key in row] for row in parts[0].keys]
    assert rows == [[label.translate(SIGNS) for label in row] for row in case.get("rows", ())]
    assert [part.share for part in parts if part.share] == case.get("share", [])
    assert parts[0].italic == (tuple(case["italic"]) if "italic" in case else None)


def test_a_long_text_is_cut_between_sentences_with_the_buttons_under_its_end() -> None:
    sentence = "هذه جملة طويلة بعض الشيء عن سياسة الجمعية 😀. "
    message = Message(text=sentence * 300, language="ar", buttons=(Button(id="menu", label="القائمة"),))
    parts = present(message, TEXTS)
    assert len(parts) > 2
    assert all(units(part.text) <= 4096 and part.text.endswith(".") for part in parts)
    assert [bool(part.keys) for part in parts] == [False] * (len(parts) - 1) + [True]
    assert " ".join(part.text for part in parts) == (sentence * 300).strip()


@given(some.text(max_size=400), some.integers(min_value=5, max_value=60))
def test_cutting_loses_no_word(text: str, longest: int) -> None:
    pieces = split(text, longest)
    assert all(0 < units(piece) <= longest for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


@given(some.text(alphabet="ابتث ab1+-./@:،؟\n\u2066\u2069", max_size=80))
def test_isolating_changes_no_letter_and_is_done_once(text: str) -> None:
    marks = {ord(mark): None for mark in "\u2066\u2067\u2069"}
    for language in ("ar", "en"):
        once = isolate(text, language)
        assert once.translate(marks) == text.translate(marks)


def test_files_come_after_the_words() -> None:
    file = Attachment(key="k", name="a.pdf", media_type="application/pdf", size=1, kind="document")
    parts = present(Message(text="تفضل", language="ar", attachments=(file,)), TEXTS)
    assert [(part.text, part.file) for part in parts] == [("تفضل", None), ("", file)]
    (alone,) = present(Message(text="", language="ar", attachments=(file,)), TEXTS)
    assert alone.file == file
