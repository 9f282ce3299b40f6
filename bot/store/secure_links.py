"""One-time links to a page on which one question of a conversation is answered."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from bot.ports.records import SecureLink
from bot.store.repository import Repository
from bot.store.statements import ORG, binds, insertion, within
from bot.store.tables import secure_links

_l = secure_links.c
_add = insertion(secure_links, "id", "used_at")
_this = (_l.organisation_id == ORG) & (_l.token_hash == bindparam("hashed"))
_find = select(secure_links).where(_this)
_use = update(secure_links).where(_this, _l.used_at.is_(None)).values(binds("used_at"))
_drop = delete(secure_links).where(
    within(secure_links), _l.expires_at < bindparam("before", type_=_l.expires_at.type)
)


class SecureLinkRows(Repository):
    """`bot.ports.store.SecureLinks`."""

    def add(self, link: SecureLink) -> None:
        """Keep a new link."""
        self._change(
            _add,
            organisation_id=link.organisation,
            conversation_id=link.conversation,
            token_hash=link.token_hash,
            question=link.question,
            created_at=link.created_at,
            expires_at=link.expires_at,
        )

    def find(self, organisation: str, token_hash: str) -> SecureLink | None:
        """Return a link of an organisation, used or not; None if there is none."""
        row = self._first(_find, org=organisation, hashed=token_hash)
        if row is None:
            return None
        return SecureLink(
            organisation=row.organisation_id,
            conversation=row.conversation_id,
            token_hash=row.token_hash,
            question=row.question,
            created_at=row.created_at,
            expires_at=row.expires_at,
            used_at=row.used_at,
        )

    def use(self, organisation: str, token_hash: str, *, at: datetime) -> bool:
        """Use a link up. False if it was used before, or is not there."""
        return self._change(_use, org=organisation, hashed=token_hash, used_at=at) > 0

    def drop(self, organisation: str, conversation: str, *, before: datetime) -> int:
        """Remove a conversation's links that expired before a time; return how many."""
        return self._change(_drop, org=organisation, conv=conversation, before=before)
