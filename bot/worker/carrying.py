"""Carrying out the effects of a turn inside its transaction: one function an effect, the registry below."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import structlog

from bot.cases import by_code, service, targets
from bot.cases.life import RECEIVED
from bot.cases.telling import stage_text
from bot.engine import effects
from bot.engine.codec import load
from bot.engine.effects import Effect
from bot.engine.flow import Flow
from bot.messages import LANGUAGES, OFFLINE, Event
from bot.outreach import wishes
from bot.people.masking import mask, mask_phones
from bot.ports.records import Case, Question
from bot.worker import elsewhere, opinions, outgoing, own_cases
from bot.worker.heard import TAKEN_BACK
from bot.worker.personal import personal_data
from bot.worker.reaching import reach
from bot.worker.scene import Act

_WATCHED = ("violence", "blackmail")  # somebody else may read the screen: no message unasked
_log = structlog.get_logger(__name__)


def carry_out(act: Act, effect: Effect) -> Event | None:
    """Carry one effect out; return the world's answer if it has one. KeyError for an unknown kind."""
    return _CARRY[type(effect)](act, effect)


def _say(act: Act, effect: effects.Say) -> None:
    outgoing.queue(act, effect.message)


def _hand_off(act: Act, effect: effects.HandOff) -> None:
    waits = act.tx.conversations.put_waiting(
        act.organisation,
        act.conversation.id,
        reason=effect.reason,
        priority=effect.priority,
        danger=effect.danger,
        topic=effect.topic,
        now=act.now,
    )
    if waits:
        _begin(act, effect)
    elif effect.priority == "urgent":
        act.tx.conversations.set_priority(act.organisation, act.conversation.id, "urgent")
    if effect.danger is not None:
        act.tx.handoffs.endangered(act.organisation, act.conversation.id)
        if effect.danger in _WATCHED:
            wishes.protect(act.tx, act.conversation, now=act.now)
    act.tx.announce(f"queue:{act.organisation}")


def _begin(act: Act, effect: effects.HandOff) -> None:
    note = mask(effect.note)
    act.tx.handoffs.begin(
        act.organisation,
        act.conversation.id,
        reason=effect.reason,
        priority=effect.priority,
        note=note,
        now=act.now,
    )
    if note:
        act.tx.transcript.add(
            act.organisation, act.conversation.id, direction="system", text=note, at=act.now
        )


def _withdraw(act: Act, _: effects.WithdrawHandOff) -> None:
    """Take the chat off the waiting list, unless staff have taken it meanwhile."""
    if act.tx.conversations.lock(act.organisation, act.conversation.id).owner != "waiting":
        return
    act.tx.conversations.give_back(act.organisation, act.conversation.id, now=act.now)
    act.tx.handoffs.finish(act.organisation, act.conversation.id, outcome="withdrawn", now=act.now)
    act.tx.announce(f"queue:{act.organisation}")


def _open_case(act: Act, effect: effects.OpenCase) -> Event:
    life = act.content.lives.get(effect.kind)
    case = service.open_case(
        act.tx,
        act.conversation,
        effect,
        flow=_flow(act, effect),
        case_id=act.new_id(),
        year=act.year,
        now=act.now,
        stage=life.begins if life else RECEIVED,
        unlinked=life.unlinked if life else False,
    )
    if life is not None and life.unlinked:
        _leave_no_trace(act, effect)
    targets.plan(act.tx, act.content, case)
    act.tx.announce(f"cases:{act.organisation}")
    return Event(kind="case-opened", at=act.now, fields=_told(act, case))


def _leave_no_trace(act: Act, effect: effects.OpenCase) -> None:
    """Blank in the chat what the form asked and was told: who reads it must not see who reported."""
    run = load(act.conversation.state).run if act.conversation.state else None
    if run is not None and run.flow == effect.flow:
        place = (act.organisation, act.conversation.id)
        act.tx.transcript.blank(*place, since=run.begun_at, text=TAKEN_BACK)
        act.tx.announce(f"queue:{act.organisation}")  # copies that staff see elsewhere are blanked too
    if act.address.channel in OFFLINE:
        _forget_who_came(act)


def _forget_who_came(act: Act) -> None:
    """Blank what staff noted of a call or a letter: who it was, in what words, the scan of it."""
    place = (act.organisation, act.conversation.id)
    act.aftermath.files.extend(act.tx.transcript.blank_notes(*place, text=TAKEN_BACK))
    act.tx.people.link(*place, None)


def _find_case(act: Act, effect: effects.FindCase) -> Event:
    found = service.find(act.tx, act.conversation, effect, now=act.now)
    if isinstance(found, service.Found):
        case = found.case
        own = any(one.id == case.id for one in service.own(act.tx, act.conversation))
        by_code.remember(act.tx, act.conversation, case, now=act.now)
        return Event(
            kind="case-found", at=act.now, fields={**_told(act, case), "own": "yes" if own else "no"}
        )
    missing = isinstance(found, service.Missing)
    return Event(kind="case-missing" if missing else "too-many-tries", at=act.now)


