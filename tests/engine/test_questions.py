"""Questions: answers, offers, gaps, misses, and whom they lead to."""

from dataclasses import replace

from bot.engine.effects import HandOff, KeepReading, Say
from bot.engine.looking_asked import looks_asked
from bot.engine.respond import respond
from bot.engine.state import State
from bot.engine.turn import Turn
from bot.messages import Message
from tests.engine.small import NOW, content, inbound

BEGUN = State(greeted=True)


def hear(text: str, state: State = BEGUN, press: str | None = None) -> Turn:
    return respond(content(), state, inbound(text, press=press), NOW)


def message(turn: Turn) -> Message:
    return next(effect.message for effect in turn.effects if isinstance(effect, Say))


def buttons(turn: Turn) -> list[str]:
    return [button.id for button in message(turn).buttons]


def decision(turn: Turn) -> str:
    return next(each.reading.decision for each in turn.effects if isinstance(each, KeepReading))


def test_an_answer_has_its_source_in_words_and_as_data() -> None:
    said = message(hear("متى الرد"))
    assert said.source is not None
    assert said.source.clause == "5"
    assert said.citation == "المصدر: Policy، آلية التعامل، البند 5"
    assert message(hear("when will you answer")).citation == "Source: Policy, procedure, clause 5"


def test_an_offer_is_in_words_and_a_number_or_the_words_themselves_pick_one() -> None:
    offer = hear("الطلب")
    assert buttons(offer) == ["topic:review-time", "topic:review-who", "do:none"]
    for picked in ("2", "٢", "الثاني", "the second one", "title review-who"):
        assert message(hear(picked, offer.state)).text == "answer review-who"


def test_refused_offers_are_not_made_again() -> None:
    offer = hear("الطلب")
    refused = hear("", offer.state, press="do:none")
    assert buttons(refused) == ["do:yes-person", "menu"]
    again = hear("الطلب", refused.state)
    assert decision(again) == "handoff"
    assert "topic:review-time" not in buttons(again)


def test_the_second_miss_in_a_row_offers_a_person_and_yes_brings_one() -> None:
    first = hear("بطيخ")
    second = hear("شمام", first.state)
    assert [decision(first), decision(second)] == ["none", "handoff"]
    yes = hear("اي", second.state)
    assert HandOff(reason="asked", priority="normal") in yes.effects
    no = hear("لا", second.state)
    assert not any(isinstance(each, HandOff) for each in no.effects)


def test_what_the_policy_does_not_say_offers_a_person() -> None:
    turn = hear("طعام")
    assert buttons(turn)[:2] == ["person", "topic:apply-how"]
    assert decision(turn) == "unknown"


def test_a_wrong_belief_is_corrected_without_blame() -> None:
    turn = hear("سمعت انكم تدفعون")
    assert message(turn).text.endswith(" answer monthly-fee")
    assert message(turn).text != "answer monthly-fee"
    assert decision(turn) == "answer"
    assert buttons(turn) == ["topic:review-who", "menu"]
    assert turn.state.last_topic == "monthly-fee"


def test_yes_does_what_the_answer_before_offered() -> None:
    person = hear("نعم", hear("طعام").state)
    assert any(isinstance(each, HandOff) for each in person.effects)
    begun = hear("ايه", replace(hear("كيف اقدم").state, consent="1"))
    assert begun.state.run is not None
    assert hear("ابدأ", replace(hear("كيف اقدم").state, consent="1")).state.run is not None
    declined = hear("لا شكرا", hear("كيف اقدم").state)
    assert message(declined).text.startswith("على الرحب")
    assert declined.state.pending is None


def test_a_bare_yes_or_no_is_no_question() -> None:
    assert "flow:request" in buttons(hear("نعم"))
    assert message(hear("لا")).text.startswith("على الرحب")
    assert not any(isinstance(each, KeepReading) for each in (*hear("نعم").effects, *hear("لا").effects))


def test_unclear_procedure_hands_over_once() -> None:
    turn = hear("لم افهم")
    assert HandOff(reason="asked", priority="normal", topic="unclear-procedure") in turn.effects
    again = hear("لم افهم", turn.state)
    assert not any(isinstance(each, HandOff) for each in again.effects)


def test_a_complaint_offers_the_suggestion_too() -> None:
    assert buttons(hear("عندي شكوى"))[:2] == ["flow:complaint", "flow:suggestion"]


def test_a_topic_that_the_content_does_not_have_is_a_miss() -> None:
    bare = replace(content(), topics={})
    turn = respond(bare, BEGUN, inbound("متى الرد"), NOW)
    assert buttons(turn) == ["menu", "person"]
    gone = respond(bare, BEGUN, inbound(press="topic:review-time"), NOW)
    assert "menu" in buttons(gone)


def test_what_looks_like_a_question() -> None:
    asked = ("متى تردون؟", "كم ياخذ الرد عندكم", "how long does it take", "really?")
    told = ("ما عندي دخل ثابت", "أحتاج كرسي", "من أبها", "how", "I need a chair")
    assert all(looks_asked(text) for text in asked)
    assert not any(looks_asked(text) for text in told)


def test_ok_does_not_change_the_language_and_a_choice_fixes_it() -> None:
    assert hear("ok").state.language == "ar"
    assert hear("menu").state.language == "ar"
    assert hear("menu", State()).state.language == "en"
    assert hear("when will you answer").state.language == "en"
    fixed = hear("", press="lang:ar")
    assert hear("when will you answer", fixed.state).state.language == "ar"
