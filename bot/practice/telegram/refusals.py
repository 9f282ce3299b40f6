"""How the Bot API says no."""

from typing import Any


class Refused(Exception):
    """A call is refused; the client gets this code and description."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        """Take the HTTP status, the words, and what Telegram calls ResponseParameters."""
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """Return the answer's JSON."""
        answer = {"ok": False, "error_code": self.code, "description": self.description}
        return {**answer, "parameters": self.parameters} if self.parameters else answer


def bad(reason: str) -> Refused:
    """Return the refusal of a request that can never succeed."""
    return Refused(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> Refused:
    """Return the refusal of something that this bot may not do."""
    return Refused(403, f"Forbidden: {reason}")


def too_many(seconds: int) -> Refused:
    """Return the refusal of a bot that sends too fast."""
    return Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