def _list_cases(act: Act, _: effects.ListCases) -> Event:
    own = [
        {**_told(act, case), **own_cases.whole(act, case)} for case in service.own(act.tx, act.conversation)
    ]
    followed = [dict(_told(act, case)) for case in own_cases.acted_upon(act)]  # of others': the stage alone
    listed = json.dumps([*own, *followed])
    return Event(kind="cases-listed", at=act.now, fields={"cases": listed})


def _set_timer(act: Act, effect: effects.SetTimer) -> None:
    act.tx.timers.set(act.organisation, act.conversation.id, name=effect.name, due_at=effect.at)
    act.tx.announce("timers")


def _clear_timers(act: Act, _: effects.ClearTimers) -> None:
    act.tx.timers.clear(act.organisation, act.conversation.id)


def _keep_consent(act: Act, effect: effects.KeepConsent) -> None:
    act.tx.people.keep_consent(
        act.organisation, act.conversation.id, version=effect.version, agreed=effect.agreed, at=act.now
    )


def _keep_reading(act: Act, effect: effects.KeepReading) -> None:
    reading = effect.reading
    question = Question(
        organisation=act.organisation,
        conversation=act.conversation.id,
        inbound=act.answers or "",
        text="" if act.hears_privately else mask_phones(effect.text),
        decision=reading.decision,
        topic=reading.topic,
        offers=reading.offers,
        language=reading.language,
        at=act.now,
    )
    act.tx.people.keep_question(question)


def _keep_flow(act: Act, effect: effects.KeepFlow) -> None:
    act.tx.flows.keep(act.organisation, flow=effect.flow, version=effect.version, body=effect.body)


def _keep_asked(act: Act, effect: effects.KeepAsked) -> None:
    """Keep how a question of staff ended, and say so in the transcript for them."""
    if effect.status == "partly":
        return
    place = (act.organisation, act.conversation.id)
    value = effect.value
    if not act.tx.asked.settle(*place, status=effect.status, value=value, at=act.now):
        return
    trace = {"notice": effect.status, "step": effect.step}
    act.tx.transcript.add(*place, direction="system", text=mask(effect.shown), at=act.now, trace=trace)


def _take_back(act: Act, _: effects.TakeBack) -> None:
    """Nothing is left to do: `heard.keep` has kept nothing of the message."""


def _mark(act: Act, effect: effects.Mark) -> None:
    flow = act.content.flows.get(effect.fields.get("flow", ""))
    life = act.content.lives.get(flow.kind or "") if flow else None
    hidden = (life is not None and life.unlinked) or (flow is not None and flow.private)
    chat = {} if hidden else {"conversation": act.conversation.id}
    _log.info(effect.name, organisation=act.organisation, **chat, **effect.fields)


def _flow(act: Act, effect: effects.OpenCase) -> Flow | None:
    """Return the flow as the person went through it."""
    current = act.content.flows.get(effect.flow)
    if current and current.version == effect.version:
        return current
    return act.content.archive.get(effect.version, current)


def _told(act: Act, case: Case) -> Mapping[str, str]:
    """Return what a person may hear of a case: its stage in plain words, and no decision."""
    return {
        "reference": case.reference,
        "kind": case.kind,
        "stage": case.stage,
        "opened": case.opened_at.isoformat(),
        "updated": case.updated_at.isoformat(),
        **{f"words_{language}": stage_text(act.content, case, language) for language in LANGUAGES},
    }


_CARRY: Mapping[type[Effect], Callable[[Act, Any], Event | None]] = {
    effects.Say: _say,
    effects.HandOff: _hand_off,
    effects.WithdrawHandOff: _withdraw,
    effects.OpenCase: _open_case,
    effects.FindCase: _find_case,
    effects.ListCases: _list_cases,
    effects.ReadNews: own_cases.read_news,
    effects.ReadCase: own_cases.read_case,
    effects.AskRest: own_cases.ask_rest,
    effects.AskItems: own_cases.ask_items,
    effects.CompleteCase: own_cases.complete,
    effects.WithdrawCase: own_cases.withdraw,
    effects.RevokeGrants: own_cases.revoke_grants,
    effects.AskTimes: own_cases.ask_times,
    effects.BookTime: own_cases.book_time,
    effects.ConfirmTime: own_cases.confirm_time,
    effects.PersonalData: personal_data,
    effects.Rate: opinions.rate,
    effects.KeepSurvey: opinions.keep_survey,
    effects.KeepOffer: opinions.keep_offer,
    effects.DeclineSurvey: opinions.decline_survey,
    effects.Reach: reach,
    effects.ReadImproved: opinions.read_improved,
    effects.SetTimer: _set_timer,
    effects.ClearTimers: _clear_timers,
    effects.KeepConsent: _keep_consent,
    effects.KeepReading: _keep_reading,
    effects.KeepFlow: _keep_flow,
    effects.KeepAsked: _keep_asked,
    effects.TakeBack: _take_back,
    effects.MakeCode: elsewhere.make_code,
    effects.TakeCode: elsewhere.take_code,
    effects.Mark: _mark,
}
