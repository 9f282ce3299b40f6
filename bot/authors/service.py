"""Everything that the authors' pages work with, wired."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.authors.listing import Index
from bot.authors.places import Folders
from bot.authors.presence import Presence
from bot.authors.publishing import Publisher
from bot.authors.reviewing import Reviewer
from bot.authors.trial import DraftModels, Trials
from bot.content.load import Library
from bot.ports.store import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Authors:
    """The services of the authors' pages."""

    folders: Folders
    library: Callable[[], Library]  # in force
    index: Index
    reviewer: Reviewer
    trials: Trials
    publisher: Publisher
    presence: Presence


def open_authors(
    *,
    knowledge: Path,
    flows: Path,
    models: Path,
    drafts: Path,
    library: Callable[[], Library],
    store: Store,
    new_id: Callable[[], str],
) -> Authors:
    """Wire the services. `models` holds the fitted models in force, `drafts` those of drafts."""
    folders = Folders(knowledge=knowledge, flows=flows)
    reviewer = Reviewer(folders=folders)
    return Authors(
        folders=folders,
        library=library,
        index=Index(folders=folders),
        reviewer=reviewer,
        trials=Trials(folders=folders, models=DraftModels(drafts, models)),
        publisher=Publisher(folders=folders, store=store, reviewer=reviewer, new_id=new_id),
        presence=Presence(store=store),
    )
