"""A message in the middle of a flow: the answer to the step, or something else."""

from dataclasses import replace

from bot.engine import by_link
from bot.engine.asking import PATIENCE, ask_again, ask_step, asked_kind
from bot.engine.bound import is_past, say_past
from bot.engine.effects import Mark
from bot.engine.looking_asked import is_clear, looks_asked, read, says_hello
from bot.engine.questions import answer_reading
from bot.engine.reading import plain
from bot.engine.running import Standing, answered, place_of, standing, touched, unanswered
from bot.engine.saying import say, tell, words
from bot.engine.starting import ask_continue, ask_doubt
from bot.engine.state import Run
from bot.engine.steps.step import Edit, Outcome, Refused, Stay
from bot.engine.timing import paused
from bot.engine.turn import Moment, Turn
from bot.engine.walking import walk, walk_again
from bot.engine.words import has_nothing
from bot.messages import Inbound

LONGEST_DOUBT = 4000  # characters kept of a text that may have been the answer: what a step reads
FEWEST_WORDS_OF_A_QUESTION = 3  # unless it ends in a question mark
IN_WORDS = ("text", "name", "number", "date", "phone", "national_id", "iban", "email", "location")  # kinds
LONGEST_QUESTION = 300  # characters: what is longer is an answer, whatever its form


def answer_step(turn: Turn, moment: Moment) -> Turn | None:
    """Take a message as the answer to the step that waits; None if no flow waits for one."""
    run, inbound = turn.state.run, moment.inbound
    if run is None or inbound is None:
        return None
    if run.owed:
        return tell(turn, moment, "flow.owed")
    if _pressed_elsewhere(inbound, run):
        return ask_step(turn, moment, lead=words(turn, moment, "flow.old-button"))
    here = turn.but(run=touched(run, moment.now))
    waiting = standing(turn, moment)
    if waiting is not None and by_link.must(turn, waiting) and by_link.gives_away(inbound, waiting):
        return _too_open(here, moment, inbound)
    late = turn.state.pending == "continue" or paused(moment.content, run, moment.now)
    if late and inbound.choice is None:
        return _after_pause(here, moment)
    return take(here.but(pending=None, doubt=""), moment, inbound)


def _pressed_elsewhere(inbound: Inbound, run: Run) -> bool:
    """Tell whether a button of another question was pressed."""
    head, _, rest = (inbound.choice or "").partition(":")
    return head == "pick" and rest.partition(":")[0] != run.step


def _after_pause(turn: Turn, moment: Moment) -> Turn:
    """Keep a late text, which may be the answer or a new matter; answer a question; ask whether to go on."""
    reading = read(turn, moment) if _may_interrupt(moment) else None
    if reading is not None and is_clear(reading):
        return ask_continue(answer_reading(turn, moment, reading), moment)
    return ask_continue(turn.but(doubt=moment.text[:LONGEST_DOUBT]), moment)


def take(turn: Turn, moment: Moment, inbound: Inbound, *, certain: bool = False) -> Turn | None:
    """Give a message to the waiting step and do what comes of it; None if it is nothing for a step.

    `certain`: the person has said that this is the answer.
    """
    here = standing(turn, moment)
    if here is None:
        return turn
    if not certain and _has_nothing(inbound, here):
        return go_on_with(turn, moment, here, None)
    outcome = here.step.take(inbound, here.scene, here.value)
    if isinstance(outcome, Refused):
        return None if _for_others(inbound, here) else _refused(turn, moment, outcome, asks=not certain)
    if not certain and _may_be_question(turn, moment, inbound, here):
        return _doubted(turn, moment)
    return _accepted(turn, moment, here, outcome)


def _has_nothing(inbound: Inbound, here: Standing) -> bool:
    """Tell whether "none" or "I don't know" leaves out a question that may be left out."""
    leaves_out = here.step.optional and here.prompt.ask.kind in IN_WORDS
    bare = not inbound.choice and not inbound.attachments and inbound.by_link is None
    return leaves_out and bare and has_nothing(inbound.text)


def _too_open(turn: Turn, moment: Moment, inbound: Inbound) -> Turn:
    """Refuse an identifying answer in the chat, kindly; it is not kept, and leaves the chat if it can."""
    lead = words(turn, moment, "secure.typed")
    return ask_step(by_link.taken_back(turn), moment, lead=lead, takes_back=inbound.handle)


def answer_by_link(turn: Turn, moment: Moment, inbound: Inbound) -> Turn:
    """Take what was answered on the page behind a question's link, if that question still waits."""
    run = turn.state.run
    if run is None or run.owed or is_past(turn, inbound.by_link or ""):
        return say_past(turn, moment)
    here = turn.but(run=touched(run, moment.now), pending=None, doubt="")
    return take(here, moment, inbound, certain=True) or here


