"""A YAML file as a tree that remembers where everything stood. Every scalar is a string.

The tree is built from the parser's events without recursion, because a nest of a hundred thousand brackets
crashes libyaml's own composer, and an alias bomb would fill the memory.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

MOST_DEEP = 20  # levels
MOST_ALIASES = 20  # in one file
_TAGS = (None, "!")

# libyaml where the wheel has it: the same events twenty times faster
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(slots=True, kw_only=True)
class Node:
    """A value and where it begins; lines and columns count from 1."""

    line: int
    column: int
    value: "str | dict[str, Node] | list[Node]"
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)  # key of a mapping → its place

    def plain(self) -> Any:  # noqa: ANN401 - YAML
        """Return dicts, lists and strings without places."""
        if isinstance(self.value, dict):
            return {key: child.plain() for key, child in self.value.items()}
        if isinstance(self.value, list):
            return [child.plain() for child in self.value]
        return self.value


class RefusedYaml(Exception):
    """The file is YAML, but not of the kind that is read here: `what` names the wording."""

    def __init__(self, what: str, line: int, column: int, **fields: object) -> None:
        super().__init__(what)
        self.what = what
        self.line = line
        self.column = column
        self.fields = fields


def compose(text: str) -> Node | None:
    """Return the tree of a text, or None if it holds nothing.

    Raises RefusedYaml, or yaml.YAMLError where the text is not YAML.
    """
    loader = _LOADER(text)
    try:
        builder = _Builder()
        while loader.check_event():
            builder.take(loader.get_event())
        return builder.root
    finally:
        loader.dispose()


class _Builder:
    """Takes events one by one and puts nodes in their places."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self._open: list[Node] = []
        self._key: list[tuple[str, int, int] | None] = []  # key that waits for its value, per open node
        self._anchors: dict[str, Node] = {}
        self._aliases = 0
        self._documents = 0

    def take(self, event: Any) -> None:  # noqa: ANN401 - PyYAML's events are untyped
        if isinstance(event, yaml.ScalarEvent):
            self._put(self._node(event, event.value), event)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._begin(event)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._open.pop()
            self._key.pop()
        elif isinstance(event, yaml.AliasEvent):
            self._put(self._aliased(event), event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise _refused("documents", event.start_mark)

    def _begin(self, event: Any) -> None:  # noqa: ANN401
        if len(self._open) >= MOST_DEEP:
            raise _refused("deep", event.start_mark, most=MOST_DEEP)
        node = self._node(event, {} if isinstance(event, yaml.MappingStartEvent) else [])
        self._put(node, event)
        self._open.append(node)
        self._key.append(None)

    def _node(self, event: Any, value: Any) -> Node:  # noqa: ANN401
        if event.tag not in _TAGS:
            raise _refused("tag", event.start_mark, tag=event.tag)
        node = Node(line=event.start_mark.line + 1, column=event.start_mark.column + 1, value=value)
        if event.anchor:
            self._anchors[event.anchor] = node
        return node

    def _aliased(self, event: Any) -> Node:  # noqa: ANN401
        self._aliases += 1
        node = self._anchors.get(event.anchor)
        # only words may be repeated: a repeated branch grows without end when it is unfolded
        if node is None or not isinstance(node.value, str) or self._aliases > MOST_ALIASES:
            raise _refused("alias", event.start_mark, alias=event.anchor, most=MOST_ALIASES)
        return Node(line=event.start_mark.line + 1, column=event.start_mark.column + 1, value=node.value)

    def _put(self, node: Node, event: Any) -> None:  # noqa: ANN401
        if not self._open:
            self.root = node
            return
        parent = self._open[-1].value
        if isinstance(parent, list):
            parent.append(node)
        elif self._key[-1] is None:
            self._key[-1] = self._new_key(node, event)
        elif isinstance(parent, dict):
            key, line, column = self._key[-1]
            parent[key] = node
            self._open[-1].keys[key] = (line, column)
            self._key[-1] = None

    def _new_key(self, node: Node, event: Any) -> tuple[str, int, int]:  # noqa: ANN401
        if not isinstance(node.value, str):
            raise _refused("key", event.start_mark)
        if node.value in self._open[-1].keys:
            first = self._open[-1].keys[node.value][0]
            raise _refused("duplicate-key", event.start_mark, key=node.value, first=first)
        return node.value, node.line, node.column


def _refused(what: str, mark: Any, **fields: object) -> RefusedYaml:  # noqa: ANN401 - PyYAML's marks too
    return RefusedYaml(what, mark.line + 1, mark.column + 1, **fields)


def place(root: Node, path: Sequence[str | int], *, of_key: bool = False) -> tuple[int, int]:
    """Return line and column of what `path` leads to, or of the last thing on the way that is there.

    Parts that lead nowhere are passed over, as pydantic names union members in its paths. With `of_key` the
    place is that of the last key itself, not of its value.
    """
    node, key = root, (root.line, root.column)
    for part in path:
        if isinstance(node.value, dict) and part in node.value:
            key = node.keys[str(part)]
            node = node.value[str(part)]
        elif isinstance(node.value, list) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            key = (node.line, node.column)
    return key if of_key else (node.line, node.column)
