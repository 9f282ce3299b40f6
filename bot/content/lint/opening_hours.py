"""Rule `opening-hours`."""

from collections.abc import Iterator

from typing_extensions import override

from bot.content.hours import span_of
from bot.content.lint.rule import Rule
from bot.content.problems import Problem, filled, worded
from bot.content.shapes import Opening, OrganisationShape
from bot.content.sources import Sources
from bot.content.validation import Written

_TWICE = worded(
    ar="يتداخل دوام «{day}» من {opens} إلى {closes} مع دوام آخر لليوم نفسه.",
    en="The hours of “{day}” from {opens} to {closes} overlap with others of the same day.",
)
_ALONE = worded(
    ar="ساعات رمضان بلا ساعات بقية السنة: اكتب hours أيضًا.",
    en="There are Ramadan hours and none for the rest of the year: write `hours` too.",
)


class OpeningHours(Rule):
    """Opening hours end after they begin, and those of one day do not overlap.

    People are told when staff are back, and the age of what waits is counted in these hours. Hours that go on
    after midnight are two: until `24:00`, and from `0:00` of the next day.

    ```yaml
    hours:
      - {days: [sun, mon], opens: "16:00", closes: "8:00"}   # closes before it opens
    ```
    """

    name = "opening-hours"
    message = worded(
        ar="الإغلاق {closes} ليس بعد الافتتاح {opens}. ما بعد منتصف الليل يُكتب وحده من 0:00 لليوم التالي.",
        en="{closes} is not after {opens}. Hours after midnight stand apart, from 0:00 of the next day.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        for organisation in sources.organisations:
            written = organisation.organisation
            shape = written.value
            yield from self._week(written, "hours", shape.hours)
            yield from self._week(written, "ramadan_hours", shape.ramadan_hours)
            if shape.ramadan_hours and not shape.hours:
                yield written.document.problem(self.name, _ALONE, ("ramadan_hours",), of_key=True)

    def _week(
        self, written: Written[OrganisationShape], key: str, openings: tuple[Opening, ...]
    ) -> Iterator[Problem]:
        for number, opening in enumerate(openings):
            at, span = (key, number), span_of(opening)
            opens, closes = opening.opens, opening.closes
            if span.closes <= span.opens:
                yield self.blame(written.document, (*at, "closes"), opens=opens, closes=closes)
                continue
            for day in opening.days:
                earlier = [span_of(each) for each in openings[:number] if day in each.days]
                twice = opening.days.count(day) > 1
                if twice or any(each.opens < span.closes and span.opens < each.closes for each in earlier):
                    words = filled(_TWICE, day=day, opens=opens, closes=closes)
                    yield written.document.problem(self.name, words, (*at, "days"))
