"""Lists that staff have saved under a name: the list's address with its filters."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.ports.records import SavedView
from bot.ports.store import Transaction

NAME_LONGEST = 60  # characters
ADDRESS_LONGEST = 400
MOST = 20  # of one member of staff

Unfit = Literal["name", "many"]


@dataclass(frozen=True, kw_only=True, slots=True)
class NotSaved:
    """It was not saved: the name is empty or too long, or there are too many already."""

    why: Unfit


def save(tx: Transaction, staff: str, name: str, address: str) -> Sequence[SavedView] | NotSaved:
    """Save a list; one of the same name is replaced. ValueError if the address is too long."""
    clean = " ".join(name.split())
    if not 0 < len(clean) <= NAME_LONGEST:
        return NotSaved(why="name")
    if len(address) > ADDRESS_LONGEST:
        raise ValueError("the address of a list is too long")
    kept = tx.views.of(staff)
    if len(kept) >= MOST and clean not in {view.name for view in kept}:
        return NotSaved(why="many")
    tx.views.save(staff, SavedView(name=clean, address=address))
    return tx.views.of(staff)
