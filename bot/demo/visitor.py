"""A person on the chat page of an association, as the page's script writes and reads."""

from typing import Any
from uuid import uuid4

import httpx

from bot.demo.people import photograph
from bot.demo.steps import NotSeenError, until


class Visitor:
    """Writes on the website, and looks at what comes."""

    def __init__(self, address: str, organisation: str, client: httpx.Client) -> None:
        """Begin with an empty chat; the client keeps the session's cookie."""
        self._url = f"{address}/{organisation}/api"
        self._client = client
        self._seen = 0  # newest line looked at

    def write(self, text: str) -> None:
        """Write something."""
        self._send({"text": text})

    def does(self, act: str) -> None:
        """`photo`, `=words to write`, or the beginning of a button's id, pressed once it is there."""
        if act == "photo":
            file = {"file": ("photo.png", photograph())}
            kept = self._client.post(f"{self._url}/files", files=file).raise_for_status()
            self._send({"file": [kept.json()["ticket"]]})
        elif act.startswith("="):
            self.write(act[1:])
        else:
            self._send({"choice": until(lambda: self._button(act), f"no button {act}")})

    def sees(self, what: str, *, seconds: float = 15.0) -> None:
        """Wait for words or a button in what is new. Raises NotSeenError."""
        until(lambda: self._fresh(what), f"not seen: {what}", seconds=seconds)

    def never_sees(self, what: str) -> None:
        """Raise NotSeenError if the person was shown something that is not for them."""
        if any(what in line["text"] for line in self._lines(0)):
            raise NotSeenError(f"the person sees: {what}")

    def _send(self, fields: dict[str, Any]) -> None:
        posted = {"key": uuid4().hex, **fields}
        self._client.post(f"{self._url}/messages", json=posted).raise_for_status()

    def _fresh(self, what: str) -> bool:
        for line in self._lines(self._seen):
            if line["from"] != "you" and (what in line["text"] or _pressable(line, what)):
                self._seen = line["id"]
                return True
        return False

    def _button(self, begins: str) -> str | None:
        found = (_pressable(line, begins) for line in reversed(self._lines(0)))
        return next((button for button in found if button), None)

    def _lines(self, after: int) -> list[dict[str, Any]]:
        answer = self._client.get(f"{self._url}/history", params={"after": after}).raise_for_status()
        return list(answer.json()["lines"])


def _pressable(line: dict[str, Any], begins: str) -> str | None:
    return next((b["id"] for b in line.get("buttons", ()) if b["id"].startswith(begins)), None)
