"""What people asked that found no answer, grouped by likeness."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rapidfuzz import fuzz, process

from bot.matching import normalise
from bot.people.masking import mask, mask_phones
from bot.ports.store.authored import Asked, Pressed

OPEN = ("none", "unknown", "offer", "handoff")  # decisions that leave a question open
LIKE = 72.0  # rapidfuzz ratio of the words in order from which two questions are alike
WITHIN = 76.0  # rapidfuzz token_set_ratio from which one stands inside another
PICKED_WITHIN = timedelta(minutes=30)  # an offer that is picked later was not picked for this question
WEEKS = 4
_WEEK = timedelta(days=7)
_EXAMPLES = 5
_FEWEST_LETTERS = 2
_FEWEST_WORDS = 3  # of a question that may stand inside another


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Questions that are alike."""

    examples: tuple[str, ...]  # masked, the most usual first
    count: int
    channels: Mapping[str, int]
    languages: Mapping[str, int]
    weeks: tuple[int, ...]  # counts, oldest first; the last is the last seven days
    decisions: Mapping[str, int]
    offered: tuple[str, ...]  # topics that were offered or fit nearest, most often first
    last_at: datetime

    @property
    def trend(self) -> int:
        """Questions of the last seven days, less those of the seven before."""
        return self.weeks[-1] - self.weeks[-2]

    @property
    def language(self) -> str:
        """Language of most of them."""
        return max(self.languages, key=lambda each: self.languages[each])


def left_open(asked: Sequence[Asked], pressed: Sequence[Pressed]) -> list[Asked]:
    """Return the questions without an answer: nothing fitted, a known gap, an offer that was not taken."""
    picks: dict[str, list[Pressed]] = {}
    for each in pressed:
        picks.setdefault(each.conversation, []).append(each)
    return [
        each
        for each in asked
        if each.question.decision in OPEN and not _picked(each, picks.get(each.question.conversation, ()))
    ]


def _picked(asked: Asked, pressed: Sequence[Pressed]) -> bool:
    at, offers = asked.question.at, asked.question.offers
    return asked.question.decision == "offer" and any(
        each.topic in offers and timedelta() <= each.at - at <= PICKED_WITHIN for each in pressed
    )


def grouped(asked: Sequence[Asked], *, now: datetime, like: float = LIKE) -> list[Group]:
    """Group questions, the largest group first. Each joins the most usual question that is like it."""
    heard = [(each, normalise(mask(each.question.text))) for each in asked]
    known = [(each, text) for each, text in heard if len(text) >= _FEWEST_LETTERS]
    texts = [text for text, _ in Counter(text for _, text in known).most_common()]
    leader = _leaders(texts, like)
    groups: dict[str, list[Asked]] = {}
    for each, text in known:
        groups.setdefault(leader[text], []).append(each)
    made = (_group(members, now) for members in groups.values())
    return sorted(made, key=lambda group: (-group.count, -group.last_at.timestamp()))


def _leaders(texts: Sequence[str], like: float) -> dict[str, str]:
    """Return for each text the first one that is like it: its words in any order, or inside a longer one.

    A single word or two inside a longer question say too little.
    """
    leaders: dict[str, str] = {}  # words in order → text
    longer: list[str] = []
    found: dict[str, str] = {}
    for text in texts:
        words = text.split()
        ordered = " ".join(sorted(words))
        whole = process.extractOne(ordered, leaders.keys(), scorer=fuzz.ratio, score_cutoff=like)
        if whole is not None:
            found[text] = leaders[whole[0]]
            continue
        enough = len(words) >= _FEWEST_WORDS
        within = enough and process.extractOne(text, longer, scorer=fuzz.token_set_ratio, score_cutoff=WITHIN)
        found[text] = within[0] if within else text
        if not within:
            leaders[ordered] = text
            longer += [text] if enough else []
    return found


def _group(members: Sequence[Asked], now: datetime) -> Group:
    questions = [each.question for each in members]
    shown = Counter(mask_phones(mask(each.text)).strip() for each in questions)
    offered = Counter(topic for each in questions for topic in _named(each.topic, each.offers))
    return Group(
        examples=tuple(text for text, _ in shown.most_common(_EXAMPLES)),
        count=len(members),
        channels=dict(Counter(each.channel for each in members).most_common()),
        languages=dict(Counter(each.language for each in questions)),
        weeks=tuple(_weeks([each.at for each in questions], now)),
        decisions=dict(Counter(each.decision for each in questions).most_common()),
        offered=tuple(topic for topic, _ in offered.most_common(3)),
        last_at=max(each.at for each in questions),
    )


def _named(topic: str | None, offers: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*((topic,) if topic else ()), *offers)))


def _weeks(times: Sequence[datetime], now: datetime) -> Iterator[int]:
    for ago in range(WEEKS, 0, -1):
        begin, end = now - ago * _WEEK, now - (ago - 1) * _WEEK
        yield sum(begin < at <= end or (ago == 1 and at > end) for at in times)