def take_doubt(turn: Turn, moment: Moment) -> Turn:
    """Take the text that was in doubt as the answer after all."""
    if moment.inbound is None or not turn.state.doubt:
        return turn
    inbound = replace(moment.inbound, text=turn.state.doubt, choice=None)
    settled = turn.but(doubt="", pending=None)
    return take(settled, moment, inbound, certain=True) or settled


def _for_others(inbound: Inbound, here: Standing) -> bool:
    """Tell whether what the step refused is better answered as what it is: voice, file, sticker."""
    if any(letter.isalnum() for letter in inbound.text) or inbound.choice:
        return False
    voice = any(file.kind == "voice" for file in inbound.attachments)
    file = bool(inbound.attachments) and here.prompt.ask.kind != "attachment"
    return voice or file or inbound.sticker or inbound.unsupported is not None


def _may_be_question(turn: Turn, moment: Moment, inbound: Inbound, here: Standing) -> bool:
    """Tell whether a text that the step would take is rather a question to us, or a hello."""
    if not moment.text or inbound.choice or len(moment.text) > LONGEST_QUESTION:
        return False
    if looks_asked(moment.text):
        return is_clear(read(turn, moment))
    return here.prompt.ask.kind == "text" and says_hello(moment)


def _doubted(turn: Turn, moment: Moment) -> Turn:
    """Answer the question, ask the step again, and offer to take the text as its answer."""
    told = answer_reading(turn, moment, read(turn, moment))
    return ask_doubt(told.but(doubt=moment.text[:LONGEST_DOUBT]), moment)


def _accepted(turn: Turn, moment: Moment, here: Standing, outcome: Outcome) -> Turn:
    if isinstance(outcome, Edit):
        return _edit(turn, moment, here.run, outcome.step)
    if isinstance(outcome, Stay):
        grown = answered(here.run, here.step.id, outcome.value)
        return ask_step(turn.but(run=grown), moment, text=outcome.note or None)
    if isinstance(outcome, Refused):
        return turn
    told = say(turn, moment, outcome.note) if outcome.note else turn
    return go_on_with(told, moment, here, outcome.value)


def go_on_with(turn: Turn, moment: Moment, here: Standing, value: object) -> Turn:
    """Keep an answer and go on after it; an edited one leads back to the review."""
    trail = (*(each for each in here.run.trail if each != here.step.id), here.step.id)
    kept = replace(answered(here.run, here.step.id, value), trail=trail, misses=0)
    if here.run.editing:
        return walk_again(turn, moment, here.flow, kept)
    return walk(turn, moment, here.flow, kept, place_of(here.flow, here.step.id) + 1)


def _edit(turn: Turn, moment: Moment, run: Run, step: str) -> Turn:
    editing = replace(unanswered(run, run.step), step=step, editing=True, misses=0)
    return ask_step(turn.but(run=editing), moment)


def _refused(turn: Turn, moment: Moment, refused: Refused, *, asks: bool) -> Turn:
    """Answer what is no answer but a question; otherwise say what is wrong and wait on."""
    if asks and _may_interrupt(moment) and not _mostly_digits(moment.text):
        reading = read(turn, moment)
        if is_clear(reading) or (reading.decision == "offer" and looks_asked(moment.text)):
            return ask_again(answer_reading(turn, moment, reading), moment)
    return _missed(turn, moment, refused)


def _may_interrupt(moment: Moment) -> bool:
    """Tell whether a refused text may be a question: a bare name or word is a slip in the answer."""
    if moment.inbound is None or moment.inbound.choice:
        return False
    return len(moment.text.split()) >= FEWEST_WORDS_OF_A_QUESTION or moment.text.rstrip().endswith(("؟", "?"))


def _mostly_digits(text: str) -> bool:
    """Tell whether a text is mostly digits: a mistyped number is no question."""
    said = plain(text).replace(" ", "")
    return sum(letter.isdigit() for letter in said) * 2 > len(said)


def _missed(turn: Turn, moment: Moment, refused: Refused) -> Turn:
    run = turn.state.run
    if run is None:
        return turn
    missed = turn.but(run=replace(run, misses=run.misses + 1))
    if run.misses + 1 == PATIENCE:
        missed = missed.also(Mark(name="step-refused", fields={"flow": run.flow, "step": run.step}))
    here = standing(missed, moment)
    may_skip = here is not None and here.step.optional and run.misses + 1 >= PATIENCE
    hint = words(turn, moment, "flow.may-skip") if may_skip else ""
    return ask_step(missed, moment, text="\n".join(part for part in (refused.text, hint) if part))


def answers_here(turn: Turn, moment: Moment) -> bool:
    """Tell whether a text is word for word a button of the waiting step: then it is no command."""
    here, said = standing(turn, moment), plain(moment.text)
    return bool(here and said) and any(
        plain(button.label) == said for button in (here.prompt.buttons if here else ())
    )


def asks_openly(turn: Turn, moment: Moment) -> bool:
    """Tell whether the waiting step takes any words."""
    return asked_kind(turn, moment) == "text"
