"""Items of a file's list, moved, taken away and put in as whole lines: not a byte within an item changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.authors.editing import Unreadable, read
from bot.content.nodes import Node, compose

_COMMENT = "#"


@dataclass(kw_only=True)
class _Cut:
    """A text cut at its items. A comment right above an item is part of it; blank lines stay in place."""

    head: str
    blocks: list[str]
    gaps: list[str]  # blank lines behind each block; those behind the last one are of the tail
    tail: str
    indent: str  # in front of the dash

    def text(self) -> str:
        """Return all of it."""
        return self.head + "".join(map("".join, zip(self.blocks, self.gaps, strict=True))) + self.tail


def moved(text: str, key: str, place: int, by: int) -> str:
    """Return the text with an item of the list at `key` moved, at most to its ends. Raises Unreadable."""
    items, cut = _items(text, key), _cut(text, key)
    there = min(max(place + by, 0), len(items) - 1)
    cut.blocks.insert(there, cut.blocks.pop(place))
    items.insert(there, items.pop(place))
    return _checked(text, cut, key, items)


def removed(text: str, key: str, place: int) -> str:
    """Return the text without one item. Raises Unreadable; the only one stays, for a list holds something."""
    items, cut = _items(text, key), _cut(text, key)
    if len(items) == 1:
        raise Unreadable("the only item cannot go")
    last = place == len(items) - 1
    del cut.blocks[place], cut.gaps[place - 1 if last else place], items[place]
    return _checked(text, cut, key, items)


def put_in(text: str, key: str, place: int, item: str) -> str:
    """Return the text with an item, written as a file of its own, before the one at `place`.

    Raises Unreadable.
    """
    items, cut = _items(text, key), _cut(text, key)
    first, *rest = item.splitlines(keepends=True)
    lines = [f"{cut.indent}- {first}", *(f"{cut.indent}  {line}" if line.strip() else line for line in rest)]
    gap = next((each for each in cut.gaps if each), "")
    cut.blocks.insert(place, "".join(lines))
    cut.gaps.insert(min(place, len(cut.gaps) - 1), gap)
    items.insert(place, read(item))
    return _checked(text, cut, key, items)


def _items(text: str, key: str) -> list[Any]:
    data = read(text)
    items = data.get(key) if isinstance(data, dict) else None
    if not isinstance(items, list):
        raise Unreadable(f"no {key}")
    return list(items)


def _cut(text: str, key: str) -> _Cut:
    text = text if text.endswith("\n") else text + "\n"
    lines = text.splitlines(keepends=True)
    root = compose(text)
    if root is None or not isinstance(root.value, dict):
        raise Unreadable(f"no {key}")
    dashes = _dashes(root.value[key], lines)
    floor, end = root.keys[key][0], _end(root, key, lines)
    starts = [_above(lines, dash, floor, dash) for dash in dashes]
    blocks, gaps = [], []
    for start, stop in zip(starts, [*starts[1:], end], strict=True):
        filled = stop
        while not lines[filled - 1].strip():
            filled -= 1
        blocks.append("".join(lines[start:filled]))
        gaps.append("".join(lines[filled:stop]))
    tail = gaps[-1] + "".join(lines[end:])
    gaps[-1] = ""
    indent = lines[dashes[0]].partition("-")[0]
    return _Cut(head="".join(lines[: starts[0]]), blocks=blocks, gaps=gaps, tail=tail, indent=indent)


def _dashes(node: Node, lines: Sequence[str]) -> list[int]:
    """Return the lines at which items begin. Raises Unreadable unless each has lines of its own."""
    if not isinstance(node.value, list) or not node.value:
        raise Unreadable("no list")
    found = [each.line - 1 for each in node.value]
    if len(set(found)) < len(found) or not all(lines[each].lstrip().startswith("- ") for each in found):
        raise Unreadable("a list in one line")
    return found


def _end(root: Node, key: str, lines: Sequence[str]) -> int:
    """Return the line behind the list: the next key's, with the comments right above it, or the last."""
    behind = [line for line, _ in root.keys.values() if line > root.keys[key][0]]
    if not behind:
        return len(lines)
    return _above(lines, min(behind) - 1, root.keys[key][0], min(behind) - 1)


def _above(lines: Sequence[str], line: int, floor: int, owner: int) -> int:
    """Return the first comment line right above a line; deeper ones may be words of the item before."""
    deep = len(lines[owner]) - len(lines[owner].lstrip())
    while line > floor:
        before = lines[line - 1]
        if not before.lstrip().startswith(_COMMENT) or len(before) - len(before.lstrip()) > deep:
            break
        line -= 1
    return line


def _checked(text: str, cut: _Cut, key: str, items: list[Any]) -> str:
    """Return the cut's text if it says what it shall. Raises Unreadable."""
    written = cut.text()
    if read(written) != {**read(text), key: items}:
        raise Unreadable("the change cannot be written so that it is read back")
    return written
