"""JSON Schema files for editors: completion and red lines while an author types.

An editor reads YAML by its own guesses (5 as a number, yes as true), while Wasl reads every scalar as a
string. So the schemas allow both wherever Wasl would take both.
`python -m bot.content.schemas schemas` writes the files.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from bot.content.shapes import (
    DocumentsShape,
    MenuShape,
    OrganisationShape,
    OverrideShape,
    TextsShape,
    TopicShape,
    WordsShape,
)
from bot.engine.flow import Flow
from bot.engine.life import CaseSettings, Life
from bot.matching.resources import Arabizi, Danger, DangerExamples, Lexicon, Settings

SCHEMAS: Mapping[str, type[BaseModel]] = {
    "topic": TopicShape,
    "override": OverrideShape,
    "organisation": OrganisationShape,
    "menu": MenuShape,
    "words": WordsShape,
    "documents": DocumentsShape,
    "texts": TextsShape,
    "flow": Flow,
    "case-life": Life,
    "case-settings": CaseSettings,
    "lexicon": Lexicon,
    "arabizi": Arabizi,
    "danger": Danger,
    "danger-examples": DangerExamples,
    "matching": Settings,
}

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_YES_NO = ["yes", "no", "true", "false", "on", "off"]
_LEFT_OUT = ("default", "discriminator")  # the one is Python's, the other no keyword of the dialect


def schemas() -> dict[str, str]:
    """Return file name → content of every schema."""
    return {f"{name}.schema.json": _text(model) for name, model in SCHEMAS.items()}


def write(folder: Path) -> None:
    """Write every schema file."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")


def _text(model: type[BaseModel]) -> str:
    schema = {"$schema": _DIALECT, **_as_typed(model.model_json_schema(by_alias=True))}
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _as_typed(schema: Any) -> Any:  # noqa: ANN401 - JSON
    """Widen each scalar type to the forms in which an editor may see it."""
    if isinstance(schema, list):
        return [_as_typed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    widened = {key: _as_typed(value) for key, value in schema.items() if key not in _LEFT_OUT}
    kind = widened.get("type")
    if kind == "string" and "enum" not in widened and "const" not in widened:
        widened["type"] = ["string", "number", "boolean"]
    elif kind in ("integer", "number"):
        widened["type"] = [kind, "string"]
    elif kind == "boolean":
        widened.pop("type")
        widened["enum"] = [True, False, *_YES_NO]
    return widened


if __name__ == "__main__":
    write(Path(sys.argv[1]))
