"""What the Bot API takes and gives, read from aiogram's method and type classes."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from aiogram import methods
from aiogram.methods.base import TelegramMethod
from aiogram.types import Update
from pydantic import BaseModel, TypeAdapter, ValidationError

from bot.practice.telegram.refusals import Refused, bad

Json = dict[str, Any]


def _all_methods() -> dict[str, type[TelegramMethod[Any]]]:
    classes = (getattr(methods, name) for name in methods.__all__)
    found = [each for each in classes if isinstance(each, type) and issubclass(each, TelegramMethod)]
    return {each.__api_method__.lower(): each for each in found if isinstance(each.__api_method__, str)}


METHODS: Mapping[str, type[TelegramMethod[Any]]] = _all_methods()


def check_call(method: str, values: Mapping[str, Any]) -> Json:
    """Return a call's parameters in their proper types. Raises Refused.

    Values of a form are strings: one that does not fit its field as it stands is tried as JSON.
    """
    cls = METHODS.get(method.lower())
    if cls is None:
        raise Refused(404, "Not Found: method not found")
    unknown = sorted(set(values) - set(cls.model_fields))
    if unknown:
        raise bad(f"unknown parameter {unknown[0]!r} of {method}")
    call = _fitting(cls, dict(values))
    for place in _extras(call):
        raise bad(f"unknown field {place} of {method}")
    return call.model_dump(exclude_unset=True, exclude_none=True, by_alias=True, warnings=False)


def check_answer(method: str, answer: object) -> None:
    """Check that an answer is what the method returns. Raises ValueError: a fault of the fake."""
    returning = METHODS[method.lower()].__returning__
    _check(_adapter(returning), answer, method)


def check_update(update: Json) -> None:
    """Check an update before a bot gets it. Raises ValueError: a fault of the fake."""
    _check(_adapter(Update), update, "update")


@cache
def _adapter(kind: type[object]) -> TypeAdapter[object]:
    return TypeAdapter(kind)


def _check(adapter: TypeAdapter[object], value: object, what: str) -> None:
    for place in _extras(adapter.validate_python(value)):
        raise ValueError(f"{what}: unknown field {place}")


def _fitting(cls: type[TelegramMethod[Any]], values: Json) -> TelegramMethod[Any]:
    try:
        return cls.model_validate(values)
    except ValidationError as error:
        unfit = {str(each["loc"][0]) for each in error.errors() if each["loc"]}
    decoded = {name: _decoded(value) if name in unfit else value for name, value in values.items()}
    try:
        return cls.model_validate(decoded)
    except ValidationError as error:
        raise bad(_reason(error)) from None


def _decoded(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _reason(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    return f"parameter {'.'.join(map(str, first['loc']))}: {first['msg']}"


def _extras(value: object, place: str = "") -> Iterator[str]:
    """Yield where keys stand that no class knows: aiogram's classes let them pass."""
    if isinstance(value, BaseModel):
        yield from (f"{place}{name!r}" for name in value.model_extra or ())
        for name in type(value).model_fields:
            yield from _extras(getattr(value, name), f"{place}{name}.")
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _extras(item, place)
