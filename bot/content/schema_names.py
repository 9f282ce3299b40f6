"""Find in a JSON Schema which names and values would have been right at a place."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Schema = Mapping[str, Any]

_BRANCHES = ("anyOf", "oneOf", "allOf")


def names_at(schema: Schema, path: Sequence[str | int]) -> set[str]:
    """Return the keys that a mapping at `path` may have."""
    return {name for found in _follow(schema, schema, tuple(path)) for name in _properties(schema, found)}


def values_at(schema: Schema, path: Sequence[str | int]) -> set[str]:
    """Return the words that may stand at `path`, if only some may."""
    return {value for found in _follow(schema, schema, tuple(path)) for value in _values(schema, found)}


def _follow(root: Schema, schema: Schema, path: tuple[str | int, ...]) -> Iterator[Schema]:
    """Yield the schemas that `path` leads to.

    A part that names a union's member chooses it; one that leads nowhere is pydantic's name for a member.
    """
    if not path:
        yield schema
        return
    branches = _branches(root, schema)
    children = [child for branch in branches if (child := _child(root, branch, path[0])) is not None]
    for child in children or [schema]:
        yield from _follow(root, child, path[1:])


def _child(root: Schema, schema: Schema, part: str | int) -> Schema | None:
    properties = schema.get("properties", {})
    if part in properties:
        found: Schema = properties[part]
        return found
    if isinstance(part, int) and "items" in schema:
        items: Schema = schema["items"]
        return items
    if _is_tag(root, schema, part):
        return schema
    extra, names = schema.get("additionalProperties"), schema.get("propertyNames", {})
    return extra if isinstance(extra, dict) and part in names.get("enum", [part]) else None


def _is_tag(root: Schema, schema: Schema, part: str | int) -> bool:
    tag = schema.get("properties", {}).get("type", {}).get("const")
    return part in (tag, schema.get("title")) and schema is not root


def _branches(root: Schema, schema: Schema) -> Iterator[Schema]:
    resolved = _resolved(root, schema)
    yield resolved
    for word in _BRANCHES:
        for branch in resolved.get(word, ()):
            yield from _branches(root, branch)


def _resolved(root: Schema, schema: Schema) -> Schema:
    while "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    return schema


def _properties(root: Schema, schema: Schema) -> Iterator[str]:
    for branch in _branches(root, schema):
        yield from branch.get("properties", {})
        yield from branch.get("propertyNames", {}).get("enum", ())


def _values(root: Schema, schema: Schema) -> Iterator[str]:
    for branch in _branches(root, schema):
        yield from map(str, branch.get("enum", ()))
        if "const" in branch:
            yield str(branch["const"])
