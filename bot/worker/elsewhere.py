"""Carrying out what a move to another channel needs: codes are made and taken, the state is handed over."""

from dataclasses import replace
from datetime import timedelta

from bot.cases import by_code
from bot.desk import resuming
from bot.engine import effects
from bot.engine.codec import dump, load
from bot.engine.putting_aside import put_aside
from bot.engine.state import State
from bot.engine.steps.files import files_in
from bot.engine.turn import Turn
from bot.messages import Event
from bot.people.codes import new_code
from bot.worker import own_cases
from bot.worker.scene import Act

MOST_TRIES = 5
TRY_WINDOW = timedelta(hours=1)
MOST_IN_ORGANISATION = 100  # wrong and right ones in the window: of 10^8 codes none is guessed


def make_code(act: Act, _: effects.MakeCode) -> Event:
    """Make a code that opens this conversation elsewhere, once."""
    code = new_code()
    resuming.keep(act.tx, act.conversation, code, resuming.CONTINUE, now=act.now)
    _audit(act, "continue-code", act.conversation.id)
    fields = {
        "code": code,
        "minutes": str(resuming.VALID.seconds // 60),
        "channel": "web" if act.address.channel == resuming.CHANNEL else "other",
        "page": f"{act.pages.public_url.rstrip('/')}/{act.organisation}" if act.pages.public_url else "",
    }
    return Event(kind="code-made", at=act.now, fields=fields)


def take_code(act: Act, effect: effects.TakeCode) -> Event:
    """Hand over what the conversation behind a code has begun, and let that conversation know."""
    if _too_many(act):
        return _refused(act, "many")
    if case := by_code.opened(act.tx, act.conversation, effect.code, now=act.now):
        act.tx.staff.audit(
            act.organisation, actor=act.conversation.id, action="case-by-code", subject=case.reference,
            detail={}, at=act.now,
        )  # fmt: skip
        return own_cases.show(act, case)
    source = resuming.look(act.tx, act.organisation, effect.code, now=act.now)
    if source is None or source.id == act.conversation.id:
        return _refused(act, "wrong")
    if source.owner != "bot":
        return _refused(act, "staff-there")
    if not resuming.use(act.tx, act.organisation, effect.code, now=act.now):
        return _refused(act, "wrong")
    state = put_aside(Turn(state=load(source.state) if source.state else State())).state
    _bring_files(act, state)
    if source.person is not None:
        act.tx.people.link(act.organisation, act.conversation.id, source.person)
    _audit(act, "continued-elsewhere", source.id)
    act.happened(act.tx, source, Event(kind="code-given", at=act.now))
    return Event(kind="code-taken", at=act.now, fields={"state": dump(replace(state, run=None))})


def _bring_files(act: Act, state: State) -> None:
    """Name the files of the answers here too, so that erasing the other conversation does not take them."""
    files = tuple(dict.fromkeys(file for run in state.saved for file in files_in(run.answers)))
    line = act.content.texts(state.language, "worker.brought")
    act.tx.transcript.add(
        act.organisation, act.conversation.id, direction="system", text=line, at=act.now, attachments=files
    )


def _too_many(act: Act) -> bool:
    since, count = act.now - TRY_WINDOW, act.tx.people.count_try
    own = count(act.organisation, act.conversation.id, what="continue", since=since, now=act.now)
    everybody = count(act.organisation, act.organisation, what="continue-all", since=since, now=act.now)
    return own > MOST_TRIES or everybody > MOST_IN_ORGANISATION


def _refused(act: Act, why: str) -> Event:
    return Event(kind="code-refused", at=act.now, fields={"why": why})


def _audit(act: Act, action: str, conversation: str) -> None:
    act.tx.staff.audit(
        act.organisation, actor="person", action=action, subject=conversation, detail={}, at=act.now
    )
