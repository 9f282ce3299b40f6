"""Rule `referral-checked`."""

from collections.abc import Iterator

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.problems import Problem, worded
from bot.content.sources import Sources


class ReferralChecked(Rule):
    """A referral says who vouches for it and on which day somebody checked it.

    It sends people on to others. A number that no longer answers costs them a day and their trust.

    ```yaml
    referral:
      text: {ar: …, en: The ministry's line gives medical advice.}
      phone: 937
      source: {ar: …, en: Ministry of Health, its website}   # this line is missing
      checked_on: 2026-11-21                                 # and this one
    ```
    """

    name = "referral-checked"
    message = worded(ar="تنقص الإحالة: {missing}.", en="The referral lacks {missing}.")

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        for written in sources.all_topics:
            referral = written.value.referral
            if referral is None:
                continue
            for part in ("source", "checked_on"):
                if not getattr(referral, part):
                    yield self.blame(written.document, ("referral",), of_key=True, missing=part)
