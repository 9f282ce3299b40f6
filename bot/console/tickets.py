"""Between the password and the code: a signed note that the password was right, good for five minutes."""

from itsdangerous import BadData, URLSafeTimedSerializer

from bot.desk.second_step import mark
from bot.ports.records import Staff

VALID = 300  # seconds


class Tickets:
    """Gives such notes to the page that asks for the code, and takes them back. Nothing is kept here."""

    def __init__(self, key: bytes) -> None:
        """Take the console's signing key."""
        self._signer = URLSafeTimedSerializer(key, salt="wasl.console.second-step")

    def give(self, staff: Staff) -> str:
        """Return the note for an account whose password was right."""
        return self._signer.dumps([staff.id, mark(staff)])

    def take(self, ticket: str) -> tuple[str, str] | None:
        """Return account id and mark of its password; None if it is not ours, or too old."""
        try:
            staff, password_mark = self._signer.loads(ticket, max_age=VALID)
        except (BadData, ValueError):
            return None
        return str(staff), str(password_mark)
