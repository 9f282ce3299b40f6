"""Noting that the page has shown news of a case: what nobody sees goes another way after some days."""

from collections.abc import Sequence
from contextlib import suppress

from bot.ports.store import NotWritten, Store


async def note_shown(store: Store, organisation: str, lines: Sequence[int]) -> None:
    """Note which lines were drawn, if there are notices among them that nobody had seen."""
    unseen = await store.read.unseen_notices(organisation, lines)
    if unseen:
        with suppress(NotWritten):  # the process ends: it is noted when the page is drawn again
            await store.write(lambda tx: tx.notices.shown(organisation, unseen))
