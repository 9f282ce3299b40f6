"""A live conversation becomes a test without what tells who somebody is."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.cli.repro import turns
from bot.cli.samples import SAMPLES, unmasked
from bot.messages import Ask, AskKind, Button, Message
from bot.ports.records import Line

NOW = datetime(2026, 1, 1, 9, tzinfo=UTC)


def line(direction: Any, text: str, message: Message | None = None) -> Line:
    return Line(
        id=1, organisation="aoun", conversation="c", direction=direction, at=NOW, text=text, message=message
    )


def asks(text: str, kind: AskKind) -> Line:
    return line("out", text, Message(text=text, language="ar", ask=Ask(kind=kind, step="s")))


def tells(text: str, *buttons: str, unprompted: bool = False) -> Line:
    made = tuple(Button(id=each, label=each) for each in buttons)
    return line("out", text, Message(text=text, language="ar", buttons=made, unprompted=unprompted))


def heard(*lines: Line) -> list[str]:
    return [turn["say"] for turn in turns(lines) if "say" in turn]


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_an_identifying_answer_becomes_a_sample(kind: AskKind) -> None:
    assert heard(asks("ما هو؟", kind), line("in", "فاطمة الزهراني")) == [SAMPLES[kind]]


def test_other_answers_stay() -> None:
    assert heard(asks("ما الحاجة؟", "text"), line("in", "كرسي متحرك")) == ["كرسي متحرك"]


def test_commands_at_an_identifying_step_stay() -> None:
    assert heard(asks("ما اسمك؟", "name"), line("in", "رجوع")) == ["رجوع"]


def test_an_echo_is_cut_before_the_name_and_a_later_mention_is_replaced() -> None:
    done = list(
        turns(
            (
                asks("ما اسمك؟", "name"),
                line("in", "فاطمة"),
                asks("شكرًا يا فاطمة. ما الحاجة؟", "text"),
                line("in", "فاطمة تحتاج دواء"),
                tells("انتهينا"),
                line("in", "متى الرد؟"),
            )
        )
    )
    assert "فاطمة" not in str(done)
    assert done[2] == {"bot": ["شكرًا يا"]}
    assert done[-1] == {"say": "متى الرد؟"}


@pytest.mark.parametrize(
    "between", [tells("ما زال محفوظًا", unprompted=True), tells("نكمل أم نبدأ؟", "do:continue", "do:restart")]
)
def test_a_question_stays_open_behind_a_reminder(between: Line) -> None:
    assert heard(asks("ما اسمك؟", "name"), between, line("in", "فاطمة")) == [SAMPLES["name"]]


def test_two_messages_before_a_reply_are_both_covered() -> None:
    told = heard(asks("ما جوالك؟", "phone"), line("in", "0559876543"), line("in", "أو 0111111111"))
    assert told == [SAMPLES["phone"]] * 2


def test_masked_numbers_and_mobiles_become_samples() -> None:
    assert unmasked("جوالي ٠٥٥٩٨٧٦٥٤٣") == "جوالي 0501234567"
    assert unmasked("هويتي 1•••••0008") == "هويتي 1000000008"
