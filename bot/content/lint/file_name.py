"""Rule `file-name`."""

from collections.abc import Iterator

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.problems import Problem, worded
from bot.content.sources import Sources


class FileName(Rule):
    """A file is named for the id in it, an organisation's folder for the organisation.

    Then whoever looks for a topic finds its file, and two files cannot claim one id by accident.

    ```yaml
    # knowledge/common/reviewtime.yaml: should be review-time.yaml
    id: review-time
    ```
    """

    name = "file-name"
    message = worded(
        ar="المعرّف هنا «{id}» واسم الملف أو المجلد «{found}». اجعلهما واحدًا.",
        en="The id is “{id}” and the file or folder is named “{found}”. Make them the same.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        for written in (*sources.all_topics, *sources.flows):
            if written.document.path.stem != written.value.id:
                found = written.document.path.stem
                yield self.blame(written.document, ("id",), id=written.value.id, found=found)
        for organisation in sources.organisations:
            document = organisation.organisation.document
            if document.path.parent.name != organisation.id:
                yield self.blame(document, ("id",), id=organisation.id, found=document.path.parent.name)
