"""What is wrong with a file that an author wrote: where, why, and the nearest name that would be right."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from rapidfuzz import fuzz, process

from bot.messages import Language

Severity = Literal["error", "warning"]
ByLanguage = Mapping[Language, str]

_ALIKE = 60  # rapidfuzz ratio from which a name is worth suggesting
_SHOWN = 120  # characters of an author's text that a message repeats

NEAREST: ByLanguage = {"ar": "هل تقصد «{nearest}»؟", "en": "Did you mean “{nearest}”?"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One mistake. `line` and `column` count from 1."""

    file: str
    line: int
    column: int
    rule: str  # name of the rule that found it
    message: ByLanguage
    hint: ByLanguage | None = None  # what to do about it
    severity: Severity = "error"

    def text(self, language: Language) -> str:
        """Return one line: `file:line:column: rule: message hint`."""
        words = self.message[language] + (f" {self.hint[language]}" if self.hint else "")
        return f"{self.file}:{self.line}:{self.column}: {self.rule}: {words}"


def worded(*, ar: str, en: str) -> ByLanguage:
    """Return a wording in both languages."""
    return MappingProxyType({"ar": ar, "en": en})


def filled(template: ByLanguage, **fields: object) -> ByLanguage:
    """Return a wording with its fields filled in both languages; long values are cut."""
    short = {name: _shortened(str(value)) for name, value in fields.items()}
    return {language: text.format(**short) for language, text in template.items()}


def nearest(name: str, valid: Iterable[str]) -> ByLanguage | None:
    """Return “did you mean …” with the valid name most like `name`, or None if nothing is like it."""
    found = process.extractOne(name, sorted(valid), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return filled(NEAREST, nearest=found[0]) if found else None


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems by file and place, each once."""
    return sorted(
        {(p.file, p.line, p.column, p.rule, p.message["en"]): p for p in problems}.values(),
        key=lambda p: (p.file, p.line, p.column, p.rule, p.message["en"]),
    )


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Return only what keeps the content from being used."""
    return [problem for problem in problems if problem.severity == "error"]


def shown_path(path: Path, root: Path) -> str:
    """Return a path as authors know it: from the folder that holds `root`."""
    try:
        return path.relative_to(root.parent).as_posix()
    except ValueError:
        return path.as_posix()


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
