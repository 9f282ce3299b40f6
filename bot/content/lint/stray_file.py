"""Rule `stray-file`."""

from collections.abc import Iterator

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.problems import Problem, filled, worded
from bot.content.sources import Sources


class StrayFile(Rule):
    """Every YAML file stands where it is read, with the ending `.yaml`.

    A file in the wrong folder, or called `.yml`, changes nothing, and its author waits for it in vain.

    ```
    knowledge/common/sms.yml
    knowledge/organisations/aoun/licence.yaml    # belongs into organisations/aoun/topics/
    ```
    """

    name = "stray-file"
    severity = "warning"
    message = worded(
        ar="لا أحد يقرأ هذا الملف من مكانه.",
        en="Nothing reads this file where it stands.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        message = filled(self.message)
        for file in sources.strays:
            yield Problem(
                file=file, line=1, column=1, rule=self.name, message=message, severity=self.severity
            )
