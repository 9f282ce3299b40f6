"""Questions: from how a text was read to what is said about it."""

from dataclasses import replace

from bot.engine.after_danger import not_asked, still_there
from bot.engine.content import Topic
from bot.engine.effects import KeepReading, ReadImproved
from bot.engine.handoff import bring_person, offer_person, put_waiting
from bot.engine.improved import IMPROVED
from bot.engine.looking_asked import GREETING, names_case, read
from bot.engine.menu import close, menu_again, menu_buttons
from bot.engine.opening import OPENING_HOURS, HoursInWords
from bot.engine.saying import (
    do,
    flow_button,
    menu_button,
    person_button,
    present,
    say,
    tell,
    topic_button,
    words,
)
from bot.engine.turn import Moment, Turn
from bot.engine.words import agreed, wishes_peace
from bot.messages import Button, Reading

MOST_RELATED = 3  # buttons of related topics under an answer
ENOUGH_MISSES = 2  # in a row: then a person is offered
MOST_LEFT = 3  # buttons of questions that one message asked beyond those answered
MOST_REJECTED = 12  # offers remembered as refused
TRACKED = "request-status"  # topic
BESIDE = {"complaint": ("suggestion",)}  # flows offered together with the one a topic starts


def ask(turn: Turn, moment: Moment) -> Turn:
    """Answer a text as a question, and keep how it was read; a bare yes or no is none."""
    if (said := agreed(moment.text)) is not None:
        if (calmly := still_there(turn, moment)) is not None:
            return calmly
        return menu_again(turn, moment, "menu") if said.verb == "yes" else close(turn, moment)
    if names_case(moment) and TRACKED in moment.content.topics:
        return answer_topic(turn, moment, TRACKED)
    return answer_reading(turn, moment, read(turn, moment))


def answer_reading(turn: Turn, moment: Moment, reading: Reading) -> Turn:
    """Say what a reading comes to; several questions in one message are answered one after the other.

    What is not certain among them comes last, as an offer.
    """
    return _answer_each(turn, moment, reading) if reading.parts else _answer_one(turn, moment, reading)


def _answer_each(turn: Turn, moment: Moment, reading: Reading) -> Turn:
    pending, wanted = turn.state.pending, turn.state.wanted
    for part in reading.parts:  # a "yes" that follows belongs to the last answer
        turn = turn.but(pending=pending, wanted=wanted)
        if part.decision != "offer":
            turn = _answer_one(turn, moment, part)
        elif (rest := _without_rejected(turn, part)).offers:
            turn = _kept(_offer(turn, moment, rest, besides=True), moment, rest)
    return _tell_left(turn.but(pending=pending, wanted=wanted), moment, reading) if reading.left else turn


def _tell_left(turn: Turn, moment: Moment, reading: Reading) -> Turn:
    """Say how many questions of a message are not answered yet, and offer them and a person."""
    known = tuple(each for each in reading.left if each in moment.content.topics)
    told = sum(part.decision != "offer" for part in reading.parts)
    buttons = present(*(topic_button(turn, moment, each) for each in known[:MOST_LEFT]))
    if not buttons:
        return turn
    text = words(
        turn, moment, "several.left", count=len(known), told=words(turn, moment, "several.told", count=told)
    )
    offered = tuple(button.id for button in buttons)
    return say(turn.but(offered=offered), moment, text, *buttons, person_button(turn, moment))


def _answer_one(turn: Turn, moment: Moment, reading: Reading) -> Turn:
    decided = _without_rejected(turn, reading)
    answers = {"offer": _offer, "handoff": _hand_over, "answer": _answer, "unknown": _answer}
    if (calmly := not_asked(turn, moment, decided)) is not None:
        return _kept(calmly, moment, decided)
    known = decided.topic is None or decided.topic in moment.content.topics
    act = answers.get(decided.decision, _miss) if known else _miss
    told = act(turn, moment, decided)
    missed_again = told.state.misses >= ENOUGH_MISSES
    kept = replace(decided, decision="handoff", topic=None) if missed_again else decided
    return _kept(told, moment, kept)


def _kept(turn: Turn, moment: Moment, reading: Reading) -> Turn:
    return turn.also(KeepReading(text=moment.text, reading=reading))


def _without_rejected(turn: Turn, reading: Reading) -> Reading:
    """Do not offer again what the person has just refused."""
    if reading.decision != "offer":
        return reading
    offers = tuple(each for each in reading.offers if each not in turn.state.rejected)
    return replace(reading, offers=offers, decision="offer" if offers else "none")


def _answer(turn: Turn, moment: Moment, reading: Reading) -> Turn:
    return answer_topic(turn, moment, reading.topic or "")


def answer_topic(turn: Turn, moment: Moment, topic_id: str) -> Turn:
    """Give a topic's answer with its source and the ways on from there."""
    if (topic := moment.content.topics.get(topic_id)) is None:
        return tell(turn, moment, "topic-gone", menu_button(turn, moment))
    if topic.id == "unclear-procedure":
        return _refer(turn, moment, topic)
    turn = turn.but(misses=0, rejected=())
    buttons = _ways_on(turn, moment, topic)
    offered = tuple(button.id for button in buttons)
    last = turn.state.last_topic if topic.kind == "smalltalk" else topic.id
    told = _expecting(turn.but(offered=offered, last_topic=last), topic)
    told = told.also(ReadImproved()) if topic.id == IMPROVED else told
    return say(
        told, moment, _said(turn, moment, topic), *buttons, source=topic.source, document=topic.document
    )


