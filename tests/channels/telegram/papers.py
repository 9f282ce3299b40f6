"""Small content with a flow that asks for an ID and for papers."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import yaml

from bot.engine.content import Content
from bot.engine.flow import Flow
from bot.messages import ByLink
from tests.worker.world import content

FLOW = Path(__file__).parent / "papers.yaml"


def contents(mode: ByLink) -> Callable[[str], Content]:
    flow = Flow.model_validate(yaml.load(FLOW.read_text(encoding="utf-8"), yaml.CBaseLoader))

    def of(organisation: str) -> Content:
        own = content(organisation)
        flows = {**own.flows, flow.id: flow}
        return replace(own, flows=flows, menu=(*own.menu, "flow:papers"), identity_by_link=mode)

    return of
