"""Speaking for somebody else, as data."""

from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from bot.engine.representing import LONGEST, read

FILE = Path(__file__).with_name("representing.yaml")
CASES = yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["say"])
def test_representing(case: Mapping[str, str]) -> None:
    assert (read(case["say"]) or "none") == case["is"]


def test_a_long_text_is_no_command() -> None:
    assert read("أبغى أقدم عن أمي") == "apply"
    assert read("أبغى أقدم عن أمي " + "المريضة " * LONGEST) is None
