"""Every flow and every way out of it, taken at each question in turn; the flow still ends well."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.content import Library
from bot.engine.state import State
from tests.conversations.acts import ACTS
from tests.conversations.world import World

pytestmark = [pytest.mark.timeout(600)]
DATA = Path(__file__).parent / "walked" / "flows.yaml"
FLOWS = yaml.load(DATA.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
QUESTION = "متى يصلني الرد على طلبي؟"
CRY = "ابي انتحر خلاص تعبت"


def step(world: World) -> str:
    return world.state.run.step if world.state.run else "none"


def buttons(world: World) -> set[str]:
    return {button.id for message in world.said for button in message.buttons}


def cancel_and_stay(world: World) -> None:
    world.hear(text="إلغاء")
    assert "do:cancel-yes" in buttons(world)
    world.hear(text="لا")


def save_and_resume(world: World) -> None:
    world.hear(text="أكمل لاحقًا")
    if world.state.run is not None:  # "later" may be an answer to an open question: the button is not
        world.hear(choice="do:save")
    assert world.state.run is None
    world.hear(text="أكمل طلبي")


def question(world: World) -> None:
    world.hear(text=QUESTION)
    assert any(message.source and message.source.clause for message in world.said)


def danger(world: World) -> None:
    world.hear(text=CRY)
    assert world.said[0].urgent
    assert world.state.run is None
    world.hear(choice="do:resume")


def claim(world: World) -> None:
    world.happen("claimed", role="researcher")
    world.hear(text=QUESTION)
    assert not world.said
    world.happen("returned")
    world.hear(choice="do:resume")


def expiry(world: World) -> None:
    world.wait(timedelta(days=9))
    assert world.state.run is None
    assert all(message.unprompted for message in world.said)
    world.hear(choice="do:resume")


def pause(world: World) -> None:
    world.wait(timedelta(hours=3))
    world.hear(text="السلام عليكم ورحمة الله")
    assert {"do:continue", "do:restart"} <= buttons(world)
    world.hear(choice="do:continue")


def menu(world: World) -> None:
    world.hear(text="القائمة")
    assert "do:resume" in buttons(world)
    world.hear(choice="do:resume")


def language(world: World) -> None:
    world.hear(choice="lang:en")
    assert {message.language for message in world.said} == {"en"}
    world.hear(choice="lang:ar")


def sticker(world: World) -> None:
    world.hear(sticker=True)
    assert world.said


def person(world: World) -> None:
    world.hear(text="ابي اكلم موظف")
    assert world.owner == "waiting"
    assert len(world.handoffs) == 1


def changed(world: World) -> None:
    """The flow changes in every step; the person goes on in the version they began."""
    flows = {
        name: flow.model_copy(update={"icon": f"{flow.icon}!"}) for name, flow in world.content.flows.items()
    }
    for flow in flows.values():
        flow.__dict__.pop("version", None)  # cached from the copied one
    world.content = replace(world.content, flows=flows, archive=world.kept)
    assert world.state.run is not None
    assert world.state.run.version in world.kept


INSIDE = (cancel_and_stay, question, pause, language, sticker, person, changed)
OUTSIDE = (save_and_resume, danger, claim, expiry, menu)  # the flow is put aside and taken up again
WAYS: Mapping[str, Callable[[World], None]] = {each.__name__: each for each in INSIDE + OUTSIDE}


def begin(library: Library, walked: Mapping[str, Any]) -> World:
    content = library.contents[walked["org"]]
    state = State(greeted=True, consent=content.privacy_version)
    world = World(content=content, state=state)
    world.hear(choice=f"flow:{walked['flow']}")
    return world


def send(world: World, turn: Mapping[str, Any]) -> None:
    ((act, what),) = turn.items()
    ACTS[act](world, what)


def ended_well(world: World, walked: Mapping[str, Any]) -> None:
    assert world.state.run is None
    done = {*(case.kind for case in world.cases), *(["rating"] if world.ratings else [])}
    said = "\n".join(message.text for message in world.said)
    outcomes = {
        "found": "وصل وسُجّل" in said,
        "corrected": "وصل تصحيحك" in said,
        "opinion": "حفظنا رأيك" in said,
    }
    assert outcomes.get(walked["ends"], walked["ends"] in done), said


def test_every_flow_is_walked(library: Library) -> None:
    shipped = {name for content in library.contents.values() for name in content.flows}
    assert sorted(walked["flow"] for walked in FLOWS) == sorted(shipped)


def cases() -> Iterator[Any]:
    for walked in FLOWS:
        for way in sorted(WAYS.keys() - set(walked.get("without", ()))):
            yield pytest.param(walked, way, id=f"{walked['flow']}-{way}")


@pytest.mark.parametrize(("walked", "way"), [*cases()])
def test_way_out_at_every_question(walked: Mapping[str, Any], way: str, library: Library) -> None:
    world = begin(library, walked)
    for turn in walked["turns"]:
        here = step(world)
        WAYS[way](world)
        assert step(world) == here, f"{way} at {here} leads to {step(world)}"
        send(world, turn)
    ended_well(world, walked)


def test_what_nobody_is_reminded_of_is_dropped_in_the_end(library: Library) -> None:
    """Only such flows may leave `expiry` out: they are not taken up again."""
    left_out = [walked for walked in FLOWS if "expiry" in walked.get("without", ())]
    for walked in left_out:
        world = begin(library, walked)
        assert not world.content.flows[walked["flow"]].remind
        world.wait(timedelta(days=9))
        assert (world.state.run, world.state.saved, world.said) == (None, (), [])


@pytest.mark.parametrize("walked", FLOWS, ids=lambda walked: walked["flow"])
def test_back_to_every_question_and_forward_again(walked: Mapping[str, Any], library: Library) -> None:
    world, before = begin(library, walked), ""
    answers: dict[str, list[Mapping[str, Any]]] = {}
    for turn in walked["turns"]:
        here = step(world)
        if before and here not in (before, *answers):
            world.hear(text="رجوع")
            assert step(world) == before
            for again in answers[before][-1:]:
                send(world, again)
            assert step(world) == here
        answers.setdefault(here, []).append(turn)
        before = here
        send(world, turn)
    ended_well(world, walked)


@pytest.mark.parametrize("walked", FLOWS, ids=lambda walked: walked["flow"])
def test_cancelled_at_every_question(walked: Mapping[str, Any], library: Library) -> None:
    for end in range(len(walked["turns"])):
        world = begin(library, walked)
        for turn in walked["turns"][:end]:
            send(world, turn)
        world.hear(choice="do:cancel")
        world.hear(choice="do:cancel-yes")
        assert world.state.run is None
        assert not world.state.saved
        assert not world.timers
        assert not world.cases
