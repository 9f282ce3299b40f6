"""The product as a process of its own, and those who use it: a person on the chat page, staff on the desk."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from bot.demo.product import environment, serving, share_models

FIRST_PASSWORD = "first-password-of-a-demonstration"  # noqa: S105 - of an installation that lives for seconds
OWN_PASSWORD = "their-own-password-of-a-demonstration"  # noqa: S105
ANSWER_PATIENCE = 15.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Product:
    """A running `wasl serve` and where its data is."""

    address: str
    data: Path
    process: subprocess.Popen[str]

    def command(self, *arguments: str) -> Any:  # noqa: ANN401 - JSON
        """Run a `wasl` command on the same data and return the JSON that it prints."""
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "bot", *arguments],
            env=environment(self.data),
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(done.stdout)


@contextmanager
def product(
    data: Path, *, models: Path | None = None, more: Mapping[str, str] | None = None
) -> Iterator[Product]:
    """Start the product on a free port. `models` is a folder of fitted models to share, `more` settings."""
    data.mkdir(parents=True, exist_ok=True)
    if models is not None:
        share_models(data, models)
    settings = {"WASL_FIRST_STAFF_PASSWORD": FIRST_PASSWORD, **(more or {})}
    with serving(data, settings) as running:
        yield Product(address=running.address, data=data, process=running.process)


@dataclass(kw_only=True)
class Person:
    """Somebody on the chat page of one organisation."""

    address: str
    organisation: str
    client: httpx.Client
    seen: int = 0  # newest line read

    @property
    def url(self) -> str:
        """Where messages go."""
        return f"{self.address}/{self.organisation}/api"

    def say(self, text: str) -> list[dict[str, Any]]:
        """Write, and return what comes back."""
        return self.send({"text": text})

    def press(self, choice: str) -> list[dict[str, Any]]:
        """Press a button, and return what comes back."""
        return self.send({"choice": choice})

    def show(self, name: str, data: bytes) -> list[dict[str, Any]]:
        """Send a file, and return what comes back."""
        kept = self.client.post(f"{self.url}/files", files={"file": (name, data)}).raise_for_status()
        return self.send({"file": [kept.json()["ticket"]]})

    def send(self, fields: dict[str, Any]) -> list[dict[str, Any]]:
        """Send one message and wait until it is answered."""
        posted = {"key": uuid4().hex, **fields}
        self.client.post(f"{self.url}/messages", json=posted).raise_for_status()
        return self.until(lambda lines: any(line["from"] != "you" for line in lines))

    def send_only(self, text: str) -> None:
        """Write without waiting for an answer: staff hold the chat."""
        posted = {"key": uuid4().hex, "text": text}
        self.client.post(f"{self.url}/messages", json=posted).raise_for_status()

    def until(self, enough: Callable[[list[dict[str, Any]]], bool]) -> list[dict[str, Any]]:
        """Return new lines as soon as they are enough and nothing more comes."""
        end = time.monotonic() + ANSWER_PATIENCE
        lines: list[dict[str, Any]] = []
        while time.monotonic() < end:
            fresh = self.client.get(f"{self.url}/history", params={"after": self.seen}).raise_for_status()
            new = fresh.json()["lines"]
            if not new and enough(lines):
                return lines
            lines += new
            self.seen = max([self.seen, *(line["id"] for line in new)])
            time.sleep(0.15)
        raise RuntimeError(f"no answer: {lines}")

    @property
    def conversation(self) -> str:
        """The id of the conversation."""
        found = self.client.get(f"{self.url}/history").raise_for_status().json()["conversation"]
        return str(found)


@dataclass(kw_only=True)
class Researcher:
    """The first member of staff, or another one with their first password, signed in on the desk."""

    address: str
    client: httpx.Client  # follows redirects
    login: str = "admin"
    first: str = FIRST_PASSWORD

    def sign_in(self) -> None:
        """Sign in with the first password and choose another."""
        desk = f"{self.address}/console"
        self._post(f"{desk}/sign-in", {"login": self.login, "password": self.first})
        new = {"old": self.first, "new": OWN_PASSWORD, "again": OWN_PASSWORD}
        csrf = self._csrf(f"{desk}/password")
        self._post(f"{desk}/password", {**new, "csrf": csrf})

    def act(self, person: Person, act: str, **fields: str) -> None:
        """Do something on a chat's page: claim, reply, return, close."""
        page = f"{self.address}/console/chat/{person.organisation}/{person.conversation}"
        csrf = self._csrf(page)
        given = {"csrf": csrf, "key": uuid4().hex, "seen_line": str(person.seen), **fields}
        self._post(f"{page}/{act}", given)

    def _post(self, address: str, fields: dict[str, str]) -> None:
        """Send a form as the pages do: multipart."""
        self.client.post(address, files={k: (None, v) for k, v in fields.items()}).raise_for_status()

    def _csrf(self, page: str) -> str:
        html = self.client.get(page).raise_for_status().text
        found = re.search(r'name="csrf"\s+value="([0-9a-f]+)"', html)
        if found is None:
            raise RuntimeError(f"{page} has no form of ours")
        return found[1]
