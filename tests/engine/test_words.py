"""Commands in words and by button, as data."""

from collections.abc import Mapping
from itertools import chain
from pathlib import Path

import pytest
import yaml

from bot.engine.reading import squeeze
from bot.engine.vocabulary import ANSWERS, COMMANDS, POLITE
from bot.engine.words import agreed, command, intent
from tests.engine.small import inbound

CASES = yaml.load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.get("say", case.get("press", "")))
def test_words(case: Mapping[str, str]) -> None:
    message = inbound(case.get("say", ""), press=case.get("press"))
    meant = intent(message, answering="answering" in case)
    name = f"{meant.verb}:{meant.what}".rstrip(":") if meant else "none"
    assert ("none-of-these" if meant and meant.verb == "none" else name) == case["is"]


@pytest.mark.parametrize(
    ("name", "phrase"), [(name, each) for name, all_ in COMMANDS.items() for each in all_]
)
def test_every_phrase_is_read_and_means_one_thing(name: str, phrase: str) -> None:
    meant = command(phrase)
    assert meant is not None
    assert f"{meant.verb}:{meant.what}".rstrip(":") == name


def test_words_that_may_be_answers_are_phrases_of_commands() -> None:
    known = {squeeze(phrase) for phrase in chain(*COMMANDS.values())}
    assert {squeeze(phrase) for phrase in ANSWERS} <= known
    assert not {squeeze(word) for word in POLITE} & known


YES = ("نعم", "ايه والله", "اوكي شكرا", "yes please", "aywa", "لا مانع", "👍")
NO = ("لا", "لا شكرا", "ما ابي", "no thanks", "la", "مو موافق")
NEITHER = ("لا تستطيع المشي", "لا أعرف متى", "نعم لكن بعد شهر", "no food at home", "ok 5", "", "كرسي")


@pytest.mark.parametrize("text", [*YES, *NO, *NEITHER])
def test_only_a_whole_yes_or_no_answers_what_the_engine_asked(text: str) -> None:
    meant = agreed(text)
    assert (meant.verb if meant else None) == ("yes" if text in YES else "no" if text in NO else None)
