"""The product's own processes play the main job, and commands read it back from the store."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.content import Library
from bot.content.cache import usual_folder
from tools.product import Product, product
from tools.record import ORGANISATION, PAGE, page, record

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def running(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """`library` is asked for first, so that the models are fitted once for all."""
    assert library.contents
    with product(tmp_path_factory.mktemp("product") / "data", models=usual_folder()) as started:
        yield started


@pytest.fixture(scope="module")
def recorded(running: Product) -> dict[str, Any]:
    return record(running)


def said(recorded: Mapping[str, Any], direction: str) -> list[str]:
    return [line["text"] for line in recorded["lines"] if line["direction"] == direction]


def test_the_main_job_is_in_the_transcript(recorded: dict[str, Any]) -> None:
    text = "\n".join(said(recorded, "out"))
    for words in (
        "لا تقل عن أسبوعين",
        "هل تقصد",
        "هل توافق",
        "هذا ما كتبته",
        "AOUN-20",
        "معك الآن",
        "انتهت محادثتك",
    ):
        assert words in text
    assert len(said(recorded, "staff")) == 2
    assert [line["attachments"][0]["type"] for line in recorded["lines"] if line["attachments"]] == [
        "image/png"
    ]


def test_every_reply_names_the_message_it_answers(recorded: dict[str, Any]) -> None:
    heard = [line["inbound"] for line in recorded["lines"] if line["direction"] == "in"]
    answered = {line["answers"] for line in recorded["lines"] if line["direction"] == "out"} - {None}
    assert len(set(heard)) == len(heard)
    assert answered <= set(heard)
    assert len(answered) == len(heard) - 1  # one was written while staff held the chat


def test_the_mistake_was_mended_before_the_case_was_opened(
    running: Product, recorded: dict[str, Any]
) -> None:
    (case,) = [running.command("case", "list", "--org", ORGANISATION)]
    assert (case["kind"], case["stage"], case["files"]) == ("support-request", "received", 1)
    shown = running.command("case", "show", case["reference"], "--org", ORGANISATION, "--answers")
    assert shown["conversation"] == recorded["conversation"]
    assert shown["answers"]["household"] == 6
    assert shown["pledge"]["method"] == "typed-name"


def test_identity_is_masked_in_the_transcript(recorded: dict[str, Any]) -> None:
    assert "1000000008" not in json.dumps(recorded, ensure_ascii=False)
    assert "١٠٠٠٠٠٠٠٠٨" not in json.dumps(recorded, ensure_ascii=False)


def test_the_recording_reads_as_a_page(recorded: dict[str, Any]) -> None:
    assert page(recorded).count("**الشخص**") == len(said(recorded, "in"))


def test_the_page_in_the_docs_is_what_the_product_says_today(recorded: dict[str, Any]) -> None:
    """`python -m tools.record` writes it anew."""
    assert settled(PAGE.read_text("utf-8")).splitlines() == settled(page(recorded)).splitlines()


def settled(text: str) -> str:
    """Return a page without what differs by year: the number of the request, and the example of a date."""
    text = re.sub(r"AOUN-\d{4}-\d{5}-\d", "AOUN-number", text)
    return re.sub(r"مثل رمضان \d{4}", "example", text)


def test_a_live_conversation_becomes_a_test(running: Product, recorded: dict[str, Any]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "repro", recorded["conversation"]],
        env={**os.environ, "WASL_DATA": str(running.data)},
        capture_output=True,
        text=True,
        check=True,
    )
    (test,) = yaml.safe_load(done.stdout)
    turns = test["turns"]
    assert test["org"] == ORGANISATION
    assert {"press": "pick:review:send"} in turns
    assert {"event": {"claimed": "researcher"}} in turns
    assert sum("say" in turn or "press" in turn or "send" in turn for turn in turns) == len(
        said(recorded, "in")
    )


def test_a_person_is_exported_and_erased(running: Product, recorded: dict[str, Any]) -> None:
    chat = recorded["conversation"]
    kept = running.command("person", "export", chat)
    assert kept["person"]["national_id"] == "1000000008"
    assert kept["cases"][0]["answers"]["need"] == "كرسي متحرك لوالدتي"
    erase = [sys.executable, "-m", "bot", "person", "erase", chat, "--yes"]
    subprocess.run(erase, env={**os.environ, "WASL_DATA": str(running.data)}, check=True, capture_output=True)
    gone = json.dumps(running.command("person", "export", chat), ensure_ascii=False)
    assert "كرسي" not in gone
    assert "1000000008" not in gone
    (case,) = [running.command("case", "list", "--org", ORGANISATION)]
    assert case["stage"] == "received"


def test_the_terminal_is_the_same_conversation_engine(library: Library, tmp_path: Path) -> None:
    assert library.contents
    (tmp_path / "models").symlink_to(usual_folder())
    done = subprocess.run(
        [sys.executable, "-m", "bot", "chat", "--org", "miras"],
        env={**os.environ, "WASL_DATA": str(tmp_path)},
        input="السلام عليكم ورحمة الله\nما رقم تسجيل الجمعية لدى المركز الوطني؟\nabi akallem mowazaf\n",
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert "جمعية مراس" in done.stdout
    assert "5240" in done.stdout
    assert "[1]" in done.stdout


def test_one_question_as_json(library: Library, tmp_path: Path) -> None:
    assert library.contents
    (tmp_path / "models").symlink_to(usual_folder())
    done = subprocess.run(
        [sys.executable, "-m", "bot", "ask", "--org", "banan", "--json", "كم تاخذ دراسة الطلب"],
        env={**os.environ, "WASL_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    answer = json.loads(done.stdout)
    assert (answer["schema"], answer["decision"], answer["topic"]) == (1, "answer", "review-time")
    assert answer["source"] == {
        "organisation": "banan",
        "document": "سياسة تنظيم العلاقة مع المستفيدين",
        "section": "procedure",
        "clause": "5",
    }
    assert "أسبوعين" in answer["text"]
