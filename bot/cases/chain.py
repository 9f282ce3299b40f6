"""The history of a case as a chain: each step is bound to the one before it, and the newest is kept sealed.

Whoever changes, removes, adds or reorders a step in the database breaks a link; whoever writes all links
anew cannot write the sealed head. A detail may be erased (the person's wish): its digest stays, and the chain
holds.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from bot.ports.records import Case, CaseStep

START = "0" * 64  # what the first step is bound to
Fault = Literal["changed", "detail-changed", "gap", "head", "stage", "unchained"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """The newest link of a case's history."""

    case: str
    seq: int
    hash: str

    def dump(self) -> str:
        """Return it as it is sealed."""
        return f"{self.case} {self.seq} {self.hash}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Broken:
    """Where a chain does not hold; `step` is the row's id, None for the case itself."""

    fault: Fault
    step: int | None = None


def load_head(text: str | None, case: str) -> Head:
    """Read a sealed head; that of a case without a chain is the start."""
    if not text:
        return Head(case=case, seq=0, hash=START)
    owner, seq, hashed = text.split(" ")
    return Head(case=owner, seq=int(seq), hash=hashed)


def digest(detail: Mapping[str, Any], nonce: str) -> str:
    """Return the digest of a detail; the nonce keeps short details from being guessed."""
    plain = json.dumps(detail, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{nonce} {plain}".encode()).hexdigest()


def link(head: Head, *, at: datetime, actor: str, action: str, digest: str) -> Head:
    """Return the head after one more step."""
    time = at.astimezone(UTC).isoformat(timespec="microseconds")
    parts = [head.hash, head.case, str(head.seq + 1), time, actor, action, digest]
    hashed = hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
    return Head(case=head.case, seq=head.seq + 1, hash=hashed)


def verify(case: Case, steps: Sequence[CaseStep], sealed: str | None) -> list[Broken]:
    """Return every place where the history was tampered with; steps are in the order of their ids."""
    chained = [step for step in steps if step.hash is not None]
    early = steps[: len(steps) - len(chained)]
    faults = [
        Broken(fault="unchained", step=step.id) for step in steps if step.hash is None and step not in early
    ]
    head = Head(case=case.id, seq=0, hash=START)
    for step in chained:
        faults += _step(head, step)
        head = Head(case=case.id, seq=step.seq or 0, hash=step.hash or "")
    if load_head(sealed, case.id) != head:
        faults.append(Broken(fault="head"))
    if not faults and case.stage != _stage(chained, case.stage):
        faults.append(Broken(fault="stage"))
    return faults


def erased(step: CaseStep) -> bool:
    """Whether a step's detail was erased, which leaves the chain whole."""
    return step.hash is not None and step.nonce is None


def _step(head: Head, step: CaseStep) -> list[Broken]:
    linked = link(head, at=step.at, actor=step.actor, action=step.action, digest=step.digest or "")
    found: list[Fault] = []
    if step.seq != linked.seq:
        found.append("gap")
    elif step.hash != linked.hash:
        found.append("changed")
    if step.nonce is not None and digest(step.detail, step.nonce) != step.digest:
        found.append("detail-changed")
    return [Broken(fault=fault, step=step.id) for fault in found]


def _stage(steps: Sequence[CaseStep], otherwise: str) -> str:
    """Return the stage that the history leads to."""
    stages = [str(step.detail["stage"]) for step in steps if "stage" in step.detail]
    return stages[-1] if stages else otherwise
