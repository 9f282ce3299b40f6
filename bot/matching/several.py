"""Several questions in one message: which of them are told, and what is offered for the rest. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.matching.decide import MOST_OFFERS, Ruling
from bot.matching.parts import Piece
from bot.matching.understood import Understood

MOST_PARTS = 3  # answers and offers to one message
_WORTH_OFFERING = 0.17  # probability of the likeliest meaning
_SHORTEST_OFFERED = 3  # words

Part = tuple[Piece, Understood]


def certain(piece: Piece, part: Understood) -> bool:
    """Say whether a piece is a question that has its answer, or a wish with a question joined to it."""
    wished = piece.followed and part.kind == "topic" and part.clear
    return part.asks and (piece.asking or wished)


def apart(parts: Sequence[Part]) -> bool:
    """Say whether the pieces of one sentence are different questions, each with its answer."""
    topics = {part.ruling.topic for piece, part in parts if certain(piece, part)}
    return len(topics) > 1 and all(certain(*each) for each in parts)


def joined(whole: Understood, parts: Sequence[Part]) -> Understood:
    """Return a message as the several questions that it asks, or as the one that it comes to."""
    told = _told(parts)
    asked = _offered(parts, {part.ruling.topic for part in told})
    spoken = [part for part in told if part.ruling.decision != "handoff"]
    if not spoken or (len(told) == 1 and not asked):
        return whole if whole.asks or not told else told[0]
    said = spoken[: MOST_PARTS - bool(asked)]
    heard = [*said, *([asked] if asked else [])]
    return replace(
        whole,
        ruling=Ruling(decision="offer", topic=None, offers=_topics(heard), because="asks several things"),
        parts=tuple(heard),
        left=tuple(part.ruling.topic for part in spoken[len(said) :] if part.ruling.topic is not None),
        chance=min(part.chance for part in spoken),
    )


def _told(parts: Iterable[Part]) -> list[Understood]:
    """Return one part for each topic that is asked for with certainty."""
    found: dict[str | None, Understood] = {}
    for piece, part in parts:
        if certain(piece, part):
            found.setdefault(part.ruling.topic, part)
    return list(found.values())


def _offered(parts: Iterable[Part], told: set[str | None]) -> Understood | None:
    """Return one offer for the questions that are not certain; a person is offered, not called."""
    open_ = [part for piece, part in parts if part.ruling.decision == "handoff" or _uncertain(piece, part)]
    each = [part.ruling.offers or ((part.ruling.topic,) if part.ruling.topic else ()) for part in open_]
    longest = max(map(len, each), default=0)
    in_turn = (one[at] for at in range(longest) for one in each if at < len(one))
    likely = tuple(dict.fromkeys(topic for topic in in_turn if _free(topic, told, open_)))[:MOST_OFFERS]
    if not likely:
        return None
    because = "one of several questions, and it is not certain which"
    return replace(open_[0], ruling=Ruling(decision="offer", topic=None, offers=likely, because=because))


def _free(topic: str, told: set[str | None], open_: Sequence[Understood]) -> bool:
    """Say whether a topic is not told anyway."""
    return topic not in told or any(
        part.ruling.decision == "handoff" and part.ruling.topic == topic for part in open_
    )


def _uncertain(piece: Piece, part: Understood) -> bool:
    long = len(part.read.normalised.split()) >= _SHORTEST_OFFERED
    return piece.asking and long and part.offers and part.chance >= _WORTH_OFFERING


def _topics(parts: Iterable[Understood]) -> tuple[str, ...]:
    each = (topic for part in parts for topic in (part.ruling.topic, *part.ruling.offers))
    return tuple(dict.fromkeys(topic for topic in each if topic is not None))[:MOST_OFFERS]
