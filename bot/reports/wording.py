"""The words of a report."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.engine.content import Content, Texts
from bot.messages import Language

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_HOURS_UNTIL = 2 * _DAY


@dataclass(frozen=True, kw_only=True, slots=True)
class Wording:
    """Says what is counted, in one language, with the names that the content gives."""

    texts: Texts
    language: Language
    contents: Mapping[str, Content]  # organisation → content

    def say(self, key: str, **fields: object) -> str:
        """Return wording of reports."""
        return self.texts(self.language, f"report.{key}", **fields)

    def known(self, family: str, name: str | None) -> str:
        """Return the console's words of a value; itself if it is newer than its words."""
        key = f"console.{family}.{name}"
        return self.texts(self.language, key) if key in self.texts.tables[self.language] else name or "—"

    def organisation(self, organisation: str | None) -> str:
        """Return its short name."""
        content = self.contents.get(organisation or "")
        return content.organisation.short_name[self.language] if content else organisation or ""

    def kind(self, kind: str | None) -> str:
        """Return a kind of case in words."""
        lives = (content.lives.get(kind or "") for content in self.contents.values())
        return next((life.title[self.language] for life in lives if life), kind or "")

    def stage(self, kind: str | None, stage: str | None) -> str:
        """Return a stage in the words that staff read."""
        lives = (content.lives.get(kind or "") for content in self.contents.values())
        found = (life.stage(stage or "") for life in lives if life)
        return next((each.title[self.language] for each in found if each), stage or "")

    def step(self, kind: str, step: str | None) -> str:
        """Return a step in the words of its button."""
        lives = (content.lives.get(kind) for content in self.contents.values())
        found = (life.step(step or "") for life in lives if life)
        return next((each.title[self.language] for each in found if each), step or "")

    def topic(self, topic: str | None) -> str:
        """Return the title of a topic, or of a kind of case."""
        found = (content.topics.get(topic or "") for content in self.contents.values())
        title = next((each.title[self.language] for each in found if each), None)
        return title or (self.kind(topic) if topic else self.say("no-topic"))

    def reason(self, reason: str | None) -> str:
        """Return a reason of the survey as the person read it."""
        for content in self.contents.values():
            for step in content.flows["survey"].steps if "survey" in content.flows else ():
                for option in getattr(step, "options", ()):
                    if option.value == reason:
                        return str(option.label[self.language])
        return reason or ""

    def time(self, seconds: int) -> str:
        """Return a length of time: minutes, hours or days."""
        if seconds < _HOUR:
            return self.say("minutes", n=round(seconds / _MINUTE))
        if seconds < _HOURS_UNTIL:
            return self.say("hours", n=f"{seconds / _HOUR:.1f}")
        return self.say("days", n=f"{seconds / _DAY:.1f}")
