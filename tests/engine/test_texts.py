"""Every text that the engine says exists in every language, and none is left over."""

import re
from pathlib import Path
from typing import get_args

from bot.cases.by_code import Unsent
from bot.engine.greeting import CARRIERS
from bot.engine.happening import ROLES
from bot.messages import DangerKind
from tests.engine.small import wording

ENGINE = Path(__file__).parents[2] / "bot" / "engine"
# texts whose ids are put together in the code
MADE = {
    *(f"notice.{carrier}" for carrier in CARRIERS),
    *(f"danger.{kind}" for kind in get_args(DangerKind)),
    *(f"acting.{one}" for one in ("granted", "follow", "notices", "complete")),
    *(f"weekday.{day}" for day in range(7)),
    *(f"role.{role}" for role in (*ROLES, "staff")),
    *(f"{key}.waiting" for key in ("file", "missed-twice", "none-of-these", "unclear")),
    *(f"elsewhere.{each}" for each in ("on-web", "on-other", "wrong", "many", "staff-there")),
    *(f"case.rest-{why}" for why in ("sent", *get_args(Unsent))),
    *("button.read-case", "button.rest-case", "case.answers"),  # said by a step, and of a whole case
    *("button.lang-ar", "button.lang-en", "button.no", "failure"),
}
_SAID = re.compile(r'"(?:engine\.)?([a-z]+[a-z-]*(?:\.[a-z-]+)*)"')
_DONE = re.compile(r'do\(\w+, moment, "([a-z-]+)"\)|\("([a-z-]+)", ')


def _ids(language: str) -> set[str]:
    tables = wording().tables
    table = tables["ar"] if language == "ar" else tables["en"]
    return {key.removeprefix("engine.") for key in table if key.startswith("engine.")}


def _in_code() -> set[str]:
    code = "\n".join(file.read_text(encoding="utf-8") for file in ENGINE.glob("*.py"))
    said = set(_SAID.findall(code))
    return said | {f"button.{word}" for word in said} | MADE


def test_both_languages_have_the_same_texts() -> None:
    assert _ids("ar") == _ids("en")


def test_no_text_is_left_over() -> None:
    sections = {key for key in _ids("ar") if key.startswith("source.section.")}
    assert _ids("ar") - _in_code() - sections == set()


def test_fields_are_the_same_in_both_languages() -> None:
    tables = wording().tables
    for key in (f"engine.{each}" for each in _ids("ar")):
        fields = [
            set(re.findall(r"{(\w+)}", str(tables[language][key]))) - {"short_name"}
            for language in ("ar", "en")
        ]
        assert fields[0] == fields[1], key
