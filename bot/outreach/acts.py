"""What staff do with campaigns: write, try, ask for approval, approve, pause, stop. Each act is audited."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from bot.cases import reaching
from bot.desk.chat import Desk
from bot.engine.content import Content
from bot.messages import LANGUAGES, Event
from bot.outreach import fields as filling
from bot.outreach.life import EDITED, Act, Facts, Refused, decide
from bot.outreach.schedule import next_time
from bot.outreach.writing import Trouble, Written, read, too_slow
from bot.ports.outreach import Campaign
from bot.ports.records import Conversation


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """It was done; this is the campaign now."""

    campaign: Campaign


@dataclass(frozen=True, kw_only=True, slots=True)
class Wrong:
    """The form cannot be kept as it is."""

    troubles: tuple[Trouble, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class NoTester:
    """Nobody has said in which chat this member of staff looks at messages."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NotShown:
    """The chat took nothing: staff hold it, or it was asked to be silent."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BadCode:
    """The code is wrong or over."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Missing:
    """There is no such campaign here."""


Outcome = Kept | Wrong | Refused | NoTester | NotShown | Missing


def save(desk: Desk, content: Content, campaign: str, given: Mapping[str, str], *, new: bool) -> Outcome:
    """Keep a form as a new campaign under this id, or in place of what a campaign was."""
    if not desk.actor_may("outreach"):
        return Refused(why="not-allowed")
    known = desk.tx.campaigns.lock(desk.organisation, campaign)
    if known is None and not new:
        return Missing()
    if known is not None and known.state not in EDITED:
        return Refused(why="not-now")
    today = desk.now.astimezone(ZoneInfo(content.timezone)).date()
    written, troubles = read(given, content, today)
    if troubles:
        return Wrong(troubles=troubles)
    return _begun(desk, campaign, written) if known is None else _rewritten(desk, known, written)


def _begun(desk: Desk, campaign: str, written: Written) -> Kept:
    made = Campaign(
        id=campaign, organisation=desk.organisation, title=written.title, state="draft", rules=written.rules,
        texts=written.texts, schedule=written.schedule, cap=written.cap, authors=(desk.actor.id,),
        created_at=desk.now, updated_at=desk.now,
    )  # fmt: skip
    desk.tx.campaigns.add(made)
    desk.audit("outreach-written", made.id, {"title": made.title})
    return Kept(campaign=made)


def _rewritten(desk: Desk, known: Campaign, written: Written) -> Kept:
    """Write a campaign anew: what was tried and approved was another one. Unchanged, it stays as it was."""
    changed = replace(
        known, title=written.title, rules=written.rules, texts=written.texts, schedule=written.schedule,
        cap=written.cap,
    )  # fmt: skip
    if changed == known:
        return Kept(campaign=known)
    authors = tuple(dict.fromkeys((*known.authors, desk.actor.id)))
    made = replace(
        changed, state="draft", authors=authors, tested_at=None, approved_by=None, approved_at=None,
        next_at=None, updated_at=desk.now,
    )  # fmt: skip
    desk.tx.campaigns.change(made)
    desk.audit("outreach-written", made.id, {"title": made.title, "was": known.state})
    return Kept(campaign=made)


def test(desk: Desk, content: Content, campaign: str) -> Outcome:
    """Send the message in both languages to the chat in which the actor looks at such messages."""
    known = _entered(desk, campaign, "test", Facts())
    if not isinstance(known, Campaign):
        return known
    chat_id = desk.tx.campaigns.tester(desk.organisation, desk.actor.id)
    if chat_id is None:
        return NoTester()
    chat = desk.tx.conversations.lock(desk.organisation, chat_id)
    today = desk.now.astimezone(ZoneInfo(content.timezone)).date()
    for language in LANGUAGES:
        text = filling.fill(known.texts[language], content, language, name="", today=today)
        fields = {"text": text, "language": language, "trial": "yes"}
        desk.happened(desk.tx, chat, Event(kind="outreach", at=desk.now, fields=fields))
    said = desk.tx.transcript.recent(desk.organisation, chat.id, limit=1)
    if not said or said[0].id == chat.last_line:
        return NotShown()
    return _moved(desk, known, "test", Facts(), tested_at=desk.now)


