"""Who else is at a chat."""

from dataclasses import replace
from datetime import timedelta

from bot.console.presence import TYPING, Others, Presence
from bot.ports.records import Staff
from tests.worker.world import START

SARA = Staff(
    id="sara", login="sara", name="Sara", password_hash="", must_change=False, disabled=False, roles={},
    created_at=START,
)  # fmt: skip
OMAR, NOURA = replace(SARA, id="omar", name="Omar"), replace(SARA, id="noura", name="Noura")


def test_others_are_seen_and_oneself_is_not() -> None:
    presence = Presence()
    for who in (SARA, OMAR, NOURA):
        presence.enter("chat", who)
    presence.enter("elsewhere", replace(SARA, id="amal", name="Amal"))
    assert presence.others("chat", SARA, START) == Others(looking=("Noura", "Omar"))
    assert presence.others("nowhere", SARA, START) == Others()


def test_writing_is_told_once_and_ends_by_itself() -> None:
    presence = Presence()
    assert not presence.typing("chat", OMAR, START)  # nobody who has not opened it
    for who in (SARA, OMAR):
        presence.enter("chat", who)
    assert presence.typing("chat", OMAR, START)
    later = START + TYPING - timedelta(seconds=1)
    assert not presence.typing("chat", OMAR, later)
    assert presence.others("chat", SARA, later + timedelta(seconds=2)) == Others(typing=("Omar",))
    assert presence.others("chat", SARA, later + TYPING) == Others(looking=("Omar",))


def test_with_the_last_screen_somebody_is_gone() -> None:
    presence = Presence()
    for who in (SARA, OMAR, OMAR):
        presence.enter("chat", who)
    presence.leave("chat", OMAR)
    assert presence.others("chat", SARA, START) == Others(looking=("Omar",))
    presence.typing("chat", OMAR, START)
    presence.leave("chat", OMAR)
    assert presence.others("chat", SARA, START) == Others()
    presence.enter("chat", OMAR)
    assert presence.others("chat", SARA, START) == Others(looking=("Omar",))
