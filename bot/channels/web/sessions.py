"""Who is writing, without asking: a random id in a signed cookie, made at the first message and not before.

The cookie lasts until the browser is closed. Behind HTTPS it also works inside a frame on the organisation's
own site (`SameSite=None; Secure; Partitioned`): there the check of the request's origin keeps strangers out.
"""

from dataclasses import dataclass

from itsdangerous import BadData, TimestampSigner, URLSafeTimedSerializer

MAX_AGE = 180 * 24 * 3600  # seconds after which a signature is no longer taken


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

    def __init__(self, key: bytes, *, secure: bool) -> None:
        """Take the signing key; `secure` when people reach the site by HTTPS."""
        self._signer = TimestampSigner(key, salt="wasl.web.session")
        self._tickets = URLSafeTimedSerializer(key, salt="wasl.web.file")
        self._secure = secure

    def cookie_name(self, organisation: str) -> str:
        """Return the cookie's name."""
        return f"wasl_{organisation}"

    def user(self, cookie: str | None) -> str | None:
        """Return the visitor's id, or None if there is no good cookie."""
        if not cookie:
            return None
        try:
            return self._signer.unsign(cookie, max_age=MAX_AGE).decode()
        except BadData:
            return None

    def begin(self, organisation: str, user: str) -> str:
        """Return the Set-Cookie value that begins a session."""
        return self._set_cookie(organisation, self._signer.sign(user).decode())

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
