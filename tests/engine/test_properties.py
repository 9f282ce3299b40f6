"""Whatever people send in whatever order: no exception, a state that can be kept, silence while staff talk.

The world of the conversations checks the last two at every turn.
"""

from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.engine.content import Content
from bot.engine.vocabulary import COMMANDS
from bot.messages import EventKind, Location
from tests.conversations.world import World
from tests.engine.small import READINGS, content, flows, photo, voice

CONTENT = content()
CHANGED = {
    name: flow.model_copy(update={"icon": "🆕"}) for name, flow in flows().items() if name != "suggestion"
}
WORDS = st.sampled_from([phrase for phrases in COMMANDS.values() for phrase in phrases])
KNOWN = st.sampled_from(
    [*READINGS, "نعم", "لا", "yes", "4", "٢", "الثاني", "سالم العتيبي", "ابي انتحر", "زوجي يضربني"]
)
BUTTON_IDS = """
flow:request flow:complaint flow:rating flow:circle flow:nothing topic:privacy do:agree do:none pick:home:yes
pick:stars:9 edit:need edit:x do:keep do:resume:rating x : do:
"""
BUTTONS = st.sampled_from(BUTTON_IDS.split())
SENT = st.one_of(
    st.builds(lambda text: ("hear", {"text": text}), WORDS | KNOWN | st.text(max_size=60)),
    st.builds(lambda button: ("hear", {"choice": button}), BUTTONS),
    st.builds(lambda place: ("press", place), st.integers(0, 9)),
    st.sampled_from(
        [
            ("hear", {"attachments": (voice(),)}),
            ("hear", {"attachments": (photo(),), "text": "هذه صورة"}),
            ("hear", {"sticker": True}),
            ("hear", {"unsupported": "poll"}),
            ("hear", {"phone": "966501234567"}),
            ("hear", {"location": Location(latitude=18.2, longitude=42.5)}),
        ]
    ),
    st.sampled_from(
        [("happen", "claimed"), ("happen", "returned"), ("happen", "closed"), ("happen", "case-found")]
    ),
    st.sampled_from([("wait", 1), ("wait", 3), ("wait", 30), ("wait", 300), ("change", 0)]),
)
STEPS = st.lists(SENT, min_size=1, max_size=25)
KINDS: dict[str, EventKind] = {
    "claimed": "claimed",
    "returned": "returned",
    "closed": "closed",
    "case-found": "case-found",
}


@given(steps=STEPS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_that_is_sent_breaks_the_engine(steps: list[tuple[str, object]]) -> None:
    world = World(content=CONTENT)
    for act, what in steps:
        _play(world, act, what)
        assert len(world.state.saved) <= 8
        assert all(len(button.id.encode()) <= 64 for message in world.said for button in message.buttons)


def _play(world: World, act: str, what: object) -> None:
    if act == "hear" and isinstance(what, dict):
        world.hear(**what)
    elif act == "press" and isinstance(what, int):
        offered = [button.id for message in world.said for button in message.buttons if not button.url]
        world.hear(choice=offered[what % len(offered)] if offered else "menu")
    elif act == "wait" and isinstance(what, int):
        world.wait(timedelta(hours=what))
    elif act == "change":
        world.content = _changed(world.content)
    else:
        world.happen(KINDS[str(what)], role="researcher")


def _changed(before: Content) -> Content:
    return replace(before, flows=CHANGED if before.flows != CHANGED else CONTENT.flows)
