"""Buttons among which staff choose: priorities, reasons, colleagues, teams, questions, replies. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.channels.telegram_desk.parse import fits
from bot.channels.telegram_desk.present import PRIORITIES, TEAM, Key, Rows, Speech, key, priority
from bot.channels.telegram_desk.ready import titles, usable
from bot.desk.asking import questions
from bot.desk.holding import CLOSE_REASONS
from bot.desk.snoozing import MOMENTS, moment
from bot.ports.records import Conversation, Staff

MOST = 40  # buttons of one kind


def priorities(speech: Speech) -> Rows:
    """Return the choice of a priority."""
    return _under(speech, ((priority(one, speech), f"priority:{one}") for one in PRIORITIES))


def reasons(speech: Speech) -> Rows:
    """Return the choice of how it ended."""
    return _under(speech, ((speech.shared(f"close.{one}"), f"close:{one}") for one in CLOSE_REASONS))


def takers(speech: Speech, colleagues: Sequence[Staff], teams: Iterable[str]) -> Rows:
    """Return the choice of who takes over: a colleague, a team, all."""
    people = [(f"👤 {one.name}", f"pass:{one.id}") for one in colleagues]
    groups = [(f"👥 {speech.team(team)}", f"pass:{TEAM}{team}") for team in teams]
    return _under(speech, [*people[: MOST - len(groups)], *groups, (speech.say("button.all"), "pass:-")])


def moments(speech: Speech, chat: Conversation, now: datetime) -> Rows:
    """Return the choice of until when a chat is put off."""
    times = [(one, speech.clock(moment(one, now, speech.content))) for one in MOMENTS]
    chosen = [(f"{speech.shared(f'snooze.{one}')} {at}", f"snooze:{one}") for one, at in times]
    back = [(speech.say("button.awake"), "snooze:off")] if chat.snooze else []
    return _under(speech, [*chosen, (speech.shared("snooze.person"), "snooze:person"), *back])


def forms(speech: Speech) -> Rows:
    """Return the choice of a question of a form."""
    found = questions(speech.content)
    return _under(speech, ((each.label(speech.language), f"ask:{each.name}") for each in found))


def replies(speech: Speech, *, case: str) -> Rows:
    """Return the choice of a ready reply."""
    fitting = (name for name in titles(speech) if usable(speech, name, case=case))
    return _under(speech, ((titles(speech)[name], f"canned:{name}") for name in fitting))


def _under(speech: Speech, keys: Iterable[Key]) -> Rows:
    """Return one button a row, and the way back under them."""
    rows = tuple((one,) for one in keys if fits(one[1]))
    return (*rows[: MOST + 1], (key(speech, "back"),))
