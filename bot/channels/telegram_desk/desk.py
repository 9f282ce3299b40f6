"""The staff desk in Telegram: receives what staff do, and keeps their group up to date."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import structlog

from bot.channels.telegram_desk.needs import Needs
from bot.channels.telegram_desk.oversight import Oversight
from bot.channels.telegram_desk.platform import Group
from bot.channels.telegram_desk.receiving import Receiving
from bot.channels.telegram_desk.watching import Watch

from telegram import BotCommand, BotCommandScopeAllGroupChats, Update  # isort: skip - after `platform`
from telegram.error import NetworkError, RetryAfter, TelegramError  # isort: skip
from telegram.ext import Application, ContextTypes  # isort: skip

POLL = timedelta(seconds=20)  # how long Telegram holds an empty answer back
AFTER_LOSS = 2.0  # seconds before another try, doubled up to LONGEST_LOSS
LONGEST_LOSS = 60.0
SOON = 0.2  # seconds: the shortest pause between two looks
UPDATES = ["message", "edited_message", "callback_query"]
COMMANDS = (
    "claim", "return", "close", "pass", "priority", "note", "canned", "history", "queue", "unanswered",
    "errors", "status", "reload", "help",
)  # fmt: skip
_log = structlog.get_logger(__name__)


@dataclass(kw_only=True, slots=True)
class TelegramDesk:
    """The desk of all organisations that have a group. One process runs it."""

    needs: Needs
    _watches: dict[str, Watch] = field(init=False, default_factory=dict)
    _stopping: asyncio.Event = field(init=False, default_factory=asyncio.Event)
    _turn: asyncio.Lock = field(init=False, default_factory=asyncio.Lock)

    async def run(self) -> None:
        """Work until `stop`. Raises TelegramError for a token that Telegram refuses."""
        api = self.needs.api.rstrip("/")
        builder = Application.builder().token(self.needs.token).updater(None)
        application = builder.base_url(f"{api}/bot").base_file_url(f"{api}/file/bot").build()
        self._open(application)
        async with application:
            await application.start()
            try:
                await self._work(application)
            finally:
                await application.stop()

    async def stop(self) -> None:
        """Take nothing in any more and finish what is being done."""
        self._stopping.set()

    def _open(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        groups: dict[int, Group] = {}
        for organisation, place in self.needs.places.items():
            group = groups.setdefault(place.group, Group(bot=application.bot, id=place.group))
            self._watches[organisation] = Watch(
                needs=self.needs, organisation=organisation, place=place, group=group
            )

    async def _work(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        bot = application.bot
        receiving = Receiving(needs=self.needs, bot=bot, watches=self._watches, name=bot.username or "")
        self._schedule(application)
        await self._set_commands(application)
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
            zone = ZoneInfo(watch.speech.content.timezone)
            jobs.run_daily(self._sum_up, time=self.needs.summary_at.replace(tzinfo=zone), data=watch)

    async def _beat(self, context: ContextTypes.DEFAULT_TYPE) -> None:
        await self._look(_watch_of(context))

    async def _sum_up(self, context: ContextTypes.DEFAULT_TYPE) -> None:
        await self.sum_up(_watch_of(context))

    async def sum_up(self, watch: Watch) -> None:
        """Write the daily summary of an organisation."""
        oversight = Oversight(needs=self.needs, organisation=watch.organisation, speech=watch.speech)
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
                return await watch.look()
            except Exception as error:  # one look must not end the desk
                _log.exception("the desk could not be brought up to date", error=type(error).__name__)
                return self.needs.beat

    async def _receive(
        self, application: Application[Any, Any, Any, Any, Any, Any], receiving: Receiving
    ) -> None:
        """Take updates in order; each is confirmed to Telegram only once it is done."""
        offset, pause = 0, AFTER_LOSS
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
            pause = AFTER_LOSS
            offset = await self._take_all(updates, receiving, offset)

    async def _take_all(self, updates: Sequence[Update], receiving: Receiving, offset: int) -> int:
        for update in updates:
            async with self._turn:
                try:
                    await receiving.take(update)
                except Exception as error:  # one update must not end the desk
                    _log.exception("an update broke the desk", error=type(error).__name__)
            offset = update.update_id + 1
        return offset

    async def _set_commands(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        if not self._watches:
            _log.warning("no organisation has a staff group: write /id in the group to learn its number")
            return
        speech = next(iter(self._watches.values())).speech
        commands = [BotCommand(name, speech.say(f"command.{name}")) for name in COMMANDS]
        try:
            await application.bot.set_my_commands(commands, scope=BotCommandScopeAllGroupChats())
        except TelegramError as error:
            _log.warning("commands not set", error=error.message)


def _watch_of(context: ContextTypes.DEFAULT_TYPE) -> Watch:
    watch = context.job.data if context.job else None
    if not isinstance(watch, Watch):
        raise TypeError("a job of the desk carries its watch")
    return watch
