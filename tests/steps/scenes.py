"""What the tests of steps stand on: texts, an organisation, a scene, YAML read as authors' files are read."""

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from bot.engine.content import Organisation, Texts
from bot.engine.steps import STEP_TYPES
from bot.engine.steps.step import Scene, Step
from bot.messages import LANGUAGES, Address, Attachment, Inbound, Language, Location

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
NOW = datetime(2026, 1, 1, 9, tzinfo=UTC)


def read(text: str) -> Any:
    return yaml.load(text, yaml.CBaseLoader)


def load(path: Path) -> Any:
    return read(path.read_text(encoding="utf-8"))


def step_of(shape: Mapping[str, Any]) -> Step:
    return STEP_TYPES[shape["type"]].model_validate(shape)


def _table(language: Language) -> dict[str, Any]:
    table: dict[str, Any] = load(ROOT / "knowledge" / "texts" / f"steps.{language}.yaml")
    return table


TEXTS = Texts({language: _table(language) for language in LANGUAGES})
ORGANISATION = Organisation(
    id="test",
    name={"ar": "جمعية الاختبار", "en": "Test Association"},
    short_name={"ar": "الاختبار", "en": "Test"},
    people={"ar": "المستفيدين", "en": "beneficiaries"},
    document={"ar": "السياسة", "en": "The policy"},
    channels=(),
    emergency=(),
)


def scene(
    language: Language = "ar", answers: Mapping[str, Any] | None = None, steps: Iterable[Step] = ()
) -> Scene:
    return Scene(
        language=language,
        texts=TEXTS,
        organisation=ORGANISATION,
        answers=answers or {},
        steps=tuple(steps),
        flow="support-request",
        version="v1",
        kind="support-request",
        now=NOW,
    )


def as_yaml(value: Any) -> Any:
    """Return a value as BaseLoader would read it."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        value = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {key: as_yaml(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_yaml(item) for item in value]
    return ("yes" if value else "no") if isinstance(value, bool) else "" if value is None else str(value)


def file(shape: dict[str, Any]) -> Attachment:
    given = {"key": "0f", "name": "file", "media_type": "image/jpeg", "size": 1000, "kind": "photo", **shape}
    return Attachment(**{**given, "size": int(given["size"])})


def place(shape: dict[str, str]) -> Location:
    return Location(
        latitude=float(shape["latitude"]), longitude=float(shape["longitude"]), label=shape.get("label", "")
    )


def message(step: Step, case: dict[str, Any]) -> Inbound:
    return Inbound(
        id="in-1",
        address=Address(organisation="test", channel="terminal", user="somebody"),
        external_id="1",
        received_at=NOW,
        text=case.get("say", ""),
        choice=f"pick:{step.id}:{case['press']}" if "press" in case else case.get("choice"),
        attachments=tuple(file(shape) for shape in case.get("files", [])),
        location=place(case["place"]) if "place" in case else None,
        phone=case.get("contact"),
        sticker="sticker" in case,
    )
