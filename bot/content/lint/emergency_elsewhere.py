"""Rule `emergency-elsewhere`."""

from collections.abc import Iterator

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.problems import Problem, worded
from bot.content.sources import Sources

_UNIFIED = frozenset({"riyadh", "makkah", "madinah", "eastern"})  # regions of the unified number, 911
_ANYWHERE = frozenset({"everywhere", "unknown"})


class EmergencyElsewhere(Rule):
    """An organisation shows no emergency number that does not work in its region.

    A number that rings nowhere costs minutes. Regions are written with commas; `everywhere` fits all,
    `outside-911` all but the four regions of the unified number.

    ```yaml
    region: asir
    emergency:
      - number: "911"
        region: riyadh, makkah, madinah, eastern
    ```
    """

    name = "emergency-elsewhere"
    message = worded(
        ar="الرقم {number} لا يعمل في منطقة الجمعية ({region}).",
        en="The number {number} does not work in the organisation's region ({region}).",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        for organisation in sources.organisations:
            written = organisation.organisation
            for number, emergency in enumerate(written.value.emergency):
                if not _works(emergency.region, written.value.region):
                    at = ("emergency", number, "region")
                    region = written.value.region
                    yield self.blame(written.document, at, number=emergency.number, region=region)


def _works(where: str, region: str) -> bool:
    regions = {part.strip() for part in where.split(",")}
    if region in _ANYWHERE or regions & _ANYWHERE:
        return True
    return region not in _UNIFIED if "outside-911" in regions else region in regions
