"""Carrying out what a person asks of their own cases: read news, complete, take back."""

import json
from collections.abc import Mapping, Sequence

from bot.cases import asking, by_code, interviews, service
from bot.cases.grants import acted, revoke
from bot.cases.reference import read
from bot.cases.steps import PERSON, Made
from bot.cases.telling import Told, timeline
from bot.cases.whole import whole as whole_of
from bot.engine import effects
from bot.messages import LANGUAGES, OFFLINE, Button, Event, Message
from bot.people.codes import new_code
from bot.ports.records import Case
from bot.worker import outgoing
from bot.worker.reaching import say_in
from bot.worker.scene import Act
from bot.worker.wording import worded

MOST_CASES = 3  # whose news are read out at once


def read_news(act: Act, effect: effects.ReadNews) -> Event:
    """Tell what a case has to say, or all that have news."""
    if not effect.reference:
        own = service.own(act.tx, act.conversation)
        return _news(act, *[case for case in own if asking.has_news(act.tx, act.content, case)][:MOST_CASES])
    case = asking.own_case(act.tx, act.conversation, effect.reference)
    return _news(act, case) if case else _news_of_another(act, effect.reference)


def ask_items(act: Act, effect: effects.AskItems) -> Event:
    """Tell which items are to be given again."""
    case = _to_complete(act, effect.reference)
    opening = asking.opening(act.tx, act.content, case) if case else None
    if opening is None:
        return _refused(act)
    found = opening.case
    asked = {"items": json.dumps(opening.items), "answers": json.dumps(dict(found.answers))}
    fields = {"reference": found.reference, "flow": found.flow, "version": found.version, **asked}
    return Event(kind="case-items", at=act.now, fields=fields)


def complete(act: Act, effect: effects.CompleteCase) -> Event:
    """Keep items given again."""
    case = _to_complete(act, effect.reference)
    if case is None:
        return _refused(act)
    own = asking.own_case(act.tx, act.conversation, effect.reference) is not None
    made = asking.complete(act.tx, act.content, case, effect.answers, now=act.now, actor=_who(act))
    if isinstance(made, Made) and not own:
        detail = {"completed": sorted(effect.answers)}
        act.tx.staff.audit(
            act.organisation, actor=act.conversation.id, action="acted", subject=case.reference,
            detail=detail, at=act.now,
        )  # fmt: skip
        return _news_of_another(act, case.reference)
    return _after(act, made)


def read_case(act: Act, effect: effects.ReadCase) -> Event:
    """Show all of a case that is this chat's own."""
    case = asking.own_case(act.tx, act.conversation, effect.reference)
    return show(act, case) if case else _refused(act)


def show(act: Act, case: Case) -> Event:
    """Say all of a case, with its files."""
    language = act.conversation.language
    made = whole_of(act.tx, act.content, case, language)
    menu = Button(id="menu", label=act.content.texts(language, "engine.button.menu"))
    outgoing.queue(act, Message(text=made.text, language=language, attachments=made.files, buttons=(menu,)))
    return Event(kind="case-shown", at=act.now)


def ask_rest(act: Act, effect: effects.AskRest) -> Event:
    """Send a code to the chat that a case came from: typed here, it shows the rest of the case."""
    code = new_code()
    chat = by_code.sent_to(act.tx, act.conversation, effect.reference, code, now=act.now)
    if isinstance(chat, str):
        return Event(kind="rest-asked", at=act.now, fields={"why": chat})
    minutes = by_code.VALID.seconds // 60
    text = worded(act.content, chat.language, "worker.case-code", code=code, minutes=minutes)
    say_in(act, chat, text)
    act.tx.staff.audit(
        act.organisation, actor=act.conversation.id, action="case-code", subject=effect.reference, detail={},
        at=act.now,
    )  # fmt: skip
    return Event(kind="rest-asked", at=act.now, fields={"why": "sent"})


def withdraw(act: Act, effect: effects.WithdrawCase) -> Event:
    """Take a case back."""
    case = asking.own_case(act.tx, act.conversation, effect.reference)
    return (
        _after(act, asking.withdraw(act.tx, act.content, case, now=act.now, actor=_who(act)))
        if case
        else _refused(act)
    )


def ask_times(act: Act, effect: effects.AskTimes) -> Event:
    """Tell which times a case may take."""
    case = asking.own_case(act.tx, act.conversation, effect.reference)
    if case is None or not interviews.takes_a_time(act.content, case):
        return _refused(act)
    return _times(act, case)


