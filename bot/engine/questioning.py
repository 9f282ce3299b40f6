"""The name of one question of one run, and the buttons that belong to it."""

from dataclasses import replace

from bot.engine.state import Run
from bot.messages import Button

BOUND = ("skip", "back")  # commands that act on the question under which they stand
LONGEST = 64  # bytes of a button's id


def question_of(run: Run) -> str:
    """Return the name of the question that waits: when the run began, and its step."""
    return f"{int(run.begun_at.timestamp()):x}.{run.step}"


def bound(button: Button, run: Run) -> Button:
    """Return the button of a command with the question that it belongs to in its id."""
    named = f"{button.id}:{question_of(run)}"
    return replace(button, id=named) if len(named.encode()) <= LONGEST else button


def unbound(choice: str) -> str:
    """Return a button's id without the question that it belongs to."""
    head, _, rest = choice.partition(":")
    verb = rest.partition(":")[0]
    return f"{head}:{verb}" if head == "do" and verb in BOUND else choice
