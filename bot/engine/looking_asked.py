"""What a text looks like before it is answered: a question, a hello, clear enough to interrupt a flow."""

from bot.engine.reading import squeeze
from bot.engine.turn import Moment, Turn
from bot.messages import Reading

CLEAR = 0.8  # probability from which a reading interrupts a flow
GREETING = "smalltalk-greeting"  # topic
MOST_WORDS_OF_HELLO = 6
_ASKING = frozenset(
    squeeze(word)
    for word in (
        "هل", "كيف", "متى", "وين", "أين", "فين", "وش", "ايش", "شو", "ليش", "لماذا", "كم", "ماذا", "مين",
        "يمديني", "ازاي", "امتى", "ليه", "what", "when", "where", "who", "why", "how", "which", "kef",
        "kif", "keef", "mata", "wain", "wen", "wesh", "aish", "lesh", "kam", "hal",
    )
)  # fmt: skip


def read(turn: Turn, moment: Moment) -> Reading:
    """Understand a text after what was said before it: the last answer, or what the running flow is about."""
    run = turn.state.run
    begun = (topic.id for topic in moment.content.topics.values() if run and topic.starts == run.flow)
    before = turn.state.last_topic or next(begun, None)
    return moment.content.matcher.read(moment.text, last_topic=before)


def is_clear(reading: Reading) -> bool:
    """Tell whether a reading is sure enough to interrupt a flow."""
    settled = bool(reading.parts) or reading.decision in ("answer", "unknown", "handoff")
    return settled and reading.confidence >= CLEAR


def looks_asked(text: str) -> bool:
    """Tell whether a text has the form of a question: its mark, or a question word before several others."""
    if text.rstrip().endswith(("؟", "?")):
        return True
    said = squeeze(text).split()
    return 3 <= len(said) <= 12 and said[0] in _ASKING


def says_hello(moment: Moment) -> bool:
    """Tell whether a short text is no more than a greeting."""
    few = 0 < len(moment.text.split()) <= MOST_WORDS_OF_HELLO
    return few and moment.content.matcher.read(moment.text).topic == GREETING
