"""Telling the groups once that a change of the content is not in force, and once when that is mended."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.channels.telegram_desk.needs import Needs
from bot.channels.telegram_desk.watching import Watch
from bot.ports.places import is_part


@dataclass(kw_only=True, slots=True)
class ContentNews:
    """What the groups were told last. A start finds the content whole, for it does not begin without."""

    needs: Needs
    _broken: bool = field(init=False, default=False)

    async def tell(self, watches: Iterable[Watch]) -> None:
        """Say what has changed since, once in each group of a whole organisation."""
        problems = self.needs.content_status().problems
        if bool(problems) == self._broken:
            return
        self._broken = bool(problems)
        groups = {watch.group.id: watch for watch in watches if not is_part(watch.whose)}
        for watch in groups.values():
            key = "content.refused" if problems else "content.mended"
            await watch.say(watch.speech.say(key, count=len(problems)), topic=None)
