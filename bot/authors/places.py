"""Which files authors may write from the pages, whose they are, and where they lie."""

import re
from dataclasses import dataclass
from pathlib import Path

from bot.content.problems import shown_path
from bot.content.shapes import TopicKind
from bot.desk.signin import INSTALLATION

COMMON = INSTALLATION  # scope of what all organisations share: common topics, gaps, misconceptions, flows
FOLDER_OF: dict[TopicKind, str] = {
    "topic": "common",
    "smalltalk": "common",
    "gap": "gaps",
    "misconception": "misconceptions",
}

_NAME = r"[a-z0-9][a-z0-9_-]{0,59}"
_SHARED = re.compile(rf"knowledge/(?:common|gaps|misconceptions)(?:/{_NAME})*/{_NAME}\.yaml")
_OWN = re.compile(rf"knowledge/organisations/({_NAME})/topics(?:/{_NAME})*/{_NAME}\.yaml")
_FLOW = re.compile(rf"flows(?:/{_NAME})*/{_NAME}\.yaml")


class NotForAuthors(ValueError):
    """The name is not that of a topic's or a flow's file."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Folders:
    """Where the content lies."""

    knowledge: Path
    flows: Path

    def path(self, file: str) -> Path:
        """Return where a file lies. Raises NotForAuthors for what is no topic and no flow."""
        scope_of(file)
        top, _, rest = file.partition("/")
        return (self.knowledge if top == "knowledge" else self.flows) / rest

    def name(self, path: Path) -> str:
        """Return the name of a file that lies in one of the folders."""
        if path.is_relative_to(self.flows):
            return f"flows/{path.relative_to(self.flows).as_posix()}"
        return f"knowledge/{path.relative_to(self.knowledge).as_posix()}"

    def shown(self, file: str) -> str:
        """Return the name under which problems speak of a file."""
        return shown_path(self.path(file), self.knowledge)

    def text(self, file: str) -> str | None:
        """Return what the file says now; None if it is not there or no text."""
        try:
            return self.path(file).read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            return None


def scope_of(file: str) -> str:
    """Return whose a file is: an organisation's id, or COMMON. Raises NotForAuthors."""
    own = _OWN.fullmatch(file)
    if own is not None:
        return own[1]
    if _SHARED.fullmatch(file) or _FLOW.fullmatch(file):
        return COMMON
    raise NotForAuthors(file)


def is_flow(file: str) -> bool:
    """Tell whether a name is that of a flow's file."""
    return _FLOW.fullmatch(file) is not None


def topic_file(scope: str, id_: str, kind: TopicKind) -> str:
    """Return the name of a new topic's file. Raises NotForAuthors for a bad id."""
    folder = FOLDER_OF[kind] if scope == COMMON else f"organisations/{scope}/topics"
    file = f"knowledge/{folder}/{id_}.yaml"
    scope_of(file)
    return file
