"""Which bot speaks for which organisation. Pure; needs no library."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.settings import Settings

_TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{3,}")


class BadTokenError(ValueError):
    """A token that is none, or one that two settings name; the message says which setting."""


@dataclass(frozen=True, kw_only=True, slots=True, repr=False)
class Account:
    """One bot. Its token is never shown, not even in a traceback."""

    token: str
    organisations: tuple[str, ...]  # served by it, in order

    @property
    def id(self) -> int:
        """The bot's number: the part of the token that is no secret."""
        return int(self.token.partition(":")[0])

    def __repr__(self) -> str:
        """Show the bot without its secret."""
        return f"Account(id={self.id}, organisations={self.organisations})"


def configured(settings: Settings, organisations: Sequence[str]) -> tuple[Account, ...]:
    """Return the beneficiaries' bots that the settings name. Raises BadTokenError, also for the staff's."""
    if (desk := settings.telegram_desk_token) is not None:
        _account("WASL_TELEGRAM_DESK_TOKEN", desk.get_secret_value(), ())
    shared = settings.telegram_token
    own = {each: token.get_secret_value() for each, token in settings.telegram_tokens.items()}
    return accounts(own, shared.get_secret_value() if shared else None, organisations)


def accounts(own: Mapping[str, str], shared: str | None, organisations: Sequence[str]) -> tuple[Account, ...]:
    """Return the bots: one per organisation with a token of its own, and the shared one for the others.

    `own` maps organisation id → token, `-` written `_`. Raises BadTokenError.
    """
    ids = {each.replace("-", "_"): each for each in organisations}
    for written in own:
        if written not in ids:
            raise BadTokenError(f"WASL_TELEGRAM_TOKEN_{written.upper()}: there is no such organisation")
    own = {ids[written]: token for written, token in own.items()}
    found = [_account(_setting(each), own[each], (each,)) for each in sorted(own)]
    others = tuple(each for each in organisations if each not in own)
    if shared and others:
        found.append(_account("WASL_TELEGRAM_TOKEN", shared, others))
    if len({account.id for account in found}) < len(found):
        raise BadTokenError("WASL_TELEGRAM_TOKEN…: two organisations name the same bot; use the shared token")
    return tuple(found)


def _setting(organisation: str) -> str:
    return f"WASL_TELEGRAM_TOKEN_{organisation.upper().replace('-', '_')}"


def _account(setting: str, token: str, organisations: tuple[str, ...]) -> Account:
    if not _TOKEN.fullmatch(token.strip()):
        raise BadTokenError(f"{setting}: a token looks like 123456:ABC-DEF…, as @BotFather gives it")
    return Account(token=token.strip(), organisations=organisations)
