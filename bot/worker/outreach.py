"""Sending campaigns: begun at their time, drawn in batches, a few people at a time behind every reply."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

import structlog

from bot.cases import reaching
from bot.engine.codec import load
from bot.engine.content import Content
from bot.engine.state import State
from bot.messages import Event
from bot.outreach import fields as filling
from bot.outreach.judging import Go, Later, Never, Verdict, judge
from bot.outreach.life import Act, Facts, Refused, decide
from bot.outreach.named import name_in
from bot.outreach.schedule import LASTS, midnight, next_time, occasion
from bot.people.surveys import refusals
from bot.ports.outreach import Campaign, Ground, Recipient
from bot.ports.records import Conversation, SurveyFacts
from bot.ports.store import Store, Transaction
from bot.worker.lanes import Lanes
from bot.worker.scene import Clock, Contents
from bot.worker.trouble import EngineFailedError, describe
from bot.worker.turn import Turns

BATCH = 500  # chats looked at in one transaction
AT_ONCE = 8  # messages of campaigns that wait in one channel's outbox: replies find free hands
ROUND = 1.0  # seconds between two rounds while something is sent: so at most AT_ONCE people a second
PAUSE = 15.0  # seconds between two looks while nothing is
FULL = timedelta(seconds=30)  # until the next look at somebody whose channel is busy
BOT = "bot"  # who acts in the audit trail
_log = structlog.get_logger(__name__)


@dataclass(kw_only=True, slots=True)
class Outreach:
    """Sends what was approved. Every step is a transaction that may be the last one before a crash."""

    store: Store
    turns: Turns
    lanes: Lanes
    contents: Contents
    now: Clock
    _queued: set[int] = field(default_factory=set)

    async def run(self) -> None:
        """Look until cancelled."""
        with closing(self.store.listen("outreach")) as listening:
            while True:
                sending = await self.round()
                await listening.wait(ROUND if sending else PAUSE)

    async def round(self) -> int:
        """Note how messages went, begin what is due, go on with what is sending; return how many are."""
        await self.store.write(lambda tx: tx.campaigns.settle(now=self.now()))
        await self.store.write(self._begin_due)
        sending = await self.store.write(lambda tx: tx.campaigns.sending())
        for campaign in sending:
            await self.store.write(partial(self._draw, campaign=campaign))
            await self._write_to_some(campaign)
            await self.store.write(partial(self._finish, campaign=campaign))
        return len(sending)

    def _begin_due(self, tx: Transaction) -> None:
        for seen in tx.campaigns.due(now=self.now()):
            campaign = tx.campaigns.lock(seen.organisation, seen.id)
            if campaign is None or campaign.state != "approved" or campaign.next_at is None:
                continue
            began = campaign.next_at
            content = self.contents(campaign.organisation)
            if self.now() - began > LASTS:  # nobody was at work then: its day is long over
                self._wait_for_next(tx, campaign, "begin")
                continue
            named = occasion(began, content.timezone)
            self._move(tx, campaign, "begin", occasion=named, begun_at=began, cursor="", drawn=False)

    def _draw(self, tx: Transaction, campaign: Campaign) -> None:
        """Take the next of the audience in; who was taken in and where that stopped are kept together."""
        known = self._sending(tx, campaign)
        if known is None or known.drawn:
            return
        timezone = self.contents(known.organisation).timezone
        cursor, drawn = tx.campaigns.draw(known, timezone=timezone, now=self.now(), limit=BATCH)
        tx.campaigns.change(replace(known, cursor=cursor, drawn=drawn))

    async def _write_to_some(self, campaign: Campaign) -> None:
        """Let the next few be written to, each in the lane of their chat."""
        found = await self.store.write(partial(self._next, campaign=campaign))
        for recipient in found:
            if recipient.id not in self._queued:
                self._queued.add(recipient.id)
                self.lanes.put(recipient.conversation, partial(self._bring, recipient))

    def _next(self, tx: Transaction, campaign: Campaign) -> Sequence[Recipient]:
        left = self._left_today(tx, campaign)
        return tx.campaigns.waiting(campaign, now=self.now(), limit=min(AT_ONCE, left)) if left > 0 else ()

    def _left_today(self, tx: Transaction, campaign: Campaign) -> int:
        """Return to how many more people it may write on this local day."""
        since = midnight(self.now(), self.contents(campaign.organisation).timezone)
        return campaign.cap - tx.campaigns.queued_since(campaign.organisation, campaign.id, since=since)

    async def _bring(self, recipient: Recipient) -> None:
        try:
            await self.store.write(lambda tx: self._write_to(tx, recipient))
        except EngineFailedError as error:
            _log.error("outreach failed", recipient=recipient.id, error=describe(error))
            await self.store.write(
                lambda tx: tx.campaigns.settle_one(recipient, "failed", why="engine failed")
            )
        finally:
            self._queued.discard(recipient.id)

    def _write_to(self, tx: Transaction, seen: Recipient) -> None:
        """Write to one, put off or leave out, as it is now; the campaign's row is held, so one by one."""
        campaign = tx.campaigns.lock(seen.organisation, seen.campaign)
        recipient = tx.campaigns.recipient(seen.organisation, seen.id)
        if campaign is None or recipient is None or campaign.state != "sending":
            return
        if recipient.status != "waiting" or recipient.occasion != campaign.occasion:
            return
        if recipient.not_before > self.now() or self._left_today(tx, campaign) <= 0:
            return
        verdict = self._judge(tx, campaign, recipient)
        if isinstance(verdict, Never):
            tx.campaigns.settle_one(recipient, verdict.status, why=verdict.why)
        elif isinstance(verdict, Later):
            tx.campaigns.postpone(recipient, until=verdict.at)
        else:
            self._say(tx, campaign, recipient, verdict)

    def _judge(self, tx: Transaction, campaign: Campaign, recipient: Recipient) -> Verdict:
        content, now = self.contents(campaign.organisation), self.now()
        ids = [chat.id for chat in tx.wishes.chats(campaign.organisation, recipient.conversation)]
        locked = {each: tx.conversations.lock(campaign.organisation, each) for each in sorted(ids)}
        chats = tuple(locked[each] for each in ids)
        ground = Ground(
            chats=chats,
            wishes=tx.wishes.of(campaign.organisation, ids),
            blocked=frozenset(each for each in ids if tx.campaigns.blocked(campaign.organisation, each)),
            heard=tx.campaigns.heard(recipient, ids),
        )
        states = {
            chat.id: load(chat.state) if chat.state else State(language=chat.language) for chat in chats
        }
        way = reaching.choice(tx, campaign.organisation, recipient.conversation)
        return judge(content, campaign, ground, states, self._facts(tx, content, chats), way, now)

    def _facts(self, tx: Transaction, content: Content, chats: Sequence[Conversation]) -> SurveyFacts:
        """Return what speaks against writing to somebody, over all chats of theirs."""
        now = self.now()
        found = [
            tx.surveys.facts(
                chat,
                refusals=refusals(content),
                danger_since=now - timedelta(days=content.survey.danger_days),
                since=now,
            )
            for chat in chats
        ]
        refused = [facts.refused_at for facts in found if facts.refused_at]
        return SurveyFacts(
            danger=any(facts.danger for facts in found),
            asked=False,
            refused_at=max(refused, default=None),
            refusal_waits=any(facts.refusal_waits for facts in found),
        )

    def _say(self, tx: Transaction, campaign: Campaign, recipient: Recipient, verdict: Go) -> None:
        chat, now = verdict.chat, self.now()
        if tx.campaigns.on_their_way(chat.address.channel) >= AT_ONCE:
            tx.campaigns.postpone(recipient, until=now + FULL)
            return
        content = self.contents(campaign.organisation)
        today = now.astimezone(ZoneInfo(content.timezone)).date()
        text = filling.fill(
            campaign.texts[chat.language], content, chat.language, name=name_in(tx, chat), today=today
        )
        fields = {"text": text, "language": chat.language}
        self.turns.event(
            tx, chat.address.organisation, chat.id, Event(kind="outreach", at=now, fields=fields)
        )
        lines = tx.transcript.recent(chat.address.organisation, chat.id, limit=1)
        if lines and lines[0].id > chat.last_line and lines[0].direction == "out":
            tx.campaigns.queued(recipient, conversation=chat.id, line=lines[0].id, at=now)
        else:
            tx.campaigns.settle_one(recipient, "spared", why="nothing may be said")

    def _finish(self, tx: Transaction, campaign: Campaign) -> None:
        """End the occasion once all have heard, or its time is over."""
        known = self._sending(tx, campaign)
        if known is None or known.begun_at is None:
            return
        if self.now() - known.begun_at > LASTS:
            tx.campaigns.end(known, "late")
            known = replace(known, drawn=True)
        if known.drawn and not tx.campaigns.unfinished(known):
            self._wait_for_next(tx, known, "finish")

    def _wait_for_next(self, tx: Transaction, campaign: Campaign, act: Act) -> None:
        """Let a yearly campaign wait for its next day; any other one is done."""
        again = None
        if campaign.schedule.kind == "yearly":
            timezone = self.contents(campaign.organisation).timezone
            again = next_time(campaign.schedule, self.now(), timezone)
        if act == "begin":  # its day has passed unused
            after = replace(campaign, state="approved" if again else "done", next_at=again)
            tx.campaigns.change(replace(after, updated_at=self.now()))
            self._audit(tx, campaign, "missed")
        else:
            self._move(tx, campaign, "again" if again else "finish", next_at=again)

    def _sending(self, tx: Transaction, campaign: Campaign) -> Campaign | None:
        known = tx.campaigns.lock(campaign.organisation, campaign.id)
        return known if known is not None and known.state == "sending" else None

    def _move(self, tx: Transaction, campaign: Campaign, act: Act, **changes: object) -> None:
        state = decide(campaign.state, act, Facts())
        if isinstance(state, Refused):
            raise ValueError(f"{campaign.state} → {act}")
        made = replace(campaign, state=state, updated_at=self.now(), **changes)  # type: ignore[arg-type]
        tx.campaigns.change(made)
        self._audit(tx, made, act)

    def _audit(self, tx: Transaction, campaign: Campaign, act: str) -> None:
        tx.staff.audit(
            campaign.organisation, actor=BOT, action=f"outreach-{act}", subject=campaign.id,
            detail={"occasion": campaign.occasion, "state": campaign.state}, at=self.now(),
        )  # fmt: skip
