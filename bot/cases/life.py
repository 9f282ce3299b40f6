"""The stages of a case. The committee's part adds rows here; a stage that is kept is always one of these."""

from dataclasses import dataclass

RECEIVED = "received"


@dataclass(frozen=True, kw_only=True, slots=True)
class Stage:
    """One stage of a case's life."""

    id: str
    following: tuple[str, ...]  # stages that may come next; none = the end
    open: bool  # somebody still has to do something


STAGES: tuple[Stage, ...] = (Stage(id=RECEIVED, following=(), open=True),)

BY_ID = {stage.id: stage for stage in STAGES}


def may_follow(stage: str, following: str) -> bool:
    """Whether a case may go from one stage to another. KeyError if `stage` is unknown."""
    return following in BY_ID[stage].following
