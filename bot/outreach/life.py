"""The life of a campaign: which act leads from which state to which, and why one is refused. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.ports.outreach import CampaignState

Act = Literal[
    "save", "test", "ask", "approve", "return", "begin", "finish", "again", "pause", "resume", "stop"
]  # fmt: skip
"""ask: for approval; return: to the author; begin, finish, again: Wasl's own, when the time comes, when all
have heard, and when a yearly one waits for its next day."""
Why = Literal["not-now", "author", "nobody", "over", "slow", "not-allowed"]

TABLE: Mapping[tuple[CampaignState, Act], CampaignState] = {
    ("draft", "save"): "draft",
    ("tested", "save"): "draft",
    ("waiting", "save"): "draft",
    ("approved", "save"): "draft",  # a changed message is tested and approved anew
    ("draft", "test"): "tested",
    ("tested", "test"): "tested",
    ("waiting", "test"): "waiting",
    ("tested", "ask"): "waiting",
    ("waiting", "approve"): "approved",
    ("waiting", "return"): "draft",
    ("approved", "begin"): "sending",
    ("sending", "finish"): "done",
    ("sending", "again"): "approved",
    ("sending", "pause"): "paused",
    ("paused", "resume"): "sending",
    ("draft", "stop"): "stopped",
    ("tested", "stop"): "stopped",
    ("waiting", "stop"): "stopped",
    ("approved", "stop"): "stopped",
    ("sending", "stop"): "stopped",
    ("paused", "stop"): "stopped",
}
EDITED = ("draft", "tested", "waiting", "approved")  # states in which the message may still be changed


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """What an act depends on beside the state."""

    may: bool = True  # the role permits it
    author: bool = False  # whoever acts has written any of it
    people: int = 1  # whom the rules reach now
    over: bool = False  # the time for which it is planned has passed
    slow: bool = False  # so few people a day may hear that it would be over before all have


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """It is not done, for this reason."""

    why: Why


def decide(state: CampaignState, act: Act, facts: Facts) -> CampaignState | Refused:
    """Return the state after an act, or why it is refused."""
    if not facts.may:
        return Refused(why="not-allowed")
    after = TABLE.get((state, act))
    if after is None:
        return Refused(why="not-now")
    if act == "approve" and facts.author:
        return Refused(why="author")
    if act in ("ask", "approve") and facts.over:
        return Refused(why="over")
    if act in ("ask", "approve") and not facts.people:
        return Refused(why="nobody")
    if act in ("ask", "approve") and facts.slow:
        return Refused(why="slow")
    return after
