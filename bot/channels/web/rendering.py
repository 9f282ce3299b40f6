"""Draws bubbles, the open question's field and pages from templates: one drawing for page and stream."""

from pathlib import Path
from typing import Any

from jinja2 import Environment

from bot.channels.web.calendar import HIJRI_MONTHS, hijri_years
from bot.channels.web.needs import Needs
from bot.channels.web.present import Shown, as_json
from bot.channels.web.visits import Visit, local_time
from bot.pages import Assets, environment

FOLDER = Path(__file__).parent


class Drawing:
    """The templates of this channel."""

    def __init__(self, needs: Needs, assets: Assets) -> None:
        """Take what is needed from outside and the files that pages link."""
        self._needs = needs
        self.jinja: Environment = environment(FOLDER / "templates")
        self.jinja.globals.update(asset=assets.url, clock=local_time)

    def page(self, name: str, **fields: Any) -> str:  # noqa: ANN401 - whatever a template shows
        """Draw a whole page."""
        return self.jinja.get_template(name).render(**fields)

    def bubble(self, shown: Shown, visit: Visit) -> str:
        """Draw one message."""
        return self._macro("bubble.html", "bubble", shown, visit)

    def field(self, shown: Shown | None, visit: Visit) -> str:
        """Draw the field for the open question, or none."""
        years = hijri_years(self._needs.now())
        return self._macro("field.html", "field", shown, visit, HIJRI_MONTHS[visit.language], years)

    def event(
        self, shown: Shown, visit: Visit, *, drawn: Shown | None = None, over: int | None = None
    ) -> dict[str, Any]:
        """Return what the stream carries of a bubble: for scripts, and drawn.

        A correction is `drawn` as the bubble that it is of, in whose place (`over`) it goes.
        """
        look = drawn or shown
        html = {"html": self.bubble(look, visit), "field": self.field(look if look.ask else None, visit)}
        return {**as_json(shown), **html, "over": over}

    def _macro(self, template: str, name: str, *given: object) -> str:
        return str(getattr(self.jinja.get_template(template).module, name)(*given)).strip()
