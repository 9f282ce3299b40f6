"""Changes a YAML file and leaves everything else in it as it was: comments, order of keys, quotes.

Every scalar is a string here, as everywhere in the content, so that 0502407666 and no stay what was typed.
"""

import io
import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString, ScalarString

from bot.authors.remarks import pass_on, put_before, take_before, take_remarks
from bot.content.nodes import RefusedYaml, compose

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")  # a list of such stands in one line
_WIDTH = 1_000_000  # lines are never broken
_RISKY = frozenset("?:,[]{}#&*!|>%@`'\"")  # in flow collections YAML's editions do not agree about them
_FIRST = frozenset("?:-,[]{}#&*!|>%@`\"'")  # … nor of a value that begins so
_SHORT = ("title", "source", "label")  # mappings that stand in one line


class Unreadable(ValueError):
    """The text is not YAML that the content can be written in."""


class _NoTypes(VersionedResolver):
    """Resolves no scalar to a type of its own."""

    @property
    def versioned_resolver(self) -> dict[str, Any]:
        return {}


def read(text: str) -> Any:  # noqa: ANN401 - YAML
    """Return a text as dicts, lists and strings, as the content reads it. Raises Unreadable."""
    try:
        node = compose(text)
    except (RefusedYaml, Exception) as error:  # PyYAML's own errors have no common base with ours
        raise Unreadable(str(error)) from error
    return {} if node is None else node.plain()


def changed(text: str, wanted: Mapping[str, Any], order: Sequence[str] = ()) -> str:
    """Return the text with these top-level keys as wanted; None takes a key away, others stay as they are.

    New keys stand where `order` puts them. A text that has everything already comes back byte for byte.
    Raises Unreadable.
    """
    before = read(text)
    if not isinstance(before, dict):
        raise Unreadable("a file holds fields")
    if all(before.get(key) == value for key, value in wanted.items()):
        return text
    tree = _tree(text)
    for key, value in wanted.items():
        _set(tree, key, value, order)
    written = _written(tree)
    after = read(written)
    if any(after.get(key) != value for key, value in wanted.items()):
        raise Unreadable("the change cannot be written so that it is read back")
    return written


def composed(wanted: Mapping[str, Any], order: Sequence[str]) -> str:
    """Return a new file's text."""
    tree = CommentedMap()
    for key in (*(each for each in order if each in wanted), *(each for each in wanted if each not in order)):
        if wanted[key] is not None:
            tree[key] = _new(wanted[key], short=key in _SHORT)
    return _written(tree)


def same_form(text: str) -> bool:
    """Tell whether writing the file would leave all of it as it is."""
    return _written(_tree(text)) == text


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.Resolver = _NoTypes
    yaml.preserve_quotes = True
    yaml.width = _WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _tree(text: str) -> CommentedMap:
    try:
        tree = _yaml().load(text)
    except YAMLError as error:
        raise Unreadable(str(error)) from error
    if not isinstance(tree, CommentedMap):
        raise Unreadable("a file holds fields")
    return tree


def _written(tree: CommentedMap) -> str:
    out = io.StringIO()
    _yaml().dump(tree, out)
    return out.getvalue()


def _set(tree: CommentedMap, key: str, value: Any, order: Sequence[str] = ()) -> None:  # noqa: ANN401 - YAML
    if value is None:
        _drop(tree, key)
    elif key in tree:
        tree[key] = _merged(tree[key], value, flow=_is_flow(tree))
    else:
        new = _new(value, flow=_is_flow(tree), short=key in _SHORT)
        place = _place(tree, key, order)
        last = list(tree)[-1] if tree and place == len(tree) else None
        remarks = take_remarks(tree, last) if last is not None else []
        tree.insert(place, key, new)
        if remarks:  # lines below the last item are of what follows, not of the item
            pass_on(tree, key, remarks)


