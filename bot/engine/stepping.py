"""Back one question, and past one that may be left out."""

from dataclasses import replace

from bot.engine.answering import go_on_with
from bot.engine.asking import ask_step
from bot.engine.running import Standing, standing, touched
from bot.engine.saying import words
from bot.engine.steps.done import DONE
from bot.engine.turn import Moment, Turn
from bot.engine.walking import walk_again

GATHERING = ("attachment", "multiple")  # kinds whose answer grows: skipping keeps what is there


def back(turn: Turn, moment: Moment) -> Turn | None:
    """Go back one question; while editing, back to the review. None if no flow asks anything."""
    here = standing(turn, moment)
    if here is None:
        return None
    run = here.run
    if run.editing and run.step in run.answers:
        return walk_again(turn, moment, here.flow, run)
    if not run.trail:
        return ask_step(turn, moment, lead=words(turn, moment, "flow.first"))
    *trail, last = run.trail
    earlier = replace(touched(run, moment.now), step=last, trail=tuple(trail), misses=0)
    return ask_step(turn.but(run=earlier), moment)


def _is_enough(here: Standing) -> bool:
    """Tell whether an answer that grows may end as it is: then passing the question is "that is all"."""
    done = f"pick:{here.step.id}:{DONE}"
    return bool(here.value) and any(button.id == done for button in here.prompt.buttons)


def skip(turn: Turn, moment: Moment) -> Turn | None:
    """Pass a question that may be left out; say kindly why another may not. None if no flow asks anything."""
    here = standing(turn, moment)
    if here is None:
        return None
    if not here.step.optional and not _is_enough(here):
        return ask_step(turn, moment, lead=words(turn, moment, "flow.needed"))
    partly = here.value if here.prompt.ask.kind in GATHERING else None
    passed = replace(here, run=touched(here.run, moment.now))
    return go_on_with(turn, moment, passed, partly or None)
