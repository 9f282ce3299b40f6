"""What a lint rule is: one file, one class, one name; its docstring is its manual."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from typing import ClassVar

from bot.content.problems import ByLanguage, Problem, Severity, filled
from bot.content.reading import Document
from bot.content.sources import Sources


class Rule(ABC):
    """Looks at everything that authors wrote and says what it finds wrong. Holds no state."""

    name: ClassVar[str]  # the file's name with dashes
    severity: ClassVar[Severity] = "error"
    at_load: ClassVar[bool] = (
        True  # False: what it finds is the program's fault, and content is served all the same
    )
    message: ClassVar[ByLanguage]  # str.format template, filled by `blame`

    @abstractmethod
    def find(self, sources: Sources) -> Iterator[Problem]:
        """Yield every place where the rule is broken."""

    def blame(
        self,
        document: Document,
        at: Iterable[str | int] = (),
        *,
        of_key: bool = False,
        hint: ByLanguage | None = None,
        **fields: object,
    ) -> Problem:
        """Return a problem of this rule at a place in a document."""
        message = filled(self.message, **fields)
        return document.problem(self.name, message, at, of_key=of_key, hint=hint, severity=self.severity)