def _place(tree: CommentedMap, key: str, order: Sequence[str]) -> int:
    """Return where a new key belongs: behind the last one that stands before it in `order`."""
    before = set(order[: order.index(key)]) if key in order else set(tree)
    places = [number for number, each in enumerate(tree) if each in before]
    return places[-1] + 1 if places else len(tree)


def _drop(tree: CommentedMap, key: str) -> None:
    if key not in tree:
        return
    keys = list(tree)
    number = keys.index(key)
    remarks = take_remarks(tree, key)
    del tree[key]
    if remarks and number:
        pass_on(tree, keys[number - 1], remarks)
    elif remarks and tree:
        put_before(tree, keys[1], remarks)


def _merged(old: Any, wanted: Any, *, flow: bool = False) -> Any:  # noqa: ANN401 - YAML
    """Return the old node with the wanted value, or a new one where they are of different kinds."""
    if isinstance(old, CommentedMap) and isinstance(wanted, Mapping):
        for key in [key for key in old if key not in wanted]:
            _drop(old, key)
        for key, value in wanted.items():
            _set(old, key, value)
        return old
    if isinstance(old, CommentedSeq) and isinstance(wanted, list):
        _merge_list(old, wanted)
        return old
    if isinstance(old, str) and old == wanted:
        return old
    if isinstance(old, DoubleQuotedScalarString) and isinstance(wanted, str):
        return DoubleQuotedScalarString(wanted)
    return _new(wanted, flow=flow)


def _merge_list(old: CommentedSeq, wanted: Sequence[Any]) -> None:
    """Change, remove and add items; what stays keeps its remarks."""
    before, after = [repr(_plain(item)) for item in old], [repr(item) for item in wanted]
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    flow = _is_flow(old)
    for what, start, end, low, high in reversed(steps):  # from the end: places before stay true
        both = min(end - start, high - low) if what == "replace" else 0
        for number in range(both):
            old[start + number] = _merged(old[start + number], wanted[low + number], flow=flow)
        if what in ("replace", "delete"):
            for number in range(end - 1, start + both - 1, -1):
                _remove(old, number)
        if what in ("replace", "insert"):
            for number in range(low + both, high):
                _insert(old, start + number - low, _new(wanted[number], flow=flow, short=True))


def _remove(items: CommentedSeq, number: int) -> None:
    remarks = [*take_before(items, number), *take_remarks(items, number)]
    del items[number]
    if remarks and number:
        pass_on(items, number - 1, remarks)
    elif remarks and items:
        put_before(items, 0, remarks)


def _insert(items: CommentedSeq, number: int, value: Any) -> None:  # noqa: ANN401 - YAML
    remarks = take_remarks(items, number - 1) if number == len(items) and number else []
    items.insert(number, value)
    if remarks:
        pass_on(items, number, remarks)


def _new(value: Any, *, flow: bool = False, short: bool = False) -> Any:  # noqa: ANN401 - YAML
    """Return a new node; a `short` mapping stands in one line."""
    if isinstance(value, Mapping):
        made = CommentedMap({key: _new(item, flow=flow or short) for key, item in value.items()})
        if short:
            made.fa.set_flow_style()
        return made
    if isinstance(value, list):
        ids = bool(value) and all(isinstance(item, str) and _ID.fullmatch(item) for item in value)
        items = CommentedSeq([_new(item, flow=flow or ids, short=True) for item in value])
        if ids:
            items.fa.set_flow_style()
        return items
    text = str(value)
    if "\n" in text and not flow:
        return LiteralScalarString(text)
    risky = _RISKY & set(text) if flow else text[:1] in _FIRST
    return DoubleQuotedScalarString(text) if risky else text


def _plain(node: Any) -> Any:  # noqa: ANN401 - YAML
    if isinstance(node, Mapping):
        return {str(key): _plain(item) for key, item in node.items()}
    if isinstance(node, list):
        return [_plain(item) for item in node]
    return str(node) if isinstance(node, ScalarString) else node


def _is_flow(node: CommentedMap | CommentedSeq) -> bool:
    return bool(node.fa.flow_style())
