"""What each role may do.

An administrator may do all of it: in a small association that is often the only member of staff.
"""

from collections.abc import Mapping
from typing import Literal

from bot.ports.places import place
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
    "roster",  # say who works when, and who is away
    "reports",
    "outreach",  # write to people unasked: write a campaign, try it, approve a colleague's
    "manage",  # the report for managers, the improvement register
    "failures",  # dead letters, arrivals on which the engine broke
    "export",
    "erase",
    "accounts",
    "content",
]

_RESEARCHER: frozenset[Act] = frozenset(
    (
        *("read", "claim", "reply", "note", "transfer", "return", "close", "priority", "snooze", "reveal"),
        "merge",
    )
)
_SUPERVISOR = _RESEARCHER | frozenset[Act](
    ("take-over", "roster", "reports", "manage", "outreach", "failures", "export")
)
_ADMINISTRATOR = _SUPERVISOR | frozenset[Act](("erase", "accounts", "content"))

MAY: Mapping[Role, frozenset[Act]] = {
    "researcher": _RESEARCHER,
    "supervisor": _SUPERVISOR,
    "administrator": _ADMINISTRATOR,
    "author": frozenset(("content", "reports")),  # writes what Wasl says; reads no conversation
}


BRANCH: frozenset[Act] = _RESEARCHER
"""What a branch's representative may do at most, whatever their role: in their branch's chats and cases."""


def may(staff: Staff, organisation: str, act: Act) -> bool:
    """Whether a member of staff may do something in an organisation."""
    role = staff.roles.get(organisation)
    if staff.disabled or role is None or act not in MAY[role]:
        return False
    return organisation not in staff.branches or act in BRANCH


def organisations(staff: Staff, act: Act = "read") -> tuple[str, ...]:
    """Return the organisations in the whole of which a member of staff may do something.

    Those of which they represent a branch are left out: what asks for whole organisations is not for them.
    """
    return tuple(one for one in everywhere(staff, act) if one not in staff.branches)


def everywhere(staff: Staff, act: Act = "read") -> tuple[str, ...]:
    """Return the organisations in which a member of staff may do something, if only in their branch."""
    return tuple(organisation for organisation in staff.roles if may(staff, organisation, act))


def place_of(staff: Staff, organisation: str) -> str:
    """Return where in an organisation a member of staff may look (see `bot.ports.places`)."""
    return place(organisation, staff.branches.get(organisation))


def sees(staff: Staff, organisation: str, of: str | None) -> bool:
    """Whether a row of an organisation, of the branch `of` if any, is theirs to see."""
    here = place_of(staff, organisation)
    return here in (organisation, of)
