"""Asking the step at which a flow stands, with the ways out of it under the question."""

from bot.engine.by_link import secure_of
from bot.engine.questioning import BOUND, bound
from bot.engine.running import Standing, standing
from bot.engine.saying import do, person_button, say, words
from bot.engine.turn import Moment, Turn
from bot.messages import Button

PATIENCE = 2  # refused answers in a row after which a person is offered


def ask_step(
    turn: Turn,
    moment: Moment,
    *,
    lead: str = "",
    text: str | None = None,
    extra: tuple[Button, ...] = (),
    takes_back: str = "",
) -> Turn:
    """Ask the waiting step; `lead` stands before its question, `text` in place of it."""
    here = standing(turn, moment)
    if here is None:
        return turn
    prompt = here.prompt
    secure = secure_of(turn, moment, here)
    page = words(turn, moment, "secure.required" if secure.required else "secure.offered") if secure else ""
    said = "\n".join(part for part in (lead, text or prompt.text, page) if part)
    buttons = (*extra, *prompt.buttons, *_ways_out(turn, moment, here))
    return say(turn, moment, said, *buttons, ask=prompt.ask, secure=secure, takes_back=takes_back)


def ask_again(turn: Turn, moment: Moment, *, extra: tuple[Button, ...] = ()) -> Turn:
    """Come back to the waiting step after something else."""
    return ask_step(turn, moment, lead=words(turn, moment, "flow.back-to"), extra=extra)


def asked_kind(turn: Turn, moment: Moment) -> str | None:
    """Return which kind of answer the running flow waits for; None if it waits for none."""
    here = standing(turn, moment)
    return here.prompt.ask.kind if here else None


def _ways_out(turn: Turn, moment: Moment, here: Standing) -> tuple[Button, ...]:
    begun = bool(here.run.trail)
    ways = (("skip", here.step.optional), ("back", begun), ("save", begun), ("cancel", True))
    buttons = tuple(_way_out(turn, moment, here, command) for command, there in ways if there)
    return (*buttons, person_button(turn, moment)) if here.run.misses >= PATIENCE else buttons


def _way_out(turn: Turn, moment: Moment, here: Standing, command: str) -> Button:
    """Return a command's button; what acts on this question does nothing under a later one."""
    button = do(turn, moment, command)
    return bound(button, here.run) if command in BOUND else button
