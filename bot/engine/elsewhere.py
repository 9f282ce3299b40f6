"""Going on elsewhere: what was begun on one channel is taken up on another with a one-time code.

The person asks for a code here, and gives it there. The flows move; what was said stays where it was said.
"""

from dataclasses import replace

from bot.engine.codec import load
from bot.engine.effects import ClearTimers, MakeCode, TakeCode
from bot.engine.putting_aside import put_aside
from bot.engine.saying import menu_button, person_button, say, tell, words
from bot.engine.starting import resume
from bot.engine.turn import Moment, Turn
from bot.messages import Event


def ask_code(turn: Turn, moment: Moment) -> Turn:
    """Ask the world for a code; while staff are awaited or there, the talk goes on here."""
    if turn.state.owner != "bot":
        return tell(turn, moment, "elsewhere.staff")
    return turn.also(MakeCode())


def code_made(turn: Turn, moment: Moment, event: Event) -> Turn:
    """Say the code, how long it lives, and where it is given."""
    fields = event.fields
    where = words(turn, moment, f"elsewhere.on-{fields['channel']}", code=fields["code"], page=fields["page"])
    text = words(turn, moment, "elsewhere.code", code=fields["code"], minutes=fields["minutes"])
    return say(turn, moment, f"{text}\n{where}".strip(), menu_button(turn, moment))


def take_code(turn: Turn, moment: Moment, code: str) -> Turn:
    """Ask the world what a code brings; not in the middle of another flow or with staff."""
    if turn.state.owner != "bot":
        return tell(turn, moment, "elsewhere.staff")
    return turn.also(TakeCode(code=code))


def code_taken(turn: Turn, moment: Moment, event: Event) -> Turn:
    """Take up what was begun elsewhere: the question that was open there is asked here."""
    there, here = load(event.fields["state"]), put_aside(turn)
    names = {run.flow for run in there.saved}
    saved = (*(run for run in here.state.saved if run.flow not in names), *there.saved)
    merged = here.but(
        saved=saved,
        language=there.language,
        language_fixed=there.language_fixed,
        consent=there.consent or here.state.consent,
        last_topic=there.last_topic,
    )
    told = tell(merged, moment, "elsewhere.welcome")
    if not there.saved:
        return tell(told, moment, "elsewhere.nothing", menu_button(told, moment))
    return resume(told, moment, there.saved[-1].flow) or told


def code_refused(turn: Turn, moment: Moment, event: Event) -> Turn:
    """Say that a code is wrong or over, or that it was tried too often."""
    return tell(turn, moment, f"elsewhere.{event.fields['why']}", person_button(turn, moment))


def code_given(turn: Turn, moment: Moment, event: Event) -> Turn:  # noqa: ARG001 - as the other events
    """Let go of what goes on elsewhere, and say so: whoever did not do that should know."""
    kept = put_aside(turn)
    gone = replace(kept, state=replace(kept.state, saved=(), pending=None, doubt="")).also(ClearTimers())
    return tell(gone, moment, "elsewhere.gone", person_button(gone, moment), menu_button(gone, moment))
