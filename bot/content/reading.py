"""Read one YAML file as authors write it: every scalar a string, every value with its place.

PyYAML would read an unquoted 0502407666 as 84545462, 8:30 as 510 and no as false; here they stay what was
typed.
"""

import hashlib
import re
import stat
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from bot.content.nodes import Node, RefusedYaml, compose, place
from bot.content.problems import ByLanguage, Problem, Severity, filled, shown_path

MOST_BYTES = 1_000_000

Place = tuple[str | int, ...]  # keys and list positions from the top of a file

_WORDING: dict[str, ByLanguage] = {
    "unreadable": {"ar": "تعذرت قراءة الملف: {reason}", "en": "The file cannot be read: {reason}"},
    "not-a-file": {"ar": "هذا ليس ملفًا عاديًا.", "en": "This is not an ordinary file."},
    "large": {
        "ar": "حجم الملف {size} بايت، والحد {most}. قسّمه إلى ملفات أصغر.",
        "en": "The file has {size} bytes and {most} are the limit. Split it into smaller files.",
    },
    "utf-8": {
        "ar": "الملف ليس محفوظًا بترميز UTF-8. احفظه من محررك بهذا الترميز.",
        "en": "The file is not saved as UTF-8. Save it in that encoding from your editor.",
    },
    "tab": {
        "ar": "في السطر علامة جدولة (Tab). ضع مكانها مسافات.",
        "en": "There is a tab in this line. Put spaces in its place.",
    },
    "empty": {"ar": "الملف فارغ.", "en": "The file is empty."},
    "yaml": {"ar": "لا يُفهم هذا السطر: {reason}.", "en": "This line cannot be understood: {reason}."},
    "documents": {
        "ar": "في الملف أكثر من مستند. احذف السطر «---» وضع كل موضوع في ملف.",
        "en": "The file holds more than one document. Remove the line “---”; one thing a file.",
    },
    "deep": {"ar": "التداخل أعمق من {most} مستوى.", "en": "This is nested deeper than {most} levels."},
    "tag": {
        "ar": "الوسم «{tag}» غير مسموح. اكتب القيمة وحدها.",
        "en": "The tag “{tag}” is not allowed. Write the value alone.",
    },
    "alias": {
        "ar": "الإحالة «*{alias}» غير مسموحة هنا. اكتب القيمة كاملة.",
        "en": "The alias “*{alias}” is not allowed here. Write the value out.",
    },
    "key": {"ar": "اسم الحقل يجب أن يكون كلمة.", "en": "The name of a field must be a word."},
    "duplicate-key": {
        "ar": "الحقل «{key}» مكتوب مرتين، والأول في السطر {first}. أبقِ واحدًا.",
        "en": "“{key}” is written twice, first in line {first}. Keep one.",
    },
}


_BRACKETS_FIRST = re.compile(r"\s*- (?:\{[^{}:]*\}|\[[^\[\]:]*\])\s*[^\s#]")
_QUOTE: ByLanguage = {
    "ar": 'السطر الذي يبدأ بـ { أو [ يوضع كله بين علامتي ".',
    "en": 'A line that begins with { or [ is put in " " as a whole.',
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """One file that could be read."""

    file: str  # path as authors know it
    path: Path
    data: Any  # dicts, lists and strings
    digest: str  # SHA-256 of the bytes, hex
    root: Node

    def problem(
        self,
        rule: str,
        message: ByLanguage,
        at: Iterable[str | int] = (),
        *,
        of_key: bool = False,
        hint: ByLanguage | None = None,
        severity: Severity = "error",
    ) -> Problem:
        """Return a problem at the place that `at` leads to."""
        line, column = place(self.root, tuple(at), of_key=of_key)
        return Problem(
            file=self.file, line=line, column=column, rule=rule, message=message, hint=hint, severity=severity
        )


def read(path: Path, root: Path) -> Document | Problem:
    """Read a file; one that cannot be used comes back as its first problem. Never raises for its content."""
    file = shown_path(path, root)
    raw = _bytes(path, file)
    if isinstance(raw, Problem):
        return raw
    text = _text(raw, file)
    if isinstance(text, Problem):
        return text
    tree = _tree(text, file)
    if isinstance(tree, Problem):
        return tree
    digest = hashlib.sha256(raw).hexdigest()
    return Document(file=file, path=path, data=tree.plain(), digest=digest, root=tree)


def _bytes(path: Path, file: str) -> bytes | Problem:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return _problem(file, "not-a-file")
        if status.st_size > MOST_BYTES:
            return _problem(file, "large", size=status.st_size, most=MOST_BYTES)
        with path.open("rb") as stream:
            raw = stream.read(MOST_BYTES + 1)  # it may have grown since
    except OSError as error:
        return _problem(file, "unreadable", reason=error.strerror or type(error).__name__)
    return raw if len(raw) <= MOST_BYTES else _problem(file, "large", size=len(raw), most=MOST_BYTES)


def _text(raw: bytes, file: str) -> str | Problem:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        return _problem(file, "utf-8", before.count(b"\n") + 1)
    tab = text.find("\t")
    if tab >= 0:
        line = text.count("\n", 0, tab) + 1
        return _problem(file, "tab", line, tab - text.rfind("\n", 0, tab))
    return text


def _tree(text: str, file: str) -> Node | Problem:
    try:
        tree = compose(text)
    except RefusedYaml as refusal:
        return _problem(file, refusal.what, refusal.line, refusal.column, **refusal.fields)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        problem = _problem(file, "yaml", line, column, reason=error.problem or error.context)
        return replace(problem, hint=_QUOTE) if _looks_unquoted(text, line) else problem
    except yaml.YAMLError as error:
        return _problem(file, "yaml", reason=str(error).splitlines()[0])
    return tree if tree is not None else _problem(file, "empty")


def _looks_unquoted(text: str, line: int) -> bool:
    """Tell whether this line or the one above begins with brackets, which YAML takes for its own."""
    near = text.splitlines()[max(line - 2, 0) : line]
    return any(_BRACKETS_FIRST.match(each) for each in near)


def _problem(file: str, what: str, line: int = 1, column: int = 1, **fields: object) -> Problem:
    message = filled(_WORDING[what], **fields)
    return Problem(file=file, line=line, column=column, rule=what, message=message)
