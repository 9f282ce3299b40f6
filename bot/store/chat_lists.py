"""Lists of chats: who waits, what staff hold, what is put off, all; narrowed by the database."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, or_, select, tuple_

from bot.ports.records import Conversation
from bot.ports.store.chat_lists import EVERY, Only
from bot.store.conversations import RANK, SELECT_CONVERSATION, to_conversation
from bot.store.reading import Reading
from bot.store.repository import Found
from bot.store.tables import conversations
from bot.store.within_places import in_place, in_places

_most: BindParameter[int] = bindparam("most")
_t = conversations.c
IS_WAITING_FOR_STAFF = (_t.owner == "waiting") & _t.snooze.is_(None)
_snooze_over = _t.snoozed_until <= bindparam("now", type_=_t.snoozed_until.type)
_ids: BindParameter[Any] = bindparam("ids", expanding=True)


def _chats(places: Sequence[str]) -> Select[Any]:
    return SELECT_CONVERSATION.where(in_places(conversations, places)).limit(_most)


def _waits(places: Sequence[str]) -> Select[Any]:
    return _chats(places).where(IS_WAITING_FOR_STAFF).order_by(RANK, _t.waiting_since, _t.id)


def _held(places: Sequence[str]) -> Select[Any]:
    return _chats(places).where(_t.owner == "staff").order_by(RANK, _t.claimed_at, _t.id)


def _snoozed(places: Sequence[str]) -> Select[Any]:
    return _chats(places).where(_t.snoozed_until.is_not(None)).order_by(_t.snoozed_until, _t.id)


def narrow(only: Only) -> tuple[list[ColumnElement[bool]], dict[str, object]]:
    """Return the conditions of what a list is narrowed to, and their values."""
    names = ("channel", "priority", "language", "topic", "owner")
    plain = {name: getattr(only, name) for name in names}
    conditions = [_t[name] == bindparam(f"only_{name}") for name, value in plain.items() if value]
    given: dict[str, object] = {f"only_{name}": value for name, value in plain.items() if value}
    for name, column, pairs in (("teams", _t.team, only.teams), ("holders", _t.holder, only.holders)):
        if pairs is not None:
            of = tuple_(_t.organisation_id, column)
            conditions.append(of.in_(bindparam(f"only_{name}", expanding=True)))
            given[f"only_{name}"] = list(pairs)
    if only.awake:
        conditions.append(_t.snooze.is_(None))
    if only.snoozed:
        conditions.append(_t.snoozed_until.is_not(None))
    if only.ids is not None:
        conditions.append(_t.id.in_(_ids))
        given["ids"] = list(only.ids)
    return conditions, given


_KEYS = select(_t.id, _t.last_inbound_at, _t.opened_at)
_place_in_list = _KEYS.where(_t.id == bindparam("row"))
_these = SELECT_CONVERSATION.where(_t.id.in_(_ids))


def _heard(place: str) -> Select[Any]:
    """Return who wrote last, from an index read backwards: it has no order for those who never wrote."""
    found = _KEYS.where(in_place(conversations, place), _t.last_inbound_at.is_not(None))
    return found.order_by(_t.last_inbound_at.desc(), _t.id.desc()).limit(_most)


def _never_heard(place: str) -> Select[Any]:
    found = _KEYS.where(in_place(conversations, place), _t.last_inbound_at.is_(None))
    return found.order_by(_t.opened_at.desc(), _t.id.desc()).limit(_most)


def _older(at: ColumnElement[Any]) -> ColumnElement[bool]:
    """Return what comes after a chat in a list that is ordered by `at`, the newest first, and then by id."""
    then = bindparam("then", type_=at.type)
    return and_(at <= then, or_(at < then, _t.id < bindparam("than")))


def _narrowed(
    listed: Callable[[str], Select[Any]], conditions: Sequence[ColumnElement[bool]], place: str
) -> Select[Any]:
    return listed(place).where(*conditions)


def _last_heard(row: Found) -> tuple[datetime, str]:
    return row.last_inbound_at, row.id


def _opened(row: Found) -> tuple[datetime, str]:
    return row.opened_at, row.id


class ChatLists(Reading):
    """`bot.ports.store.ChatLists` on a pool of connections."""

    async def waiting(
        self,
        organisations: Sequence[str],
        *,
        holder: str | None = None,
        only: Only = EVERY,
        limit: int = 200,
    ) -> Sequence[Conversation]:
        """List who waits, by priority and age; with `holder` the chats that one holds."""
        if holder is None:
            return await self._listed(_waits(organisations), organisations, only, most=limit)
        asked = _held(organisations).where(_t.holder == bindparam("by"), _t.snooze.is_(None))
        return await self._listed(asked, organisations, only, most=limit, by=holder)

    async def snoozed(
        self,
        organisations: Sequence[str],
        *,
        due: datetime | None = None,
        only: Only = EVERY,
        limit: int = 200,
    ) -> Sequence[Conversation]:
        """Chats that staff have put off, the next to come back first; with `due` those whose time is over."""
        asked = _snoozed(organisations)
        if due is None:
            return await self._listed(asked, organisations, only, most=limit)
        return await self._listed(asked.where(_snooze_over), organisations, only, most=limit, now=due)

    async def held(
        self, organisations: Sequence[str], *, only: Only = EVERY, limit: int = 200
    ) -> Sequence[Conversation]:
        """Chats that any member of staff holds."""
        return await self._listed(_held(organisations), organisations, only, most=limit)

    async def _listed(
        self, asked: Select[Any], organisations: Sequence[str], only: Only, **values: object
    ) -> Sequence[Conversation]:
        conditions, given = narrow(only)
        rows = await self._all(asked.where(*conditions), orgs=list(organisations), **given, **values)
        return [to_conversation(row) for row in rows]

    async def recent(
        self,
        organisations: Sequence[str],
        *,
        limit: int = 200,
        channel: str = "",
        priority: str = "",
        language: str = "",
        topic: str = "",
        older: str = "",
    ) -> Sequence[Conversation]:
        """All chats by last message; after them those in which nobody ever wrote."""
        wanted, given = narrow(Only(channel=channel, priority=priority, language=language, topic=topic))
        last = await self._first(_place_in_list, row=older) if older else None
        keys: list[Found] = []
        for listed, at, key in (
            (_heard, _t.last_inbound_at, _last_heard),
            (_never_heard, _t.opened_at, _opened),
        ):
            then = getattr(last, at.name) if last else None
            if len(keys) >= limit or (last is not None and then is None):
                continue  # there are enough, or the chat stands in the part of the list behind this one
            conditions = [*wanted, *([_older(at)] if last is not None else [])]
            place = {"then": then, "than": last.id} if last is not None else {}
            keys += await self._merged(
                partial(_narrowed, listed, conditions),
                organisations, key=key, limit=limit - len(keys), newest=True, **given, **place,
            )  # fmt: skip
            last = None
        ids = [row.id for row in keys]
        whole = {row.id: row for row in await self._all(_these, ids=ids)} if ids else {}
        return [to_conversation(whole[each]) for each in ids if each in whole]

    async def channels(self, organisations: Sequence[str]) -> Sequence[str]:
        """List the channels on which there are chats, by name."""
        asked = select(_t.channel).where(in_places(conversations, organisations)).distinct()
        rows = await self._all(asked.order_by(_t.channel), orgs=list(organisations))
        return [row.channel for row in rows]
