"""What each role may do.

An administrator may do all of it: in a small association that is often the only member of staff.
"""

from collections.abc import Mapping
from typing import Literal

from bot.ports.records import Role, Staff

Act = Literal[
    "read",
    "claim",
    "reply",
    "note",
    "transfer",
    "return",
    "close",
    "priority",
    "snooze",  # put a chat off
    "reveal",  # see a masked number of a case in full; each time is kept
    "merge",  # say that two chats are one person's
    "take-over",  # act on a chat that a colleague holds: transfer, return, close
    "reports",
    "manage",  # the report for managers, the improvement register
    "failures",  # dead letters, arrivals on which the engine broke
    "export",
    "erase",
    "accounts",
    "content",
]

_RESEARCHER: frozenset[Act] = frozenset(
    ("read", "claim", "reply", "note", "transfer", "return", "close", "priority", "snooze", "reveal")(
        "read", "claim", "reply", "note", "transfer", "return", "close", "priority", "reveal", "merge"
    )
)
_SUPERVISOR = _RESEARCHER | frozenset[Act](("take-over", "reports", "manage", "failures", "export"))
_ADMINISTRATOR = _SUPERVISOR | frozenset[Act](("erase", "accounts", "content"))

MAY: Mapping[Role, frozenset[Act]] = {
    "researcher": _RESEARCHER,
    "supervisor": _SUPERVISOR,
    "administrator": _ADMINISTRATOR,
    "author": frozenset(("content", "reports")),  # writes what Wasl says; reads no conversation
}


def may(staff: Staff, organisation: str, act: Act) -> bool:
    """Whether a member of staff may do something in an organisation."""
    role = staff.roles.get(organisation)
    return not staff.disabled and role is not None and act in MAY[role]


def organisations(staff: Staff, act: Act = "read") -> tuple[str, ...]:
    """Return the organisations in which a member of staff may do something."""
    return tuple(organisation for organisation in staff.roles if may(staff, organisation, act))
