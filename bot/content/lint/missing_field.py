"""Rule `missing-field`."""

from collections.abc import Iterator

from typing_extensions import override

from bot.content.filling import FIELDS, fields_of, placeholders
from bot.content.lint.rule import Rule
from bot.content.lint.told import texts
from bot.content.merging import Merged, merged_topics
from bot.content.problems import Problem, worded
from bot.content.sources import OrganisationSources, Sources


class MissingField(Rule):
    """An answer uses only fields that the organisation's file fills in.

    Where an edition gives no phone, the common answer with {phone} needs an override for that organisation,
    which says that the document gives none.

    ```yaml
    # knowledge/common/contact-details.yaml; organisations/miras/organisation.yaml has no phone
    answer:
      en: Call us on {phone}.
    ```
    """

    name = "missing-field"
    message = worded(
        ar="ليس للجمعية «{organisation}» حقل «{field}»، وهذا النص لها أيضًا. أكمل ملفها أو اكتب لها جوابًا.",
        en="“{organisation}” has no “{field}” and gets this text. Complete its file or write an override.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        channels = sources.menu.value.channels if sources.menu else None
        unsaid = {"channels"} if channels is None else set()  # the menu's own mistakes are told already
        for organisation in sources.organisations:
            has = fields_of(organisation.organisation.value, channels)
            for merged in merged_topics(sources, organisation).values():
                yield from self._missing(organisation, merged, set(FIELDS) - set(has) - unsaid)

    def _missing(
        self, organisation: OrganisationSources, merged: Merged, lacks: set[str]
    ) -> Iterator[Problem]:
        for at, _, text in texts(merged.topic):
            for field in lacks.intersection(placeholders(text)):
                document = merged.written(str(at[0]))
                yield self.blame(document, at, field=field, organisation=organisation.id)