def book_time(act: Act, effect: effects.BookTime) -> Event:
    """Take a time, unless somebody else was quicker."""
    case = asking.own_case(act.tx, act.conversation, effect.reference)
    if case is None:
        return _refused(act)
    made = interviews.take(act.tx, act.content, case.reference, effect.time, actor=_who(act), now=act.now)
    return _times(act, case, gone="yes") if isinstance(made, interviews.Gone) else _after(act, made)


def confirm_time(act: Act, effect: effects.ConfirmTime) -> Event:
    """Keep that the person will come; who says so twice reads the same again."""
    case = asking.own_case(act.tx, act.conversation, effect.reference)
    if case is None:
        return _refused(act)
    made = interviews.confirm(act.tx, act.content, case.reference, actor=_who(act), now=act.now)
    return _news(act, case) if isinstance(made, interviews.Gone) else _after(act, made)


def _times(act: Act, case: Case, *, gone: str = "") -> Event:
    language, free = act.conversation.language, interviews.choices(act.tx, act.content, case, now=act.now)
    listed = [{"id": one.id, "when": interviews.when_text(act.content, one, language)} for one in free]
    fields = {"reference": case.reference, "gone": gone, "times": json.dumps(listed)}
    return Event(kind="interview-times", at=act.now, fields=fields)


def whole(act: Act, case: Case) -> dict[str, str]:
    """Return what only the case's own chat may see: where it has been, and whether it has news."""
    history = act.tx.cases.steps(case.organisation, case.id)
    lines = {
        f"timeline_{language}": "\n".join(timeline(act.content, case, history, language))
        for language in LANGUAGES
    }
    return {**lines, "own": "yes", "news": "yes" if asking.has_news(act.tx, act.content, case) else ""}


def as_json(told: Mapping[str, Sequence[Told]]) -> str:
    """Return notices in words, by reference, as an event carries them."""
    news = [
        {"reference": reference, "text": each.text, "offers": list(each.offers)}
        for reference, of_case in told.items()
        for each in of_case
    ]
    return json.dumps(news)


def acted_upon(act: Act) -> list[Case]:
    """Return the cases of others that this chat may follow."""
    return list(acted(act.tx, act.conversation, scope="follow", now=act.now))


def revoke_all(act: Act) -> int:
    """End whatever anybody may do in the cases of this chat; returns how many those were."""
    own = service.own(act.tx, act.conversation)
    return sum(revoke(act.tx, case, by=PERSON, now=act.now) for case in own)


def revoke_grants(act: Act, effect: effects.RevokeGrants) -> Event:
    """End what was granted over one case of this chat, or over all."""
    case = asking.own_case(act.tx, act.conversation, effect.reference) if effect.reference else None
    if effect.reference:
        ended = revoke(act.tx, case, by=PERSON, now=act.now) if case else 0
    else:
        ended = revoke_all(act)
    return Event(kind="grants-revoked", at=act.now, fields={"count": str(ended)})


def _who(act: Act) -> str:
    """Return whom the history names: staff who type in the person's place, else the person."""
    return act.typed_by or PERSON


def _to_complete(act: Act, reference: str) -> Case | None:
    own = asking.own_case(act.tx, act.conversation, reference)
    if own is not None or not reference:
        return own
    return next(
        iter(acted(act.tx, act.conversation, scope="complete", now=act.now, reference=reference)), None
    )


def _news_of_another(act: Act, reference: str) -> Event:
    held = act.tx.grants.cases_of(act.organisation, act.conversation.id, now=act.now)
    known = read(reference, organisation=act.organisation)
    case = next((case for _, case in held if case.reference == known), None)
    told = asking.news_for_another(act.tx, act.content, case, act.conversation, now=act.now) if case else ()
    if case is None or not told:
        return _refused(act)
    return Event(kind="case-news", at=act.now, fields={"news": as_json({case.reference: told})})


def _after(act: Act, made: object) -> Event:
    return _news(act, made.case) if isinstance(made, Made) else _refused(act)


def _news(act: Act, *cases: Case) -> Event:
    language, here = act.conversation.language, act.conversation
    told = {
        case.reference: asking.read_news(
            act.tx, act.content, case, language, now=act.now,
            aloud=here.address.channel in OFFLINE and case.conversation != here.id,
        )
        for case in cases
    }  # fmt: skip
    return Event(kind="case-news", at=act.now, fields={"news": as_json(told)})


def _refused(act: Act) -> Event:
    return Event(kind="case-refused", at=act.now)