def _said(turn: Turn, moment: Moment, topic: Topic) -> str:
    """Return the answer in words; a wrong belief is corrected without blame."""
    language, hours = turn.state.language, moment.content.hours
    answer = topic.answer[language]
    if topic.id == GREETING and wishes_peace(moment.text):
        return words(turn, moment, "peace") + f" {answer}"
    if topic.id == OPENING_HOURS and hours is not None:
        now = HoursInWords(hours=hours, texts=moment.content.texts, language=language).now(moment.now)
        return f"{now}\n{answer}"
    return words(turn, moment, "misconception", answer=answer) if topic.kind == "misconception" else answer


def _ways_on(turn: Turn, moment: Moment, topic: Topic) -> tuple[Button, ...]:
    if topic.kind == "smalltalk":
        return _after_manners(turn, moment, topic)
    running = turn.state.run.flow if turn.state.run else None
    flows = (topic.starts, *BESIDE.get(topic.starts, ())) if topic.starts and topic.starts != running else ()
    person = person_button(turn, moment) if topic.kind == "gap" else None
    related = (topic_button(turn, moment, each) for each in topic.related[:MOST_RELATED])
    ways = (*(flow_button(turn, moment, flow) for flow in flows), person, *related)
    return present(*ways, menu_button(turn, moment) if turn.state.run is None else None)


def _after_manners(turn: Turn, moment: Moment, topic: Topic) -> tuple[Button, ...]:
    if turn.state.run is not None:
        return ()
    return menu_buttons(turn, moment) if topic.id == GREETING else (menu_button(turn, moment),)


def _expecting(turn: Turn, topic: Topic) -> Turn:
    """Let a "yes" do what the answer offers: a person after a gap, a flow where it starts one."""
    if turn.state.run is not None or turn.state.pending is not None:
        return turn
    if topic.kind == "gap" and turn.state.owner == "bot":
        return turn.but(pending="person")
    if topic.starts is not None and topic.starts not in BESIDE:
        return turn.but(pending="start", wanted=topic.starts)
    return turn


def _refer(turn: Turn, moment: Moment, topic: Topic) -> Turn:
    """Hand over: the policy refers what is unclear to the social-research officer."""
    if turn.state.owner != "bot":
        return bring_person(turn, moment)
    if _read_in_flow(turn, moment):
        return offer_person(turn, moment, "unclear")
    waiting = put_waiting(turn.but(rejected=()), "asked", topic=topic.id)
    button = do(waiting, moment, "withdraw")
    return say(waiting, moment, topic.answer[turn.state.language], button, source=topic.source)


def _read_in_flow(turn: Turn, moment: Moment) -> bool:
    """Tell whether words were only read as unclear in a flow: then a person is offered, not called."""
    return turn.state.run is not None and not (moment.inbound and moment.inbound.choice)


def _hand_over(turn: Turn, moment: Moment, reading: Reading) -> Turn:
    if reading.topic:
        return answer_topic(turn, moment, reading.topic)
    if _read_in_flow(turn, moment):
        return offer_person(turn, moment, "unclear")
    return bring_person(turn, moment, "unclear")


def _offer(turn: Turn, moment: Moment, reading: Reading, *, besides: bool = False) -> Turn:
    """Did you mean ...? Words on buttons, never ids; and a way to say none of them.

    `besides`: other questions of the same message were answered.
    """
    buttons = present(*(topic_button(turn, moment, each) for each in reading.offers[:3]))
    if not buttons:
        return turn if besides else _miss(turn, moment, reading)
    offered = tuple(button.id for button in buttons)
    ways = present(_way_back(turn, moment), do(turn, moment, "none"))
    return tell(turn.but(offered=offered), moment, "offer.besides" if besides else "offer", *buttons, *ways)


def _miss(turn: Turn, moment: Moment, reading: Reading) -> Turn:  # noqa: ARG001 - as the other decisions
    """Nothing fits: the way back to the menu; from the second time on, a person."""
    missed = turn.but(misses=min(turn.state.misses + 1, ENOUGH_MISSES), offered=())
    if missed.state.misses >= ENOUGH_MISSES:
        return offer_person(missed, moment, "missed-twice")
    if (back := _way_back(missed, moment)) is not None:
        return tell(missed, moment, "missed.paused", back, menu_button(missed, moment))
    return tell(missed, moment, "missed", menu_button(missed, moment), person_button(missed, moment))


def _way_back(turn: Turn, moment: Moment) -> Button | None:
    """Return the button to a flow that danger has paused: what follows may be the answer to its question."""
    paused = turn.state.danger is not None and turn.state.run is None and turn.state.saved
    return do(turn, moment, "resume") if paused else None


def none_of_these(turn: Turn, moment: Moment) -> Turn | None:
    """Offer a person after all offers were refused; None if nothing was offered."""
    topics = tuple(each.removeprefix("topic:") for each in turn.state.offered if each.startswith("topic:"))
    if not topics:
        return None
    rejected = tuple(dict.fromkeys((*turn.state.rejected, *topics)))[-MOST_REJECTED:]
    misses = min(turn.state.misses + 1, ENOUGH_MISSES)
    return offer_person(turn.but(rejected=rejected, offered=(), misses=misses), moment, "none-of-these")
