"""nlp.js as a peer: installed on demand into a cache folder, asked over a pipe."""

import json
import os
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path
from typing import Any

from bot.matching import Corpus

SOURCE = Path(__file__).resolve().parent / "peers" / "nlpjs"
FILES = ("package.json", "package-lock.json", "peer.js")


class Missing(Exception):
    """nlp.js cannot be run here; the text says what is missing."""


class NlpJs:
    """A process of nlp.js that has learned one corpus. Close it, or use it as a context."""

    def __init__(self, corpus: Corpus, folder: Path) -> None:
        self._process = subprocess.Popen(
            ["node", "peer.js"], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        phrasings = [{"topic": phrase.topic, "text": phrase.text} for phrase in corpus.phrases]
        built = self._say({"phrasings": phrasings})
        self.build_s: float = built["build_s"]
        self._memory: tuple[float, float] = (built["rss_mb"], built["peak_mb"])
        self.ms: list[float] = []  # what each question took inside Node, without the pipe

    def __enter__(self) -> "NlpJs":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __call__(self, text: str) -> tuple[str | None, float]:
        """Return the intent and its score (0-1); None where nlp.js says that none fits."""
        answer = self._say(text)
        self.ms.append(answer["ms"])
        self._memory = (answer["rss_mb"], answer["peak_mb"])
        return (None, -1.0) if answer["intent"] is None else (answer["intent"], float(answer["score"]))

    def memory(self) -> tuple[float, float]:
        """Return the megabytes of the process: after the last line, and at most so far."""
        return self._memory

    def close(self) -> None:
        """End the process."""
        if self._process.stdin and self._process.stdout:
            self._process.stdin.close()
            self._process.wait(timeout=30)
            self._process.stdout.close()

    def _say(self, value: object) -> Any:  # noqa: ANN401 - any JSON
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(value, ensure_ascii=False) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"nlp.js ended with exit code {self._process.wait()}")
        return json.loads(line)


def installed(cache: Path | None = None) -> Path:
    """Return the folder of an installed nlp.js, made from the lock file the first time.

    Raises Missing where Node or npm is not there, or the packages cannot be had.
    """
    for tool in ("node", "npm"):
        if shutil.which(tool) is None:
            raise Missing(f"nlp.js is left out: {tool} is not on this machine (Node 18 or later is needed)")
    contents = {name: (SOURCE / name).read_bytes() for name in FILES}
    folder = (cache or _cache()) / f"nlpjs-{sha256(b''.join(contents.values())).hexdigest()[:12]}"
    if (folder / "complete").exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise Missing(f"nlp.js is left out: npm could not install it ({reason})")
    (folder / "complete").touch()
    return folder


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "wasl-bench"
