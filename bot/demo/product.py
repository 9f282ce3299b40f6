"""`wasl serve` as a process of its own on an empty installation, and its store read afterwards."""

import asyncio
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypeVar

from bot.app import Rooms, open_rooms
from bot.content.cache import usual_folder
from bot.settings import Settings

T = TypeVar("T")
START = 300.0  # seconds; the first start fits the matcher, a later one takes some
STOP = 20.0  # seconds
SAME = ("WASL_KNOWLEDGE", "WASL_FLOWS")  # of the environment that a demonstration keeps


class NotStartedError(Exception):
    """`wasl serve` ended, or did not answer; the message is what it wrote."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Installation:
    """An empty installation that is removed at the end."""

    data: Path

    def work(self, do: Callable[[Rooms], Awaitable[T]]) -> T:
        """Open the store, do something, close it."""

        async def opened() -> T:
            rooms = open_rooms(Settings(data=self.data, database_url=None, key_file=None))
            try:
                return await do(rooms)
            finally:
                await rooms.store.close()

        return asyncio.run(opened())

    @contextmanager
    def serving(self, settings: Mapping[str, str]) -> Iterator[str]:
        """Run `wasl serve` meanwhile; give its address. Raises NotStartedError."""
        with tempfile.TemporaryFile("w+") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "bot", "serve"],
                stdout=log,
                stderr=log,
                text=True,
                env=_environment(self.data) | dict(settings),
            )
            try:
                yield _address(process, log)
            finally:
                process.terminate()
                process.wait(STOP)


@contextmanager
def installation(models: Path) -> Iterator[Installation]:
    """Make one; fitted models are shared with `models`, or with the user's cache if there are none."""
    shared = models if models.is_dir() else usual_folder()
    shared.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="wasl-demo-") as folder:
        data = Path(folder) / "data"
        data.mkdir()
        (data / "models").symlink_to(shared.resolve())
        yield Installation(data=data)


def asking_at_once(place: Installation) -> dict[str, str]:
    """Copy the content, with surveys right after a case was closed; return the setting that names it."""
    copy = place.data.parent / "knowledge"
    shutil.copytree(Settings().knowledge, copy)
    for file in copy.glob("organisations/*/organisation.yaml"):
        text = re.sub(r"(?m)^survey:.*\n(?:[ ]+.*\n)*", "", file.read_text("utf-8"))
        file.write_text(f"{text.rstrip()}\nsurvey: {{wait_minutes: 0}}\n", "utf-8")
    return {"WASL_KNOWLEDGE": str(copy)}


def _environment(data: Path) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("WASL_") or name in SAME}
    return own | {"WASL_DATA": str(data), "WASL_PORT": "0"}


def _address(process: subprocess.Popen[str], log: IO[str]) -> str:
    end = time.monotonic() + START
    while time.monotonic() < end and process.poll() is None:
        log.seek(0)
        if found := re.search(r"http://[\d.]+:\d+", log.read()):
            return found[0]
        time.sleep(0.05)
    log.seek(0)
    raise NotStartedError(log.read())
