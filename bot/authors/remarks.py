"""Comments that stand below an item belong to what follows: they outlive the item."""

from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import CommentMark
from ruamel.yaml.tokens import CommentToken

_BEHIND = {CommentedMap: 2, CommentedSeq: 0}  # where ruamel.yaml keeps the comment behind a value


def take_remarks(node: CommentedMap | CommentedSeq, key: Any) -> list[str]:  # noqa: ANN401 - key or place
    """Take the lines below an item away from it and return them; the comment on its own line stays."""
    owner, at = _last(node, key)
    if owner is None:
        return []
    token = _token(owner, at)
    if token is None:
        return []
    first, break_, rest = token.value.partition("\n")
    if not rest:
        return []
    token.reset()
    token._value = first + break_  # ruamel.yaml offers no other way to change a token's text
    if not first:
        _forget(owner, at)
    return rest.split("\n")


def pass_on(node: CommentedMap | CommentedSeq, key: Any, remarks: list[str]) -> None:  # noqa: ANN401
    """Put lines below an item."""
    owner, at = _last(node, key)
    if owner is None:
        return
    token = _token(owner, at)
    text = "\n".join(remarks)
    if token is None:
        place = [None, None, None, None]
        place[_BEHIND[type(owner)]] = CommentToken("\n" + text, CommentMark(0), None)  # type: ignore[call-overload]
        owner.ca.items[at] = place if isinstance(owner, CommentedMap) else place[:2]
    else:
        value = token.value if token.value.endswith("\n") else token.value + "\n"
        token.reset()
        token._value = value + text


def take_before(items: CommentedSeq, number: int) -> list[str]:
    """Take the lines away that ruamel.yaml keeps as standing before an item."""
    kept = items.ca.items.get(number)
    if not kept or not kept[1]:
        return []
    lines = [f"{' ' * token.start_mark.column}{token.value.rstrip()}" for token in kept[1]]
    kept[1] = None
    if not any(kept):
        del items.ca.items[number]
    return [*lines, ""]


def put_before(node: CommentedMap | CommentedSeq, key: Any, remarks: list[str]) -> None:  # noqa: ANN401
    """Put lines before an item that has become the first."""
    words = [line.strip().removeprefix("#").strip() for line in remarks if line.strip()]
    indent = max((len(line) - len(line.lstrip()) for line in remarks if line.strip()), default=0)
    if words:
        node.yaml_set_comment_before_after_key(key, before="\n".join(words), indent=indent)


def _last(node: CommentedMap | CommentedSeq, key: Any) -> tuple[CommentedMap | CommentedSeq | None, Any]:  # noqa: ANN401
    """Return whose comment the lines below an item are: the innermost last value's in block style."""
    value = node[key]
    while isinstance(value, CommentedMap | CommentedSeq) and value and not value.fa.flow_style():
        node, key = value, (list(value)[-1] if isinstance(value, CommentedMap) else len(value) - 1)
        value = node[key]
    return node, key


def _token(node: CommentedMap | CommentedSeq, key: Any) -> CommentToken | None:  # noqa: ANN401
    kept = node.ca.items.get(key)
    token = kept[_BEHIND[type(node)]] if kept else None
    return token if isinstance(token, CommentToken) else None


def _forget(node: CommentedMap | CommentedSeq, key: Any) -> None:  # noqa: ANN401
    kept = node.ca.items.get(key)
    if kept:
        kept[_BEHIND[type(node)]] = None
        if not any(kept):
            del node.ca.items[key]
