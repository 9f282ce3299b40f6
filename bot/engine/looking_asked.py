"""What a text looks like before it is answered: a question, a hello, clear enough to interrupt a flow."""

from bot.engine import reference
from bot.engine.reading import squeeze
from bot.engine.turn import Moment, Turn
from bot.messages import Reading

CLEAR = 0.8  # probability from which a reading interrupts a flow
GREETING = "smalltalk-greeting"  # topic
MOST_WORDS_OF_HELLO = 6
LONGEST_NUMBER = 40  # characters of a message that is a request's number, and a word or two around it
_ASKING = frozenset(
    squeeze(word)
    for word in (
        "هل", "كيف", "متى", "وين", "أين", "فين", "وش", "ايش", "شو", "ليش", "لماذا", "كم", "ماذا", "مين",
        "يمديني", "ازاي", "امتى", "ليه", "what", "when", "where", "who", "why", "how", "which", "kef",
        "kif", "keef", "mata", "wain", "wen", "wesh", "aish", "lesh", "kam", "hal",
    )
)  # fmt: skip

_LINKS = frozenset(
    squeeze(word)
    for word in (
        "طيب", "طب", "تمام", "اوكي", "بس", "لكن", "يعني", "ok", "okay", "so", "and", "but", "tayeb", "tyb",
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
    """Tell whether a text has the form of a question: its mark, or a question word before several others.

    "Well, when …" asks as "when …" does.
    """
    if text.rstrip().endswith(("؟", "?")):
        return True
    said = squeeze(text).split()
    first = next((word for word in said if word not in _LINKS), "")
    return 3 <= len(said) <= 12 and first in _ASKING


def names_case(moment: Moment) -> bool:
    """Tell whether a short text is the number of a request, right or with a slip in it."""
    ours = moment.content.organisation.id
    short = 0 < len(moment.text) <= LONGEST_NUMBER
    return short and reference.fault(moment.text, organisation=ours) != "none"


def says_hello(moment: Moment) -> bool:
    """Tell whether a short text is no more than a greeting."""
    if not 0 < len(moment.text.split()) <= MOST_WORDS_OF_HELLO:
        return False
    reading = moment.content.matcher.read(moment.text)
    return reading.topic == GREETING and is_clear(reading)
