"""A sandbox: the real engine with content that is not published. Nothing that happens here is stored."""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.authors.change import Change
from bot.authors.overlay import overlaid
from bot.authors.places import Folders
from bot.content.authors import Outcome, Told, run
from bot.content.cache import Models, name_of
from bot.content.cache import read as read_model
from bot.content.lint import lint
from bot.content.load import Library, build
from bot.content.problems import Problem, errors, in_order
from bot.content.signature import Signature, signature
from bot.content.sources import gather
from bot.engine.content import Content
from bot.matching import Corpus, Model, Resources

_MOST_KEPT = 3  # contents; each has about 30 MB of mapped models


class DraftModels(Models):
    """Models of drafts in a folder of their own; what the content in force has fitted is not fitted again."""

    def __init__(self, folder: Path, serving: Path) -> None:
        super().__init__(folder)
        self._serving = serving

    def fitted(self, corpora: Mapping[str, Corpus], resources: Resources) -> dict[str, Model]:
        """Return a model for each corpus. Raises FitFailed."""
        found = {key: read_model(self._serving / name_of(each, resources)) for key, each in corpora.items()}
        known = {key: model for key, model in found.items() if model is not None}
        rest = {key: each for key, each in corpora.items() if key not in known}
        return {**known, **(super().fitted(rest, resources) if rest else {})}


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """One organisation's content with a change."""

    content: Content
    tests: tuple[Told, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Ran:
    """How the authors' tests went on a draft."""

    all: int
    failed: tuple[Outcome, ...]
    newly: frozenset[str]  # what is said in those failed tests that pass in the content in force


@dataclass(kw_only=True)
class Trials:
    """Builds drafts; any thread may ask. A draft whose phrasings changed takes some seconds to fit."""

    folders: Folders
    models: DraftModels
    _kept: OrderedDict[tuple[str, str, Signature], Draft] = field(default_factory=OrderedDict)
    _alone: threading.Lock = field(default_factory=threading.Lock)

    def draft(self, change: Change, organisation: str) -> Draft | list[Problem]:
        """Return an organisation's content with the change, or what is wrong. Raises FitFailed, KeyError."""
        key = (change.digest, organisation, signature(self.folders.knowledge, self.folders.flows))
        with self._alone:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            made = self._build(change, organisation)
            if isinstance(made, Draft):
                self._kept[key] = made
                while len(self._kept) > _MOST_KEPT:
                    self._kept.popitem(last=False)
            return made

    def _build(self, change: Change, organisation: str) -> Draft | list[Problem]:
        with overlaid(self.folders, change) as copy:
            sources = gather(copy.knowledge, copy.flows)
            wrong = errors([*sources.problems, *lint(sources, loading=True)])
            if wrong:
                return in_order(wrong)
            alone = tuple(each for each in sources.organisations if each.id == organisation)
            if not alone:
                raise KeyError(organisation)
            built = build(replace(sources, organisations=alone), self.models, signature(copy.knowledge))
        return Draft(content=built.contents[organisation], tests=built.tests[organisation])


def run_tests(draft: Draft, library: Library) -> Ran:
    """Play all of the organisation's tests on a draft, and tell which of the failed ones are new."""
    organisation = draft.content.organisation.id
    outcomes = list(run({organisation: draft.content}, {organisation: draft.tests}))
    failed = tuple(each for each in outcomes if not each.passed)
    again = tuple(each for each in draft.tests if each.test.say in {outcome.say for outcome in failed})
    now = run(library.contents, {organisation: again}) if organisation in library.contents else iter(())
    passing = frozenset(each.say for each in now if each.passed)
    return Ran(all=len(outcomes), failed=failed, newly=passing)
