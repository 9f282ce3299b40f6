"""A conversation's state as JSON text, and back.

States outlive versions of the program: what another version wrote and this one does not know is
left out, and the rest is kept.
"""

import json
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.engine.state import State

_STATE = TypeAdapter(State)
_MOST_MENDS = 50  # faults looked at, one field or saved flow each


def dump(state: State) -> str:
    """Return the state as JSON."""
    return _STATE.dump_json(state).decode()


def load(text: str) -> State:
    """Return the state that `dump` wrote, without what cannot be read. ValueError if it is no JSON object."""
    fields = json.loads(text)
    if not isinstance(fields, dict):
        raise ValueError("a state is a JSON object")
    for _ in range(_MOST_MENDS):
        try:
            return _STATE.validate_python(fields, strict=False)
        except ValidationError as error:
            fields = _without(fields, error.errors()[0]["loc"])
    return State()


def _without(fields: dict[str, Any], place: tuple[int | str, ...]) -> dict[str, Any]:
    """Return the fields without the faulty one; of a list of saved flows only the faulty flow goes."""
    name = place[0] if place else ""
    index = place[1] if len(place) > 1 else None
    value = fields.get(str(name))
    if isinstance(value, list) and isinstance(index, int):
        return {**fields, str(name): [each for number, each in enumerate(value) if number != index]}
    return {key: each for key, each in fields.items() if key != name}
