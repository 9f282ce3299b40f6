"""Rule `clause-exists`."""

from collections.abc import Iterator

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.merging import Merged, merged_topics
from bot.content.problems import Problem, worded
from bot.content.shapes import Clause
from bot.content.sources import OrganisationSources, Sources

CLAUSES = {"detailed-aims": 6, "tools": 4, "procedure": 7}  # how many each section has, in every edition


class ClauseExists(Rule):
    """A source names a clause that the organisation's edition has.

    Channels are cited by name, because editions number them differently.

    ```yaml
    source: {section: procedure, clause: 8}          # there are seven
    source: {section: channels, channel: sms}        # in an edition without text messages
    source: {section: channels, clause: 4}           # write `channel: letters`
    ```
    """

    name = "clause-exists"
    message = worded(
        ar="لا يوجد هذا البند في وثيقة «{organisation}»: {cited}.",
        en="The document of “{organisation}” has no such clause: {cited}.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        for organisation in sources.organisations:
            for merged in merged_topics(sources, organisation).values():
                yield from self._wrong(organisation, merged)

    def _wrong(self, organisation: OrganisationSources, merged: Merged) -> Iterator[Problem]:
        cited = merged.topic.source
        if isinstance(cited, str) or _exists(cited, organisation.organisation.value.channels):
            return
        words = f"{cited.section} {cited.channel or cited.clause}"
        yield self.blame(merged.written("source"), ("source",), organisation=organisation.id, cited=words)


def _exists(cited: Clause, channels: tuple[str, ...]) -> bool:
    if cited.channel is not None:
        return cited.section == "channels" and cited.channel in channels and cited.clause is None
    return cited.clause is None or cited.clause <= CLAUSES.get(cited.section, 0)
