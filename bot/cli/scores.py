"""Scores of an evaluation: what is right, offered, wrong, missed. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

CHOSEN = ("answer", "handoff", "unknown")
OUT_OF_SCOPE = "oos"
URGENT = "urgent"


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One question, what it means, and what was decided."""

    kind: str
    expected: str  # topic id, "oos" or "urgent"
    decision: str
    chosen: str | None  # topic id of an answer, hand-off or known gap
    offers: tuple[str, ...]

    @property
    def right(self) -> bool:
        """The decision serves the person: the topic itself, the alarm, or no false answer."""
        if self.expected == URGENT:
            return self.decision == URGENT
        if self.expected == OUT_OF_SCOPE:
            return self.decision in ("none", "offer", "unknown")
        return self.decision in ("answer", "handoff") and self.chosen == self.expected

    @property
    def wrong(self) -> bool:
        """Something was said as the answer, and it is not."""
        if self.expected == URGENT:
            return self.decision in ("answer", "handoff", "unknown")
        return not self.right and self.decision in (*CHOSEN, URGENT)

    @property
    def shown(self) -> bool:
        """The right topic was answered or stands among the offers."""
        return self.right or self.expected in self.offers


def summary(rows: Sequence[Row]) -> dict[str, Any]:
    """Return shares over all rows and over each kind of question."""
    inside = [row for row in rows if row.expected not in (OUT_OF_SCOPE, URGENT)]
    outside = [row for row in rows if row.expected == OUT_OF_SCOPE]
    urgent = [row for row in rows if row.expected == URGENT]
    answered = [row for row in rows if row.decision in CHOSEN]
    return {
        "rows": len(rows),
        "in_scope": len(inside),
        "right": _share([row.right for row in inside]),
        "right_or_offered": _share([row.shown for row in inside]),
        "wrong_among_answered": _share([row.wrong for row in answered]),
        "out_of_scope": len(outside),
        "out_of_scope_answered": _share([row.decision in ("answer", "handoff") for row in outside]),
        "urgent": len(urgent),
        "urgent_caught": _share([row.right for row in urgent]),
        "false_alarms": sum(row.decision == URGENT for row in rows if row.expected != URGENT),
        "right_by_kind": {
            kind: _share([row.right for row in inside if row.kind == kind])
            for kind in sorted({row.kind for row in inside})
        },
    }


def _share(flags: Sequence[bool]) -> float | None:
    return round(sum(flags) / len(flags), 4) if flags else None
