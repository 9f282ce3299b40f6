"""Writes docs/steps.md and docs/lint.md from the docstrings of step types and lint rules.

The docstring is the manual; a test fails when a committed page is not what `python -m tools.manual` writes.
"""

import inspect
from pathlib import Path

from bot.content.lint import RULES
from bot.engine.steps import STEP_TYPES
from bot.engine.steps.step import AskingStep

DOCS = Path(__file__).resolve().parent.parent / "docs"
_GENERATED = "<!-- written by `python -m tools.manual` from the docstrings: do not edit -->"


def pages() -> dict[Path, str]:
    """Return each generated page's text by its path."""
    return {DOCS / "steps.md": steps_page(), DOCS / "lint.md": lint_page()}


def steps_page() -> str:
    """Return the manual of all step types."""
    asking = {name: step for name, step in STEP_TYPES.items() if issubclass(step, AskingStep)}
    acting = {name: step for name, step in STEP_TYPES.items() if name not in asking}
    lead = "Every step has an `id`, unique in its flow, and may have a condition `when`."
    parts = ["# Step types", _GENERATED, lead, "## Steps that ask"]
    parts += [f"### {name}\n\n{_doc(step)}" for name, step in asking.items()]
    parts += ["## Steps that act", *(f"### {name}\n\n{_doc(step)}" for name, step in acting.items())]
    return "\n\n".join(parts) + "\n"


def lint_page() -> str:
    """Return the manual of all lint rules."""
    lead = "What `wasl check` looks for. An error keeps a change from being taken over; a warning does not."
    parts = ["# Lint rules", _GENERATED, lead]
    parts += [f"## {rule.name}\n\n*{rule.severity}*\n\n{_doc(type(rule))}" for rule in RULES]
    return "\n\n".join(parts) + "\n"


def _doc(thing: type) -> str:
    return inspect.cleandoc(thing.__doc__ or "")


def main() -> None:
    """Write the pages."""
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
