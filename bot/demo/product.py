"""`wasl serve` as a process of its own, and an empty installation whose store is read afterwards."""

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
STOP = 30.0  # seconds
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
        with serving(self.data, settings) as running:
            yield running.address


@dataclass(frozen=True, kw_only=True, slots=True)
class Running:
    """`wasl serve`, where it answers."""

    address: str
    process: subprocess.Popen[str]


@contextmanager
def serving(data: Path, settings: Mapping[str, str]) -> Iterator[Running]:
    """Run `wasl serve` on a folder and a free port meanwhile. Raises NotStartedError."""
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve"],
            stdout=log,
            stderr=log,
            text=True,
            env=environment(data) | dict(settings),
        )
        try:
            yield Running(address=_address(process, log), process=process)
        finally:
            process.terminate()
            try:
                process.wait(STOP)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                raise


def share_models(data: Path, models: Path) -> None:
    """Let an installation use the fitted models of another."""
    models.mkdir(parents=True, exist_ok=True)
    if not (data / "models").exists():
        (data / "models").symlink_to(models.resolve())


@contextmanager
def installation(models: Path) -> Iterator[Installation]:
    """Make one; fitted models are shared with `models`, or with the user's cache if there are none."""
    shared = models if models.is_dir() else usual_folder()
    with tempfile.TemporaryDirectory(prefix="wasl-demo-") as folder:
        data = Path(folder) / "data"
        data.mkdir()
        share_models(data, shared)
        yield Installation(data=data)


def asking_at_once(place: Installation) -> dict[str, str]:
    """Copy the content, with surveys right after a case was closed, and no quiet hours.

    Returns the setting that names the copy.
    """
    copy = place.data.parent / "knowledge"
    shutil.copytree(Settings().knowledge, copy)
    for file in copy.glob("organisations/*/organisation.yaml"):
        text = re.sub(r"(?m)^(survey|quiet_hours):.*\n(?:[ ]+.*\n)*", "", file.read_text("utf-8"))
        own = "survey: {wait_minutes: 0}\nquiet_hours: {begins: 0, ends: 0}\n"
        file.write_text(f"{text.rstrip()}\n{own}", "utf-8")
    return {"WASL_KNOWLEDGE": str(copy)}


def environment(data: Path) -> dict[str, str]:
    """Return the environment of a command on that folder: nothing of the caller's own installation."""
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
