"""What the tests of this folder are written in: YAML read as strings, and the authors' resources."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.matching import Resources
from bot.matching.resources import Spoken

HERE = Path(__file__).parent
KNOWLEDGE = HERE.parents[1] / "knowledge"
_FILES = {"lexicon": "lexicon", "arabizi": "arabizi", "danger": "danger", "settings": "matching"}


def read_yaml(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader)


def written(name: str) -> Any:
    return read_yaml(HERE / f"{name}.yaml")


@cache
def authors_resources() -> Resources:
    return Resources.model_validate(
        {field: read_yaml(KNOWLEDGE / f"{name}.yaml") for field, name in _FILES.items()}
    )


def lexicon_tests() -> list[Spoken]:
    lexicon = authors_resources().lexicon
    of_blocks = [spoken for block in lexicon.blocks.values() for spoken in block.tests]
    return of_blocks + [spoken for rule in lexicon.rules for spoken in rule.tests]
