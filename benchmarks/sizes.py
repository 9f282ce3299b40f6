"""Milliseconds a question, build time and memory of the matcher and its peers, by number of phrasings.

Each system is built and asked in a process of its own. Asked are the questions of a set that the content was
not written from. `cpu` columns count the processor's time of the asking thread alone: they hold on a machine
that does other work, too.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import quantiles
from typing import Any

from benchmarks.corpora import PER_TOPIC, grown
from benchmarks.figures import PROJECT
from benchmarks.matching import VALIDATION
from benchmarks.nlpjs import Missing
from benchmarks.systems import NLPJS, ORG, RANKED, SYSTEMS, WASL, knowledge, system
from bot.cli.evaluate import questions

PHRASINGS = (200, 1_000, 6_000, 10_000)
STRESS = 20_000  # phrasings that only our own matcher is given
ASKED = 300  # questions
LONGEST = 900  # seconds that a system may take for one size


def rows() -> Sequence[dict[str, Any]]:
    """Return one row a system and size."""
    systems = [name for name in SYSTEMS if name != RANKED]  # it is ours once more
    sizes = [(name, size) for size in PHRASINGS for name in systems]
    return [row(name, size) for name, size in [*sizes, (WASL, STRESS)]]


def row(name: str, phrasings: int) -> dict[str, Any]:
    """Measure one system at one size; the row says so where it cannot run or does not come to an end."""
    head = {"system": name, "phrasings": phrasings, "topics": phrasings // PER_TOPIC}
    command = [sys.executable, "-m", "benchmarks.sizes", name, str(phrasings)]
    try:
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=LONGEST)
    except subprocess.TimeoutExpired:
        return {**head, "note": f"not built and asked within {LONGEST} s"}
    if done.returncode:
        return {**head, "note": done.stderr.strip().splitlines()[-1]}
    return {**head, **json.loads(done.stdout.splitlines()[-1])}


def measure(name: str, phrasings: int) -> dict[str, Any]:
    """Build one system in this process and ask it; milliseconds, seconds, megabytes."""
    library = knowledge()
    corpus = grown(library.corpora[ORG].phrases, phrasings // PER_TOPIC)
    asked = [text for _, _, text in questions(VALIDATION)][:ASKED]
    before = resident()
    with system(name, corpus, library.resources) as fitted:
        for text in asked[:20]:
            fitted.ask(text)
        fitted.ms.clear()
        wall, cpu = [], []
        for text in asked:
            began, worked = time.perf_counter(), time.thread_time()
            fitted.ask(text)
            wall.append(1000 * (time.perf_counter() - began))
            cpu.append(1000 * (time.thread_time() - worked))
        wall = fitted.ms or wall
        now, most = fitted.memory() if fitted.memory else (resident(), peak())
        return {
            "build_s": round(fitted.build_s, 1),
            "p50_ms": cut(wall, 50),
            "p99_ms": cut(wall, 99),
            **({} if name == NLPJS else {"cpu_p50_ms": cut(cpu, 50), "cpu_p99_ms": cut(cpu, 99)}),
            "added_mb": round(now) if fitted.memory else round(now - before),
            "peak_mb": round(most),
        }


def cut(milliseconds: Sequence[float], percent: int) -> float:
    """Return a percentile."""
    return round(quantiles(milliseconds, n=100)[percent - 1], 2)


def resident() -> float:
    """Return the megabytes of this process now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def peak() -> float:
    """Return the most megabytes that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    try:
        print(json.dumps(measure(sys.argv[1], int(sys.argv[2]))))
    except Missing as missing:
        raise SystemExit(str(missing)) from missing
