"""Who is writing, without asking: a random id in a signed cookie, made at the first message and not before.

The cookie lasts until the browser is closed, or for 30 days if the person agrees that the chat is kept on the
device. It then also says since when: what was said before is not shown, whoever agrees. Behind HTTPS it also
works inside a frame on the organisation's own site (`SameSite=None; Secure; Partitioned`): there the check of
the request's origin keeps strangers out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from itsdangerous import BadData, TimestampSigner, URLSafeTimedSerializer

MAX_AGE = 180 * 24 * 3600  # seconds after which a signature is no longer taken
KEPT = timedelta(days=30)  # so long a chat is kept on a device if the person agrees
VISIT = timedelta(minutes=30)  # so long a page may be drawn again with what was said since it was opened
MOVING = timedelta(minutes=30)  # so long a frame without cookies may hand its chat on to a full page
_MILLISECOND = timedelta(milliseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """Who a cookie says is writing."""

    user: str
    kept_since: datetime | None = (
        None  # from when on the chat is kept on this device; None: the person did not agree
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Ticket:
    """An uploaded file that waits to be sent, as the visitor's browser holds it: signed, theirs alone."""

    key: str
    name: str
    media_type: str
    size: int
    kind: str


class Sessions:
    """Signs and reads cookies and upload tickets."""

    def __init__(self, key: bytes | Sequence[bytes], *, secure: bool) -> None:
        """Take the signing key, of several the last; `secure` when people reach the site by HTTPS."""
        self._signer = TimestampSigner(key, salt="wasl.web.session")
        self._tickets = URLSafeTimedSerializer(key, salt="wasl.web.file")
        self._visits = TimestampSigner(key, salt="wasl.web.visit")
        self._moves = URLSafeTimedSerializer(key, salt="wasl.web.move")
        self._secure = secure

    def cookie_name(self, organisation: str) -> str:
        """Return the cookie's name."""
        return f"wasl_{organisation}"

    def known(self, cookie: str | None) -> Known | None:
        """Return the visitor of a cookie, or None if there is no good one."""
        if not cookie:
            return None
        try:
            user, _, since = self._signer.unsign(cookie, max_age=MAX_AGE).decode().partition("!")
            if since:
                self._signer.unsign(cookie, max_age=int(KEPT.total_seconds()))
        except BadData:
            return None
        return Known(user=user, kept_since=_time(since) if since else None)

    def begin(self, organisation: str, user: str) -> str:
        """Return the Set-Cookie value that begins a session."""
        return self._set_cookie(organisation, self._signer.sign(user).decode())

    def keep(self, organisation: str, user: str, *, since: datetime) -> str:
        """Return the Set-Cookie value that keeps a session on the device, and what is said from a time on."""
        value = self._signer.sign(f"{user}!{_stamp(since)}").decode()
        return f"{self._set_cookie(organisation, value)}; Max-Age={int(KEPT.total_seconds())}"

    def visit(self, since: datetime) -> str:
        """Return what a page holds to be drawn again with everything since it was opened."""
        return self._visits.sign(_stamp(since)).decode()

    def read_visit(self, signed: str | None) -> datetime | None:
        """Return since when a visit lasts; None if it is over or was never one."""
        try:
            return _time(self._visits.unsign(signed or "", max_age=int(VISIT.total_seconds())).decode())
        except BadData:
            return None

    def move(self, organisation: str, user: str) -> str:
        """Return what a frame holds to go on in a full page, if its browser keeps no cookie of ours in it."""
        return str(self._moves.dumps((organisation, user)))

    def read_move(self, organisation: str, signed: str) -> str | None:
        """Return whose chat goes on; None if it is too late, or was never signed for this organisation."""
        try:
            of, user = self._moves.loads(signed, max_age=int(MOVING.total_seconds()))
        except (BadData, ValueError):
            return None
        return str(user) if of == organisation else None

    def end(self, organisation: str) -> str:
        """Return the Set-Cookie value that ends it."""
        return self._set_cookie(organisation, "") + "; Max-Age=0"

    def _set_cookie(self, organisation: str, value: str) -> str:
        # written by hand: Python 3.11's cookies do not know "Partitioned"
        rules = "SameSite=None; Secure; Partitioned" if self._secure else "SameSite=Lax"
        return f"{self.cookie_name(organisation)}={value}; Path=/{organisation}; HttpOnly; {rules}"

    def ticket(self, user: str, ticket: Ticket) -> str:
        """Sign a ticket for one visitor."""
        fields = (user, ticket.key, ticket.name, ticket.media_type, ticket.size, ticket.kind)
        return self._tickets.dumps(fields)

    def read_ticket(self, user: str, signed: str) -> Ticket | None:
        """Read one back; None if it is not this visitor's."""
        try:
            owner, key, name, media_type, size, kind = self._tickets.loads(signed, max_age=MAX_AGE)
        except (BadData, ValueError):
            return None
        return (
            Ticket(key=key, name=name, media_type=media_type, size=size, kind=kind) if owner == user else None
        )


def _stamp(at: datetime) -> str:
    return str((at - _EPOCH) // _MILLISECOND)


def _time(stamp: str) -> datetime:
    return _EPOCH + int(stamp) * _MILLISECOND
