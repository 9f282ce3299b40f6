"""Carrying out a person's wishes about their own data, inside the turn."""

import json
from collections.abc import Callable, Iterable, Mapping

from bot.cases import own_data
from bot.engine.effects import PersonalData
from bot.messages import Event, Language, Message
from bot.people import data
from bot.people.masking import mask
from bot.worker import outgoing
from bot.worker.scene import Act
from bot.worker.trouble import FileNeededError
from bot.worker.wording import worded

LEFT_TO_RIGHT = "\u2066{}\u2069"  # isolates a reference within Arabic


def personal_data(act: Act, effect: PersonalData) -> Event:
    """Do it and return the event that answers it."""
    return _DO[effect.action](act, effect)


def _show(act: Act, _: PersonalData) -> Event:
    return Event(kind="data-shown", at=act.now, fields={"text": _summary(act)})


def _export(act: Act, _: PersonalData) -> Event:
    """Send the export as a file, which must lie in the file store before a row names it."""
    if act.prepared is None:
        made = own_data.export(act.tx, act.content, act.conversation, at=act.now)
        words = json.dumps(made.kept, ensure_ascii=False, indent=2, default=str).encode()
        raise FileNeededError(
            words, name=f"wasl-{act.now:%Y-%m-%d}.zip", media_type="application/zip", beside=made.files
        )
    language = act.conversation.language
    text = worded(act.content, language, "worker.export")
    outgoing.queue(act, Message(text=text, language=language, attachments=(act.prepared,)))
    return Event(kind="data-exported", at=act.now)


def _correct(act: Act, effect: PersonalData) -> Event:
    """Bring the correction before staff: who checks it is a person."""
    text = worded(act.content, "ar", "worker.correction", text=mask(effect.text))
    act.tx.transcript.add(
        act.organisation,
        act.conversation.id,
        direction="system",
        text=text,
        at=act.now,
        trace={"notice": "correction"},
    )
    act.tx.conversations.put_waiting(
        act.organisation,
        act.conversation.id,
        reason="flow",
        priority="normal",
        danger=None,
        topic=None,
        now=act.now,
    )
    act.tx.handoffs.begin(
        act.organisation, act.conversation.id, reason="flow", priority="normal", note=text, now=act.now
    )
    act.tx.announce(f"queue:{act.organisation}")
    return Event(kind="data-corrected", at=act.now)


def _erase(act: Act, _: PersonalData) -> Event:
    erased = data.erase(act.tx, act.conversation, now=act.now)
    act.aftermath.files.extend(erased.files)
    return Event(kind="data-erased", at=act.now, fields={"references": ", ".join(erased.references)})


def _summary(act: Act) -> str:
    kept, language = own_data.show(act.tx, act.conversation), act.conversation.language
    none = worded(act.content, language, "worker.none")
    references = (LEFT_TO_RIGHT.format(case.reference) for case in kept.cases)
    return worded(
        act.content,
        language,
        "worker.kept",
        messages=kept.messages,
        files=kept.files,
        cases=_listed(references, language) or none,
        known=_listed((_known(act, name) for name in kept.known), language) or none,
    )


def _known(act: Act, field: str) -> str:
    return worded(act.content, act.conversation.language, f"worker.known.{field}")


def _listed(words: Iterable[str], language: Language) -> str:
    return ("، " if language == "ar" else ", ").join(words)


_DO: Mapping[str, Callable[[Act, PersonalData], Event]] = {
    "show": _show,
    "export": _export,
    "correct": _correct,
    "erase": _erase,
}
