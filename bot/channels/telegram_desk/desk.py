"""The staff desk in Telegram: receives what staff do, and keeps their group up to date."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.channels.telegram_desk.content_news import ContentNews
from bot.channels.telegram_desk.needs import Needs
from bot.channels.telegram_desk.oversight import Oversight
from bot.channels.telegram_desk.platform import Group
from bot.channels.telegram_desk.receiving import Receiving
from bot.channels.telegram_desk.starting import prepare
from bot.channels.telegram_desk.summing import next_summary
from bot.channels.telegram_desk.watching import Watch

from telegram import Update  # isort: skip - after `platform`
from telegram.error import BadRequest, NetworkError, RetryAfter  # isort: skip
from telegram.ext import Application, ContextTypes, JobQueue  # isort: skip
from telegram.request import HTTPXRequest  # isort: skip

POLL = timedelta(seconds=20)  # how long Telegram holds an empty answer back
LONGEST_LOSS = 60.0  # seconds: the pause after a lost connection is doubled up to it
SOON = 0.2  # seconds: the shortest pause between two looks
CALLS = 256  # connections to Telegram at once
TRIES = 5  # of an update while Telegram cannot be reached
UPDATES = ["message", "edited_message", "callback_query"]
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Planned:
    """The next summary of an organisation."""

    watch: Watch
    at: datetime


@dataclass(kw_only=True, slots=True)
class TelegramDesk:
    """The desk of all organisations that have a group. One process runs it."""

    needs: Needs
    _watches: dict[str, Watch] = field(init=False, default_factory=dict)
    _content: ContentNews = field(init=False)
    _stopping: asyncio.Event = field(init=False, default_factory=asyncio.Event)
    _turn: asyncio.Lock = field(init=False, default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        """Begin with content that is whole; that outlives a desk that begins anew after an error."""
        self._content = ContentNews(needs=self.needs)

    async def run(self) -> None:
        """Work until `stop`. Raises TelegramError for a token that Telegram refuses."""
        api = self.needs.api.rstrip("/")
        lines = (HTTPXRequest(connection_pool_size=CALLS), HTTPXRequest(connection_pool_size=1))
        builder = Application.builder().token(self.needs.token).updater(None)
        builder = builder.request(lines[0]).get_updates_request(lines[1])
        application = builder.base_url(f"{api}/bot").base_file_url(f"{api}/file/bot").build()
        self._open(application)
        try:
            async with application:
                await application.start()
                try:
                    await self._work(application)
                finally:
                    await application.stop()
        finally:
            for line in lines:  # the library leaves them open if it could not begin
                await line.shutdown()

    async def stop(self) -> None:
        """Take nothing in any more and finish what is being done."""
        self._stopping.set()

    def _open(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        groups: dict[int, Group] = {}
        for place in self.needs.places.values():
            groups.setdefault(
                place.group,
                Group(
                    bot=application.bot,
                    id=place.group,
                    pace=self.needs.pace(),
                    after_loss=self.needs.after_loss,
                ),
            )
        every = tuple(groups.values())
        for whose, place in self.needs.places.items():
            group = groups[place.group]
            self._watches[whose] = Watch(
                needs=self.needs, whose=whose, place=place, group=group, neighbours=every
            )

    async def _work(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        bot = application.bot
        receiving = Receiving(needs=self.needs, bot=bot, watches=self._watches, name=bot.username or "")
        self._schedule(application)
        await prepare(bot, self._watches)
        ending = asyncio.create_task(self._stopping.wait())
        tasks = [
            asyncio.create_task(self._receive(application, receiving)),
            *(asyncio.create_task(self._watch(watch)) for watch in self._watches.values()),
        ]
        done, _ = await asyncio.wait((ending, *tasks), return_when=asyncio.FIRST_COMPLETED)
        async with self._turn:  # what is being done is finished
            for task in (ending, *tasks):
                task.cancel()
        await asyncio.gather(ending, *tasks, return_exceptions=True)
        for task in done - {ending}:
            await task  # raises what ended it

    def _schedule(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Let the library's clock alert while nobody claims, and sum up each day."""
        jobs = application.job_queue
        if jobs is None:
            raise RuntimeError("python-telegram-bot is installed without its job queue")
        for watch in self._watches.values():
            jobs.run_repeating(self._beat, interval=self.needs.beat, data=watch)
            self._plan_summary(jobs, watch, after=self.needs.now())

    def _plan_summary(self, jobs: JobQueue[Any], watch: Watch, *, after: datetime) -> None:
        """Plan an organisation's next summary; one that was missed is written late."""
        at = next_summary(watch.speech.content, after, self.needs.summary_at)
        late = {"misfire_grace_time": None}
        jobs.run_once(self._sum_up, at - self.needs.now(), data=Planned(watch=watch, at=at), job_kwargs=late)

    async def _beat(self, context: ContextTypes.DEFAULT_TYPE) -> None:
        await self._look(_watch_of(context))

    async def _sum_up(self, context: ContextTypes.DEFAULT_TYPE) -> None:
        planned = context.job.data if context.job else None
        if not isinstance(planned, Planned) or context.job_queue is None:
            raise TypeError("the job of the summary carries its plan")
        self._plan_summary(context.job_queue, planned.watch, after=max(planned.at, self.needs.now()))
        await self.sum_up(planned.watch)

    async def sum_up(self, watch: Watch) -> None:
        """Write the daily summary of an organisation, or of a branch."""
        oversight = Oversight(needs=self.needs, whose=watch.whose, speech=watch.speech)
        await watch.say(await oversight.summary(), topic=None)

    async def _watch(self, watch: Watch) -> None:
        """Bring a group up to date after each announcement."""
        while not self._stopping.is_set():
            listening = self.needs.store.listen(*await watch.topics())
            try:
                pause = await self._look(watch)
                wait = self.needs.beat if pause is None else max(SOON, min(pause, self.needs.beat))
                await listening.wait(wait)
            finally:
                listening.close()

    async def _look(self, watch: Watch) -> float | None:
        async with self._turn:
            try:
                await self._content.tell(self._watches.values())
                return await watch.look()
            except Exception as error:  # one look must not end the desk
                _log.exception("the desk could not be brought up to date", error=type(error).__name__)
                return self.needs.beat

    async def _receive(
        self, application: Application[Any, Any, Any, Any, Any, Any], receiving: Receiving
    ) -> None:
        """Take updates in order; each is confirmed to Telegram only once it is done."""
        offset, pause = 0, self.needs.after_loss
        while not self._stopping.is_set():
            try:
                updates = await application.bot.get_updates(
                    offset=offset, timeout=POLL, allowed_updates=UPDATES
                )
            except RetryAfter as error:
                await asyncio.sleep(error._retry_after.total_seconds())
                continue
            except NetworkError as error:
                _log.warning("Telegram cannot be reached", error=error.message, again_in=pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_LOSS)
                continue
            pause = self.needs.after_loss
            offset = await self._take_all(updates, receiving, offset)

    async def _take_all(self, updates: Sequence[Update], receiving: Receiving, offset: int) -> int:
        for update in updates:
            await self._take(update, receiving)
            offset = update.update_id + 1
        return offset

    async def _take(self, update: Update, receiving: Receiving) -> None:
        """Do what an update asks for: again where Telegram could not be reached, for it is done but once."""
        for left in reversed(range(TRIES)):
            async with self._turn:
                try:
                    await receiving.take(update)
                except RetryAfter as error:
                    pause = error._retry_after.total_seconds()
                except BadRequest as error:
                    _log.error("an update was refused", error=error.message)
                    return
                except NetworkError as error:
                    _log.warning("an update could not be done", error=error.message, tries_left=left)
                    pause = self.needs.after_loss
                except Exception as error:  # one update must not end the desk
                    _log.exception("an update broke the desk", error=type(error).__name__)
                    return
                else:
                    return
            await asyncio.sleep(pause)
        await receiving.lost(update)


def _watch_of(context: ContextTypes.DEFAULT_TYPE) -> Watch:
    watch = context.job.data if context.job else None
    if not isinstance(watch, Watch):
        raise TypeError("a job of the desk carries its watch")
    return watch
