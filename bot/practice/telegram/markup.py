"""HTML of messages, as far as Telegram reads it: which text is seen, and what it refuses."""

from html.parser import HTMLParser

from bot.practice.telegram.refusals import bad

TAGS = frozenset(
    ("b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "span", "tg-spoiler", "a", "code", "pre")
) | {"blockquote", "tg-emoji"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag not in TAGS:
            raise bad(f'can\'t parse entities: Unsupported start tag "{tag}"')
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise bad(f'can\'t parse entities: Unmatched end tag "{tag}"')

    def handle_data(self, data: str) -> None:
        self.seen.append(data)


def visible(text: str, parse_mode: str | None) -> str:
    """Return the text that people see. Raises Refused for HTML that does not parse."""
    if (parse_mode or "").upper() != "HTML":
        return text
    reader = _Reader()
    reader.feed(text)
    reader.close()
    if reader.open:
        raise bad(
            f"can't parse entities: Can't find end tag corresponding to start tag \"{reader.open[-1]}\""
        )
    return "".join(reader.seen)
