"""The runner of flows, on small flows."""

from dataclasses import replace
from datetime import timedelta

from bot.engine.flow import Flow
from bot.engine.state import State
from tests.conversations.world import World
from tests.engine.small import NOW, content, flows, photo, voice


def world(flow: str = "request", **state: object) -> World:
    made = World(content=content(), state=State(greeted=True, consent="1", **state))  # type: ignore[arg-type]
    made.hear(choice=f"flow:{flow}")
    return made


def answer(made: World, *texts: str) -> World:
    for text in texts:
        made.hear(text=text)
    return made


def said(made: World) -> str:
    return "\n".join(message.text for message in made.said)


def buttons(made: World) -> list[str]:
    return [button.id for message in made.said for button in message.buttons]


def step(made: World) -> str:
    return made.state.run.step if made.state.run else ""


def test_a_condition_decides_whether_a_question_is_asked() -> None:
    assert step(answer(world(), "كرسي", "لا")) == "more"
    assert step(answer(world(), "كرسي", "نعم")) == "people"


def test_answers_become_a_case_and_the_reference_is_told() -> None:
    made = answer(world(), "كرسي", "نعم", "4", "تخطي", "نعم")
    assert made.cases[0].answers == {"need": "كرسي", "home": True, "people": 4}
    assert "SMALL-2026-00001-7" in said(made)
    assert made.timers == {}
    assert made.state.run is None


def test_an_answer_that_is_set_decides_what_is_asked_further_on() -> None:
    assert step(answer(world("visit"), "نعم")) == "who"
    assert step(answer(world("visit"), "لا")) == "paper"


def test_a_flow_ends_with_staff_who_see_its_files() -> None:
    made = answer(world("visit"), "نعم", "أمي")
    made.hear(attachments=(photo(),))
    answer(made, "تم")
    assert (made.owner, made.state.run, made.timers) == ("waiting", None, {})
    (handed,) = made.handoffs
    assert (handed.reason, handed.priority, handed.note) == ("flow", "high", "wants a visit")
    assert len(handed.attachments) == 1
    assert "يكمل معك موظف" in said(made)
    assert "لا يقال" not in said(made)
    made.hear(text="متى الرد")
    assert "answer review-time" in said(made)  # the bot answers on while they wait


def test_an_edit_returns_to_the_review_and_prunes_what_it_makes_needless() -> None:
    made = answer(world(), "كرسي", "نعم", "4", "تخطي")
    made.hear(choice="edit:home")
    answer(made, "لا")
    assert step(made) == "review"
    assert "العدد" not in said(made)
    answer(made, "نعم")
    assert made.cases[0].answers == {"need": "كرسي", "home": False}


def test_an_edit_that_opens_a_question_asks_it_before_the_review() -> None:
    made = answer(world(), "كرسي", "لا", "تخطي")
    made.hear(choice="edit:home")
    answer(made, "نعم")
    assert step(made) == "people"
    assert step(answer(made, "4")) == "review"
    assert step(answer(made, "رجوع")) == "more"


def test_back_from_an_edit_returns_to_the_review_unchanged() -> None:
    made = answer(world(), "كرسي", "لا", "تخطي")
    made.hear(choice="edit:need")
    assert step(answer(made, "رجوع")) == "review"
    assert "كرسي" in said(made)


def test_a_confident_question_is_answered_and_the_step_asked_again() -> None:
    made = answer(world(), "كرسي", "متى الرد؟")
    assert said(made).startswith("answer review-time")
    assert "هل معك أحد؟" in said(made)
    assert step(made) == "home"


def test_an_unsure_text_is_taken_as_the_answer_and_a_sure_question_can_still_be_one() -> None:
    made = answer(world(), "متى الرد")  # no question mark: an answer in own words
    assert step(made) == "home"
    again = answer(world(), "متى تردون علي؟")
    assert (step(again), again.state.pending) == ("need", "answer")
    again.hear(choice="do:keep")
    assert step(again) == "home"
    assert again.state.run is not None
    assert again.state.run.answers["need"] == "متى تردون علي؟"


def test_a_hello_in_the_middle_is_greeted_and_is_no_answer() -> None:
    made = answer(world(), "سلام")
    assert said(made).startswith("answer smalltalk-greeting")
    assert step(made) == "need"


def test_words_of_a_button_are_its_answer_even_if_they_are_a_command() -> None:
    title = {"ar": "نوع", "en": "Kind"}
    options = [{"value": v, "label": {"ar": v, "en": v}} for v in ("رجوع", "غيره")]
    steps = [
        {"id": "kind", "type": "choice", "ask": title, "options": options},
        {"id": "b", "type": "text", "ask": title},
    ]
    flow = Flow.model_validate({"id": "odd", "title": title, "steps": steps})
    made = World(content=content(flows={"odd": flow}), state=State(greeted=True))
    made.hear(choice="flow:odd")
    assert step(answer(made, "رجوع")) == "b"


