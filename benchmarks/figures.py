"""Figures with all that it takes to measure them again."""

import json
import os
import platform
import subprocess
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
FOLDER = PROJECT / "docs" / "figures"


def measured(
    name: str, run: Callable[[], Sequence[dict[str, Any]]], *, command: str, seed: int = 0
) -> dict[str, Any]:
    """Run a benchmark and return its rows with command, seed, commit, duration and machine."""
    began = time.perf_counter()
    rows = list(run())
    return {
        "name": name,
        "command": command,
        "seed": seed,
        "commit": commit(),
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "duration_s": round(time.perf_counter() - began, 1),
        "machine": machine(),
        "rows": rows,
    }


def commit() -> str:
    """Return the short hash of the commit that is measured; `+` if the tree differs from it."""
    try:
        head = _git("rev-parse", "--short", "HEAD")
        return head + ("+" if _git("status", "--porcelain", "--untracked-files=no") else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def machine() -> str:
    """Return what was measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.machine()}, Python {platform.python_version()}"
    )


def markdown(figure: dict[str, Any]) -> str:
    """Return a figure as a page."""
    rows = figure["rows"]
    columns = list(dict.fromkeys(key for row in rows for key in row))
    lines = [
        f"# {figure['name']}",
        "",
        _made(figure),
        "",
        "| " + " | ".join(columns) + " |",
        "| " + " | ".join("---" for _ in columns) + " |",
        *("| " + " | ".join(_shown(row.get(column, "")) for column in columns) + " |" for row in rows),
        "",
    ]
    return "\n".join(lines)


def _made(figure: dict[str, Any]) -> str:
    when = f"seed {figure['seed']}, commit {figure['commit']}, {figure['measured_at']}"
    return f"`{figure['command']}`, {when}, {figure['duration_s']} s, {figure['machine']}"


def keep(figure: dict[str, Any]) -> None:
    """Write a figure under docs/figures/ as a page and as JSON."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{figure['name']}.md").write_text(markdown(figure), encoding="utf-8")
    text = json.dumps(figure, ensure_ascii=False, indent=1)
    (FOLDER / f"{figure['name']}.json").write_text(text + "\n", encoding="utf-8")


def _shown(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:,.4g}" if isinstance(value, float) else str(value)


def _git(*arguments: str) -> str:
    command = ["git", *arguments]
    return subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True).stdout.strip()
