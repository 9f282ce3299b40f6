"""Outside working hours: every hand-off tells once when staff are back, and danger never does."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine.hours import Hours, Span
from tests.conversations.world import World
from tests.engine.small import content, photo, voice

NIGHTS = Hours(week={"mon": (Span(0, 60),)})  # the world begins on a Sunday at noon
SENT: list[dict[str, Any]] = [
    {"text": "سلام"},
    {"text": "when will you answer"},
    {"text": "ابي اكلم موظف"},
    {"text": "لم افهم"},
    {"text": "نعم"},
    {"text": "ابي انتحر"},
    {"text": "زوجي يضربني"},
    {"choice": "person"},
    {"choice": "do:withdraw"},
    {"choice": "flow:request"},
    {"choice": "flow:circle"},
    {"choice": "topic:unclear-procedure"},
    {"attachments": (voice(),)},
    {"attachments": (photo(),)},
]


def away(world: World) -> int:
    return sum("خارج وقت الدوام" in said.text or "are away now" in said.text for said in world.said)


@given(sent=st.lists(st.sampled_from(SENT), min_size=1, max_size=12))
@settings(max_examples=200, deadline=None)
def test_whatever_is_said(sent: list[dict[str, Any]]) -> None:
    world = World(content=content(hours=NIGHTS))
    for message in sent:
        known = len(world.handoffs)
        world.hear(**message)
        fresh = world.handoffs[known:]
        assert away(world) <= 1
        if world.state.danger is not None:
            assert away(world) == 0
        elif fresh:
            assert away(world) == 1
