"""The rows of this folder's YAML files, every scalar a string."""

from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


def written(name: str) -> list[dict[str, Any]]:
    """Return the rows of one file."""
    rows: list[dict[str, Any]] = yaml.load(
        (HERE / f"{name}.yaml").read_text(encoding="utf-8"), yaml.CBaseLoader
    )
    return rows
