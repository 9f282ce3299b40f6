"""The failure messages that a page of the documentation promises."""

import re
from pathlib import Path

DOCS = Path(__file__).parent.parent.parent / "docs"


def promised(page: str, section: str) -> list[str]:
    """Return what stands between backticks in the first column of a section's table, `…` for what differs."""
    text = (DOCS / page).read_text(encoding="utf-8")
    table = text.partition(f"## {section}")[2].partition("\n## ")[0]
    firsts = [line.split("|")[1] for line in table.splitlines() if line.startswith("| ")]
    return [message for first in firsts for message in re.findall(r"`([^`]+)`", first)[:1]]


def unkept(promises: list[str], printed: list[str]) -> tuple[list[str], list[str]]:
    """Return the promises that nothing printed keeps, and what was printed and is in no promise."""
    kept = {(promise, line) for promise in promises for line in printed if _matches(promise, line)}
    return (
        [promise for promise in promises if promise not in {promise for promise, _ in kept}],
        [line for line in printed if line not in {line for _, line in kept}],
    )


def _matches(promise: str, line: str) -> bool:
    return re.fullmatch(".+".join(map(re.escape, promise.split("…"))), line.strip()) is not None
