"""`python -m bot.content.fit PATH`: fit the corpus on stdin and write the model to PATH."""

import sys
from pathlib import Path

from pydantic import BaseModel

from bot.content.cache import save
from bot.matching import Corpus, Resources
from bot.matching.fit import fit


class Job(BaseModel):
    """What comes on stdin, as JSON."""

    corpus: Corpus
    resources: Resources


def main() -> None:
    """Fit one model."""
    job = Job.model_validate_json(sys.stdin.buffer.read())
    save(fit(job.corpus, job.resources), Path(sys.argv[1]))


if __name__ == "__main__":
    main()
