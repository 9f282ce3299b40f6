"""Hot reload: content is swapped as a whole when its files change, and a broken change changes nothing.

`Live` is what the rest of the program asks for content. A thread of its own looks at the files once a second,
loads and fits what changed, and then replaces one reference: a message is answered from the old content or
from the new one, never from a mixture.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import structlog

from bot.content.lint.unknown_text_id import PROGRAM, text_ids
from bot.content.load import Library, load
from bot.content.problems import Problem, filled, worded
from bot.content.signature import signature
from bot.engine.content import Content

EVERY = 1.0  # seconds between two looks

_UNEXPECTED = worded(
    ar="توقف تحميل المحتوى بسبب خطأ غير متوقع: {reason}",
    en="Loading the content ended in an unexpected error: {reason}",
)

_LOST = worded(
    ar="حُذف النص «{id}» والبرنامج يقوله.",
    en="The text “{id}” was deleted, and the program says it.",
)

Report = Callable[[list[Problem]], None]

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Status:
    """How the content stands, for whoever looks after it."""

    version: str  # of the content in force
    loaded_at: datetime
    tried_at: datetime  # last time that changed files were looked at
    problems: tuple[Problem, ...] = ()  # why the last change is not in force; empty = all is well


class Live:
    """The content in force. Any thread may ask; `start` and `stop` belong to one."""

    def __init__(
        self,
        library: Library,
        knowledge: Path,
        flows: Path,
        *,
        cache: Path | None = None,
        report: Report | None = None,
        every: float = EVERY,
    ) -> None:
        """Serve `library` and watch the folders it came from.

        `report` is called from the watching thread with the problems of a change that was not taken over,
        and with an empty list when a change was.
        """
        self._library = library
        self._folders = (knowledge, flows)
        self._cache = cache
        self._report = report
        self._every = every
        self._seen = library.signature
        self._looking = threading.Lock()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        now = datetime.now(UTC)
        self._status = Status(version=library.version, loaded_at=now, tried_at=now)

    def __call__(self, organisation: str) -> Content:
        """Return an organisation's content. Raises KeyError for an organisation that is not served."""
        return self._library.contents[organisation]

    @property
    def contents(self) -> Mapping[str, Content]:
        """All organisations' contents, of one version."""
        return self._library.contents

    @property
    def library(self) -> Library:
        """Everything in force."""
        return self._library

    @property
    def status(self) -> Status:
        """How the content stands."""
        return self._status

    def start(self) -> None:
        """Begin to watch."""
        if self._thread is None:
            self._stopping.clear()
            self._thread = threading.Thread(target=self._watch, name="content", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Stop watching; returns when a load in progress has ended, at most after five seconds."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(timeout=5)
            self._thread = None

    def look(self) -> bool:
        """Look at the files once and load them if they changed; tell whether anything was tried.

        Any thread may ask: the second waits until the first has done.
        """
        with self._looking:
            return self._look()

    def _look(self) -> bool:
        now = signature(*self._folders)
        if now == self._seen:
            return False
        if self._stopping.wait(min(self._every, 0.2)) or signature(*self._folders) != now:
            return False  # somebody is still writing: the next look will see
        self._seen = now
        self._try()
        return True

    def _watch(self) -> None:
        while not self._stopping.wait(self._every):
            self.look()

    def _try(self) -> None:
        try:
            loaded = load(*self._folders, cache=self._cache)
        except Exception as error:  # the edge of the thread: nothing that an author wrote may end it
            _log.exception("content failed to load")
            loaded = [self._unexpected(error)]
        problems = self._lost(loaded) if isinstance(loaded, Library) else loaded
        if isinstance(loaded, Library) and not problems:
            self._take(loaded)
        else:
            self._refuse(problems)

    def _lost(self, library: Library) -> list[Problem]:
        """Return a problem for each text that the program says and that was there until now."""
        before, after = wordings(self._library), wordings(library)
        lost = sorted({said.id for said in text_ids(PROGRAM) if not said.begun} & before - after)
        folder = f"{self._folders[0].name}/texts"
        return [
            Problem(file=folder, line=1, column=1, rule="lost-text", message=filled(_LOST, id=id_))
            for id_ in lost
        ]

    def _take(self, library: Library) -> None:
        now = datetime.now(UTC)
        self._library = library  # the swap: one reference
        self._status = Status(version=library.version, loaded_at=now, tried_at=now)
        _log.info("content changed", version=library.version)
        self._tell([])

    def _refuse(self, problems: list[Problem]) -> None:
        self._status = Status(
            version=self._library.version,
            loaded_at=self._status.loaded_at,
            tried_at=datetime.now(UTC),
            problems=tuple(problems),
        )
        _log.error(
            "content not changed",
            problems=[problem.text("en") for problem in problems[:20]],
            all=len(problems),
        )
        self._tell(problems)

    def _tell(self, problems: list[Problem]) -> None:
        if self._report is not None:
            try:
                self._report(problems)
            except Exception:  # whoever listens must not end the watching
                _log.exception("content report failed")

    def _unexpected(self, error: Exception) -> Problem:
        message = filled(_UNEXPECTED, reason=f"{type(error).__name__}: {error}")
        return Problem(file=self._folders[0].name, line=1, column=1, rule="unexpected", message=message)


def wordings(library: Library) -> set[str]:
    """Return the ids of the interface texts that every language has."""
    tables = [set(table) for content in library.contents.values() for table in content.texts.tables.values()]
    return set.intersection(*tables) if tables else set()
