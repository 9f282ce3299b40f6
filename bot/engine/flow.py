"""The shape of a flow: a list of typed steps with conditions.

A flow file is validated into these models as it stands, so they are the authors' reference and the
source of the JSON Schema for editors. Step types live one a file in `bot/engine/steps/`.
"""

import hashlib
from functools import cached_property
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.engine.steps import AnyStep
from bot.messages import Language


class Flow(BaseModel):
    """One flow: what Wasl asks, in order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    kind: str | None = None  # case kind that `submit` opens; None for flows that open none
    title: dict[Language, str]
    icon: str = ""
    remind: bool = True  # left in the middle: a reminder, and later a word that it is put aside
    private: bool = False  # an opinion: staff see of the chat only that something was said (🔒)
    steps: Annotated[tuple[AnyStep, ...], Field(min_length=1)]

    @cached_property
    def version(self) -> str:
        """Hash of the flow's content: 12 hex digits."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:12]
