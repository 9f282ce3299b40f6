"""Check a document against its pydantic model; each mistake at its place, with the nearest valid name."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.content.problems import ByLanguage, Problem, filled, nearest, worded
from bot.content.reading import Document, Place
from bot.content.schema_names import names_at, values_at

M = TypeVar("M")
B = TypeVar("B", bound=BaseModel)

# pydantic's error type → (our rule, wording); what is not listed is shown in pydantic's own words
_UNKNOWN_KEY: ByLanguage = {
    "ar": "الحقل «{key}» غير معروف هنا.",
    "en": "“{key}” is not a field that is known here.",
}
_WORDING: Mapping[str, tuple[str, ByLanguage]] = {
    "missing": (
        "missing-key",
        worded(
            ar="ينقص الحقل «{key}».",
            en="The field “{key}” is missing.",
        ),
    ),
    "string_too_short": (
        "empty-value",
        worded(
            ar="القيمة فارغة.",
            en="The value is empty.",
        ),
    ),
    "too_short": (
        "empty-value",
        worded(
            ar="القائمة فارغة.",
            en="The list is empty.",
        ),
    ),
    "string_too_long": (
        "long-value",
        worded(
            ar="النص أطول من {max_length} حرفًا.",
            en="The text is longer than {max_length} characters.",
        ),
    ),
    "string_pattern_mismatch": (
        "wrong-form",
        worded(
            ar="القيمة «{input}» ليست على الشكل المطلوب.",
            en="“{input}” does not have the form that is needed.",
        ),
    ),
    "string_type": (
        "not-words",
        worded(
            ar="هنا نص واحد، لا قائمة ولا حقول.",
            en="One text belongs here, no list, no fields.",
        ),
    ),
    "list_type": (
        "not-a-list",
        worded(
            ar="هنا قائمة، كل عنصر بعد «- ».",
            en="A list belongs here, each item after “- ”.",
        ),
    ),
    "dict_type": (
        "not-fields",
        worded(
            ar="هنا حقول، مثل «ar: …».",
            en="Fields belong here, such as “en: …”.",
        ),
    ),
    "literal_error": (
        "unknown-value",
        worded(
            ar="القيمة «{input}» غير معروفة.",
            en="“{input}” is not known here.",
        ),
    ),
    "union_tag_invalid": (
        "unknown-step-type",
        worded(
            ar="لا يوجد نوع خطوة اسمه «{tag}».",
            en="There is no step type “{tag}”.",
        ),
    ),
    "union_tag_not_found": (
        "missing-key",
        worded(
            ar="ينقص الحقل «type».",
            en="The field “type” is missing.",
        ),
    ),
    "bool_parsing": (
        "not-yes-no",
        worded(
            ar="اكتب yes أو no.",
            en="Write yes or no.",
        ),
    ),
    "int_parsing": (
        "not-a-number",
        worded(
            ar="«{input}» ليس عددًا صحيحًا.",
            en="“{input}” is not a whole number.",
        ),
    ),
    "float_parsing": (
        "not-a-number",
        worded(
            ar="«{input}» ليس عددًا.",
            en="“{input}” is not a number.",
        ),
    ),
    "greater_than_equal": (
        "out-of-range",
        worded(
            ar="العدد أصغر من {ge}.",
            en="The number is below {ge}.",
        ),
    ),
    "less_than_equal": (
        "out-of-range",
        worded(
            ar="العدد أكبر من {le}.",
            en="The number is above {le}.",
        ),
    ),
    "date_from_datetime_parsing": (
        "not-a-date",
        worded(
            ar="اكتب التاريخ هكذا: 2026-11-21.",
            en="Write the date like this: 2026-11-21.",
        ),
    ),
}
_SAME_AS = {
    "tuple_type": "list_type",
    "model_type": "dict_type",
    "model_attributes_type": "dict_type",
    "date_parsing": "date_from_datetime_parsing",
    "date_type": "date_from_datetime_parsing",
    "int_type": "int_parsing",
    "bool_type": "bool_parsing",
}
_OTHER: ByLanguage = {"ar": "القيمة غير مقبولة: {reason}.", "en": "The value cannot be taken: {reason}."}
_ONE_OF: ByLanguage = {"ar": "المقبول: {names}.", "en": "It may be: {names}."}
_MISMATCHES = {"string_type", "model_type", "dict_type"}  # the value is of another kind
_MOST_NAMED = 12  # valid names that a hint lists


class Written(Generic[M]):
    """A value and the document that it was written in."""

    __slots__ = ("document", "value")

    def __init__(self, value: M, document: Document) -> None:
        self.value = value
        self.document = document


def validate(document: Document, model: type[B], data: Any = None) -> Written[B] | list[Problem]:  # noqa: ANN401
    """Return the document as `model`, or everything that is wrong with it."""
    try:
        return Written(model.model_validate(document.data if data is None else data), document)
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=True)
        return [_problem(document, model, detail) for detail in _told(details)]


def _told(details: Iterable[ErrorDetails]) -> list[ErrorDetails]:
    """Leave out what the other members of a union say about a value that was meant for one of them."""
    kept: list[ErrorDetails] = []
    everything = list(details)
    for detail in sorted(everything, key=lambda detail: detail["type"] in _MISMATCHES):
        above = detail["loc"][:-1]
        said = any(other["loc"][: len(above)] == above for other in kept)
        if detail["type"] == "too_short" and any(_within(other, detail) for other in everything):
            continue  # too short because its items are wrong
        if detail["type"] not in _MISMATCHES or not said or not _names_member(detail):
            kept.append(detail)
    return kept


def _within(detail: ErrorDetails, other: ErrorDetails) -> bool:
    depth = len(other["loc"])
    return len(detail["loc"]) > depth and detail["loc"][:depth] == other["loc"]


def _names_member(detail: ErrorDetails) -> bool:
    """Tell whether the last part of a place is a union's member, e.g. `str`, not a key or a list position."""
    last = detail["loc"][-1:]
    return last in (("str",), ("Test",), ("constrained-str",)) or str(last).find("[") > 0


