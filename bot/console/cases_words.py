"""How the console says what a case is in, and why a step was refused."""

from collections.abc import Iterable
from typing import assert_never

from bot.cases import life
from bot.cases.life import Refusal
from bot.cases.telling import items_text
from bot.console.visits import Visit
from bot.ports.records import Case


def stage_title(case: Case, visit: Visit) -> str:
    """Return the stage of a case in words for staff."""
    return stage_of(case, case.stage, visit)


def stage_of(case: Case, stage: str, visit: Visit) -> str:
    """Return a stage of a case's life in words for staff."""
    found = visit.content(case.organisation).lives.get(case.kind)
    known = found.stage(stage) if found else None
    return known.title[visit.language] if known else visit.worded(f"stage.{stage}", stage)


def refusal(why: Refusal, case: Case, visit: Visit) -> str:
    """Say why a step was refused, and what would make it possible."""
    match why:
        case life.NoSession():
            return visit.say("case.refused.session")
        case life.NoQuorum():
            return visit.say("case.refused.quorum", needed=why.needed, present=why.present)
    return _unmade(why, case, visit)


def _unmade(why: life.Unmade, case: Case, visit: Visit) -> str:
    match why:
        case life.UnknownStep():
            return visit.say("case.refused.unknown")
        case life.WrongStage():
            step, stage = why.step.title[visit.language], stage_of(case, why.stage, visit)
            return visit.say("case.refused.stage", step=step, stage=stage)
        case life.NotYours():
            return visit.say("case.refused.role", roles=_roles(why.step.by, visit))
        case life.Missing():
            return visit.say("case.refused.missing", needs=_needs(why.needs, visit))
        case life.TooLong():
            return visit.say("case.refused.long", needs=_needs(why.needs, visit), most=why.most)
        case life.NotChecked():
            return visit.say("case.refused.checks", items=_items(case, why.items, visit))
        case life.NothingToCorrect():
            return visit.say("case.refused.nothing")
        case life.TooEarly():
            return visit.say("case.refused.early", count=why.days)
    assert_never(why)


def _roles(roles: Iterable[str], visit: Visit) -> str:
    return _and((visit.say(f"case.role.{role}") for role in roles), visit)


def _needs(needs: Iterable[str], visit: Visit) -> str:
    return _and((visit.say(f"case.need.{need}") for need in needs), visit)


def _items(case: Case, items: Iterable[str], visit: Visit) -> str:
    return items_text(visit.content(case.organisation), case, items, visit.language)


def _and(words: Iterable[str], visit: Visit) -> str:
    return ("، " if visit.language == "ar" else ", ").join(words)
