"""The small content that these tests change, and how it is loaded."""

from pathlib import Path

from bot.content import Library, load

SMALL = Path(__file__).parent / "small"


def served(root: Path, cache: Path) -> Library:
    """Load the content under `root`; it must be right."""
    loaded = load(root / "knowledge", root / "flows", cache=cache)
    assert isinstance(loaded, Library), [problem.text("en") for problem in loaded]
    return loaded


def change(root: Path, file: str, find: str, put: str) -> None:
    """Replace a part of a file that must be there."""
    path = root / file
    before = path.read_text("utf-8")
    assert find in before, (file, find)
    path.write_text(before.replace(find, put, 1), "utf-8")