def _problem(document: Document, model: type[BaseModel], detail: ErrorDetails) -> Problem:
    loc, kind = detail["loc"], detail["type"]
    if kind == "extra_forbidden" or loc[-1:] == ("[key]",):
        return _unknown_key(document, model, loc if loc[-1] != "[key]" else loc[:-1])
    rule, message = _WORDING.get(_SAME_AS.get(kind, kind), ("wrong-value", _OTHER))
    fields = {**detail.get("ctx", {}), "key": loc[-1] if loc else "", "input": detail.get("input", "")}
    words = filled(message, **fields, reason=detail["msg"].removeprefix("Value error, "))
    hint = _hint(model, loc, kind, str(fields.get("tag", fields["input"])))
    return document.problem(rule, words, loc, hint=hint)


def _unknown_key(document: Document, model: type[BaseModel], loc: Place) -> Problem:
    key = str(loc[-1])
    names = names_at(_schema(model), loc[:-1])
    hint = nearest(key, names) or _one_of(names)
    return document.problem("unknown-key", filled(_UNKNOWN_KEY, key=key), loc, of_key=True, hint=hint)


def _hint(model: type[BaseModel], loc: Place, kind: str, given: str) -> ByLanguage | None:
    if kind == "literal_error":
        valid = values_at(_schema(model), loc)
    elif kind == "union_tag_invalid":
        valid = values_at(_schema(model), (*loc, "type"))
    else:
        return None
    return nearest(given, valid) or _one_of(valid)


def _one_of(names: Iterable[str]) -> ByLanguage | None:
    listed = sorted(names)[:_MOST_NAMED]
    return {
        "ar": _ONE_OF["ar"].format(names="، ".join(listed)),
        "en": _ONE_OF["en"].format(names=", ".join(listed)),
    }


@lru_cache(maxsize=32)
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema()
