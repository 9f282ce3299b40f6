"""Figures of a table by time and group that must not be shown: small ones, and what would give them away.

The sums of its rows and columns stand in other tables. A small group is therefore hidden with another one of
its row and another one of its column; where there is none, nothing of the table is shown.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from bot.reports.tables import FEWEST

Place = tuple[int, str | None]  # part of the time, group
_FEWEST_HIDDEN = 2  # one alone is what its line's sum lacks


def too_few_across(
    answers: Mapping[Place, int], *, parts: Collection[int] = (), groups: Collection[str | None] = ()
) -> set[Place]:
    """Return the places to hide. The sums of `parts` and of `groups` are hidden elsewhere."""
    there = {place for place, size in answers.items() if size}
    hidden = {place for place in there if answers[place] < FEWEST or place[0] in parts or place[1] in groups}
    while True:
        more: set[Place] = set()
        for line in _lines(there, parts, groups):
            covered = [place for place in line if place in hidden]
            if not covered or _cannot_be_had([answers[place] for place in covered]):
                continue
            others = [place for place in line if place not in hidden]
            if not others:
                return there
            more.add(min(others, key=lambda place: (answers[place], str(place))))
        if not more:
            return hidden
        hidden |= more


def _cannot_be_had(sizes: Sequence[int]) -> bool:
    return len(sizes) >= _FEWEST_HIDDEN and sum(sizes) >= FEWEST


def _lines(
    places: Collection[Place], parts: Collection[int], groups: Collection[str | None]
) -> Iterator[list[Place]]:
    """Yield the rows and columns whose sums are shown."""
    ordered = sorted(places, key=str)
    for part in dict.fromkeys(part for part, _ in ordered if part not in parts):
        yield [place for place in ordered if place[0] == part]
    for group in dict.fromkeys(group for _, group in ordered if group not in groups):
        yield [place for place in ordered if place[1] == group]