def name_tester(desk: Desk, code: str) -> Conversation | BadCode | Refused:
    """Let the chat that shows this code be the one in which the actor looks at messages."""
    if not desk.actor_may("outreach"):
        return Refused(why="not-allowed")
    chat = reaching.shown(desk.tx, desk.organisation, code, by=desk.actor.id, now=desk.now)
    if chat is None:
        return BadCode()
    desk.tx.campaigns.name_tester(desk.organisation, desk.actor.id, chat.id, at=desk.now)
    desk.audit("outreach-tester", chat.id, {})
    return chat


def ask(desk: Desk, content: Content, campaign: str) -> Outcome:
    """Ask a second person to approve."""
    known = desk.tx.campaigns.lock(desk.organisation, campaign)
    return _moved(desk, known, "ask", _facts(desk, content, known)) if known else Missing()


def approve(desk: Desk, content: Content, campaign: str) -> Outcome:
    """Let it begin at its time: a second person, never who wrote any of it."""
    known = desk.tx.campaigns.lock(desk.organisation, campaign)
    if known is None:
        return Missing()
    begins = next_time(known.schedule, desk.now, content.timezone)
    return _moved(
        desk, known, "approve", _facts(desk, content, known),
        approved_by=desk.actor.id, approved_at=desk.now, next_at=begins,
    )  # fmt: skip


def send_back(desk: Desk, campaign: str) -> Outcome:
    """Give it back to its author."""
    return _simply(desk, campaign, "return", tested_at=None)


def pause(desk: Desk, campaign: str) -> Outcome:
    """Write to nobody more until it goes on; what waits in the outbox is held back too."""
    return _simply(desk, campaign, "pause")


def resume(desk: Desk, campaign: str) -> Outcome:
    """Go on."""
    return _simply(desk, campaign, "resume")


def stop(desk: Desk, campaign: str) -> Outcome:
    """Write to nobody more, for good."""
    done = _simply(desk, campaign, "stop", next_at=None)
    if isinstance(done, Kept):
        desk.tx.campaigns.end(done.campaign, "stopped")
    return done


def _simply(desk: Desk, campaign: str, act: Act, **changes: object) -> Outcome:
    known = desk.tx.campaigns.lock(desk.organisation, campaign)
    return _moved(desk, known, act, Facts(), **changes) if known else Missing()


def _entered(desk: Desk, campaign: str, act: Act, facts: Facts) -> Campaign | Refused | Missing:
    """Return a campaign, locked, if the act is possible."""
    known = desk.tx.campaigns.lock(desk.organisation, campaign)
    if known is None:
        return Missing()
    state = decide(known.state, act, replace(facts, may=desk.actor_may("outreach")))
    return state if isinstance(state, Refused) else known


def _moved(desk: Desk, known: Campaign, act: Act, facts: Facts, **changes: object) -> Outcome:
    state = decide(known.state, act, replace(facts, may=desk.actor_may("outreach")))
    if isinstance(state, Refused):
        return state
    made = replace(known, state=state, updated_at=desk.now, **changes)  # type: ignore[arg-type]
    desk.tx.campaigns.change(made)
    desk.audit(f"outreach-{act}", made.id, {"was": known.state, "state": state})
    desk.tx.announce("outreach")
    return Kept(campaign=made)


def _facts(desk: Desk, content: Content, known: Campaign) -> Facts:
    people = desk.tx.campaigns.people(known, timezone=content.timezone)
    return Facts(
        author=desk.actor.id in known.authors,
        people=people,
        over=next_time(known.schedule, desk.now, content.timezone) is None,
        slow=too_slow(people, known.cap),
    )
