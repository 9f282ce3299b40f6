"""Documentation keeps up with the program: settings, commands, steps and rules are all described."""

import re
from pathlib import Path

import pytest

from bot.cli import COMMANDS, GROUPS
from bot.settings import Settings
from tools.manual import pages

DOCS = Path(__file__).resolve().parent.parent / "docs"
PROJECT = DOCS.parent
FORBIDDEN = re.compile(
    r"pypi\.org|files\.pythonhosted|registry\.npmjs|deb\.debian\.org|/work/|/root/|/opt/pypi"
)
TEXTS = ("*.py", "*.md", "*.yaml", "*.toml", "*.lock", "*.html", "*.js", "*.css", "Makefile", "run")


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_described(name: str) -> None:
    assert f"`WASL_{name.upper()}`" in (DOCS / "operations.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [name for name, _ in (*COMMANDS, *GROUPS)])
def test_every_command_is_described(name: str) -> None:
    assert f"`wasl {name}" in (DOCS / "operations.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_generated_pages_are_current(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == pages()[path], "run: python -m tools.manual"


@pytest.mark.parametrize(
    "page", sorted([PROJECT / "README.md", *DOCS.rglob("*.md")]), ids=lambda page: page.name
)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)(?:#[\w-]*)?\)", text):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_no_file_names_a_registry_or_a_path_of_somebodys_machine() -> None:
    found = []
    for pattern in TEXTS:
        for path in PROJECT.rglob(pattern):
            inside = path.relative_to(PROJECT)
            if inside.parts[0] in {".venv", ".git", "build"} or path == Path(__file__):
                continue
            if FORBIDDEN.search(path.read_text(encoding="utf-8")):
                found.append(str(inside))
    assert not found
