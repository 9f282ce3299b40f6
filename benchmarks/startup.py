"""Seconds until `wasl serve` answers, and its memory, with the content built.

Beside it stand an interpreter that imports the libraries alone, without a line of ours, and one that
imports nothing: machines differ, and no start can be quicker than they are.
"""

import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

RUNS = 5
PATIENCE = 300  # seconds: the first start builds the content
LIBRARIES = "fastapi, uvicorn, jinja2, wtforms, sqlalchemy, alembic, aiosqlite, numpy, rapidfuzz, yaml, typer"


def rows() -> Sequence[dict[str, Any]]:
    """Return the median start and memory; the first start builds the content and is told apart."""
    with TemporaryDirectory() as data:
        first, _ = start(Path(data))
        later = sorted(start(Path(data)) for _ in range(RUNS))
    seconds, memory = later[RUNS // 2]
    return [
        {"what": "Python, importing nothing", **alone("")},
        {"what": f"Python, importing {LIBRARIES}", **alone(f"import {LIBRARIES}")},
        {"what": "first start, content built", "seconds": round(first, 2), "rss_mb": ""},
        {
            "what": f"start, content cached (median of {RUNS})",
            "seconds": round(seconds, 2),
            "rss_mb": round(memory),
        },
    ]


def alone(statement: str) -> dict[str, Any]:
    """Return the median seconds that an interpreter takes for a statement, and its memory."""
    code = f"{statement}\nprint(open('/proc/self/status').read())"
    found = sorted(_timed([sys.executable, "-c", code]) for _ in range(RUNS))
    seconds, status = found[RUNS // 2]
    return {"seconds": round(seconds, 2), "rss_mb": round(_megabytes(status))}


def _timed(command: Sequence[str]) -> tuple[float, str]:
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return time.perf_counter() - began, done.stdout


def start(data: Path) -> tuple[float, float]:
    """Start the product once; return seconds until it is ready and megabytes after."""
    environment = {**os.environ, "WASL_DATA": str(data), "WASL_PORT": "0"}
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "serve"], stderr=subprocess.PIPE, text=True, env=environment
    )
    try:
        address = _address(process, began)
        with urllib.request.urlopen(f"{address}/readyz", timeout=10) as answer:
            answer.read()
        return time.perf_counter() - began, _resident(process.pid)
    finally:
        process.terminate()
        process.wait(30)


def _address(process: subprocess.Popen[str], began: float) -> str:
    for line in process.stderr or ():
        if found := re.search(r"http://[\d.]+:\d+", line):
            return found[0]
        if time.perf_counter() - began > PATIENCE:
            break
    raise SystemExit("wasl serve did not start")


def _resident(process: int) -> float:
    return _megabytes(Path(f"/proc/{process}/status").read_text(encoding="ascii"))


def _megabytes(text: str) -> float:
    found = re.search(r"VmRSS:\s+(\d+)", text)
    return int(found[1]) / 1024 if found else 0.0