def test_a_voice_note_where_words_do_not_count_goes_to_a_person_and_the_step_is_asked_again() -> None:
    made = answer(world(), "كرسي")
    made.hear(attachments=(voice(),))
    assert made.handoffs[0].attachments == (voice(),)
    assert "هل معك أحد؟" in said(made)
    made.hear(attachments=(photo(),))
    assert "هل معك أحد؟" in said(made)
    assert len(made.handoffs) == 1


def test_after_two_refused_answers_a_person_is_offered() -> None:
    made = answer(world("rating"), "بطيخ")
    assert "person" not in buttons(made)
    assert "person" in buttons(answer(made, "شمام"))


def test_no_reminder_while_an_answer_is_owed_or_staff_are_awaited() -> None:
    made = answer(world(), "موظف؟", "ابي اكلم موظف")
    assert made.owner == "waiting"
    made.wait(timedelta(days=9))
    assert made.said == []
    assert made.state.run is not None


def test_one_reminder_by_day_and_then_the_flow_is_put_aside() -> None:
    made = World(content=content(), state=State(greeted=True, consent="1"), now=NOW.replace(hour=18))
    made.hear(choice="flow:request")  # nine in the evening in Riyadh
    answer(made, "كرسي", "نعم")
    made.wait(timedelta(hours=30))
    assert made.said == []
    made.wait(timedelta(hours=6))
    assert len(made.said) == 1
    assert made.said[0].unprompted
    made.wait(timedelta(days=9))
    assert [run.flow for run in made.state.saved] == ["request"]
    answer(made, "أكمل طلبي")
    assert step(made) == "people"


def test_nothing_unprompted_where_somebody_else_may_read() -> None:
    made = answer(world(silent=True), "كرسي")
    made.wait(timedelta(days=9))
    assert made.said == []
    assert made.state.saved


def test_a_flow_that_goes_round_in_a_circle_goes_to_staff() -> None:
    made = world("circle")
    assert made.handoffs[0].reason == "failure"
    assert made.state.run is None


def test_a_changed_flow_is_finished_on_the_archived_version() -> None:
    made = answer(world(), "كرسي")
    old = flows()["request"]
    new = old.model_copy(update={"icon": "🆕", "steps": old.steps[:3]})
    changed = {**flows(), "request": Flow.model_validate(new.model_dump())}
    made.content = content(flows=changed, archive={old.version: old})
    assert step(answer(made, "نعم")) == "people"


def test_without_the_archive_the_person_is_moved_with_a_word_and_keeps_the_answers() -> None:
    made = answer(world(), "كرسي", "نعم", "4")
    old = flows()["request"]
    steps = tuple(each for each in old.steps if each.id != "more")
    new = Flow.model_validate({**old.model_dump(), "steps": [each.model_dump() for each in steps]})
    made.content = content(flows={**flows(), "request": new})
    answer(made, "لا")
    assert "حدّثنا" in said(made)
    assert step(made) == "review"
    assert "1. الحاجة: كرسي" in said(made)


def test_an_answer_that_the_new_version_cannot_show_is_asked_again() -> None:
    made = answer(world(), "كرسي", "نعم", "4")
    old = flows()["request"].model_dump()
    changed = {
        "id": "people",
        "type": "date",
        "ask": {"ar": "متى؟", "en": "When"},
        "label": {"ar": "متى", "en": "When"},
    }
    steps = [changed if each["id"] == "people" else each for each in old["steps"]]
    made.content = content(flows={**flows(), "request": Flow.model_validate({**old, "steps": steps})})
    assert made.state.run is not None
    made.hear(choice="do:cancel-no")
    assert made.state.run is not None
    assert "people" not in made.state.run.answers


def test_the_same_flow_again_asks_whether_to_continue() -> None:
    made = answer(world(), "كرسي")
    made.hear(choice="flow:request")
    assert buttons(made) == ["do:continue", "do:restart", "do:save"]
    made.hear(choice="do:restart")
    assert step(made) == "need"
    assert made.state.run is not None
    assert made.state.run.answers == {}


def test_at_most_eight_flows_are_kept_aside_each_once() -> None:
    made = world("rating")
    for _ in range(3):
        made.hear(choice="flow:suggestion")
        made.hear(choice="do:continue")
        made.hear(choice="flow:rating")
        made.hear(choice="do:continue")
    assert [run.flow for run in made.state.saved] == ["suggestion"]
    assert replace(made.state, run=None).saved
