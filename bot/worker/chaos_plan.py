"""What a chaos run and its child processes tell each other: a plan as an argument, and two logs in a folder.

The logs are appended to with one system call a line, so a killed process leaves whole lines behind.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

CHANNEL = "chaos"
CONVERSATIONS = 50
READY = "ready"  # a child's line on its standard output: what was left is answered and sent
GO = "go"  # the answer on its standard input: let everybody write


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What one child process does."""

    mode: Literal["write", "drain"]  # answer and send what is left; then write until killed, or end
    folder: str  # logs, files and key file
    database: str  # URL
    organisation: str
    run: str  # prefix of this run's users, so that a database may be used again
    seed: int
    conversations: int = CONVERSATIONS

    def users(self) -> list[str]:
        """Return the users of this run."""
        return [f"{self.run}-{number}" for number in range(self.conversations)]

    def dump(self) -> str:
        """Return the plan as one command-line argument."""
        return TypeAdapter(Plan).dump_json(self).decode()


def load_plan(argument: str) -> Plan:
    """Return the plan that `Plan.dump` wrote."""
    return TypeAdapter(Plan).validate_json(argument)


@dataclass(frozen=True, kw_only=True, slots=True)
class Log:
    """A file of lines of words."""

    path: Path

    def add(self, *words: object) -> None:
        """Append one line."""
        line = " ".join(map(str, words)) + "\n"
        descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, line.encode())
        finally:
            os.close(descriptor)

    def read(self, *, after: int = 0) -> list[list[str]]:
        """Return the lines after the first so many."""
        if not self.path.exists():
            return []
        return [line.split() for line in self.path.read_text(encoding="utf-8").splitlines()[after:]]


def acknowledged(plan: Plan) -> Log:
    """Return the log of messages whose acceptance was told: user, number."""
    return Log(path=Path(plan.folder) / "acknowledged.log")


def sends(plan: Plan) -> Log:
    """Return the log of what reached the platform: user, transcript line."""
    return Log(path=Path(plan.folder) / "sends.log")
