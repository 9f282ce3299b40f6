"""Where an account is signed in: seen and ended by whom it belongs to."""

from collections.abc import Sequence
from datetime import datetime

from bot.desk.signin import INSTALLATION, token_hash
from bot.ports.records import Session, Staff
from bot.ports.store import Transaction


def sessions(tx: Transaction, staff: Staff, *, now: datetime) -> Sequence[Session]:
    """Return the account's live sessions, newest first."""
    return tx.staff.sessions(staff.id, now=now)


def is_own(session: Session, token: str) -> bool:
    """Whether this is the session of the cookie."""
    return session.token_hash == token_hash(token)


def end(tx: Transaction, staff: Staff, session: str, *, now: datetime) -> bool:
    """End one session by the hash of its token. False if the account has none such."""
    ended = tx.staff.end_session(staff.id, session)
    if ended:
        _audit(tx, staff, now, sessions=1)
    return ended


def end_others(tx: Transaction, staff: Staff, token: str, *, now: datetime) -> int:
    """End all sessions but that of the cookie; return how many there were."""
    others = [one for one in tx.staff.sessions(staff.id, now=now) if not is_own(one, token)]
    for one in others:
        tx.staff.end_session(staff.id, one.token_hash)
    if others:
        _audit(tx, staff, now, sessions=len(others))
    return len(others)


def _audit(tx: Transaction, staff: Staff, now: datetime, **detail: int) -> None:
    tx.staff.audit(
        INSTALLATION, actor=staff.id, action="sessions-ended", subject=staff.id, detail=detail, at=now
    )
