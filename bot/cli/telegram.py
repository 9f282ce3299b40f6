"""`wasl telegram`: trying Telegram without a token, and the webhook."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

from bot.cli.knowledge import library, settings
from bot.cli.output import emit, fail, tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.channels.telegram.accounts import Account
    from bot.channels.telegram.webhook import Hook
    from bot.settings import Settings

group = typer.Typer(no_args_is_help=True, help="Telegram.")


@group.command()
def fake(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port.")] = 8081,
) -> None:
    """Run a strict Bot API; point WASL_TELEGRAM_API at it. People are played under /practice."""
    from bot.practice.telegram import serve

    tell(f"WASL_TELEGRAM_API=http://{host}:{port}")
    tell("Any well-formed token serves, e.g. WASL_TELEGRAM_TOKEN_AOUN=111:practice (docs/telegram.md)")
    try:
        serve(host, port)
    except OSError as error:
        fail(f"Cannot listen on {host}:{port}: {error.strerror}.")


@group.command()
def webhook(
    action: Annotated[Literal["set", "verify", "remove"], typer.Argument(help="What to do.")],
) -> None:
    """Set, verify or remove the webhook of every configured bot.

    Exit code 1 if Telegram refused, or if `verify` finds one that points elsewhere or whose last post failed.
    """
    chosen = settings()
    hooks = [_hook(action, bot, chosen) for bot in _bots(action, chosen)]
    for hook in hooks:
        if hook is not None:
            emit({**asdict(hook), "good": hook.good})
    sound = all(hook is not None and (hook.good or action != "verify") for hook in hooks)
    raise typer.Exit(0 if sound else 1)


def _bots(action: str, chosen: "Settings") -> "Sequence[Account]":
    """Return the configured bots. Ends the command if something is missing that the action needs."""
    from bot.channels.telegram.accounts import BadTokenError
    from bot.channels.telegram.secret import SETTING, BadSecretError, checked
    from bot.connections import bots

    if chosen.public_url is None and action != "remove":
        fail("Set WASL_PUBLIC_URL to the https address that Telegram shall post to.")
    if chosen.telegram_webhook_secret is None and action == "set":
        fail(f"Set {SETTING} to 16 to 256 of A-Z a-z 0-9 _ -")
    try:
        if action == "set":
            checked(chosen)
        found = bots(chosen, tuple(library().contents))
    except (BadTokenError, BadSecretError) as error:
        fail(str(error))
    return found or fail("No bot is configured: set WASL_TELEGRAM_TOKEN_<ORG> or WASL_TELEGRAM_TOKEN.")


def _hook(action: str, bot: "Account", chosen: "Settings") -> "Hook | None":
    """Do it for one bot and return how its webhook stands then; say why if Telegram does not let us."""
    import asyncio

    from aiogram.exceptions import AiogramError

    from bot.channels.telegram.failing import because
    from bot.channels.telegram.webhook import webhook_remove, webhook_set, webhook_verify

    secret, address, base = chosen.telegram_webhook_secret, chosen.public_url or "", chosen.telegram_api
    try:
        if action == "set" and secret is not None:
            return asyncio.run(webhook_set(bot, address, secret.get_secret_value(), base=base))
        if action == "remove":
            return asyncio.run(webhook_remove(bot, base=base))
        return asyncio.run(webhook_verify(bot, address, base=base))
    except AiogramError as error:
        tell(f"Bot {bot.id}: {because(error)}")
        return None


@group.command()
def smoke(
    token: Annotated[str | None, typer.Argument(help="A bot's token; stop Wasl before.")] = None,
    group: Annotated[int | None, typer.Option(help="The staff's group: walks through the desk.")] = None,
    *,
    whole: Annotated[
        bool, typer.Option("--whole", help="The main job with the running Wasl; no token.")
    ] = False,
    org: Annotated[str, typer.Option(help="Organisation of --whole.")] = "aoun",
    patience: Annotated[float, typer.Option(help="Seconds that each step of --whole may take.")] = 300,
) -> None:
    """Walk through it on Telegram itself and say what was seen; exit code 1 unless all was."""
    import asyncio

    if whole:
        _walk_whole(org, patience)
    if token is None:
        fail("Give a bot's token, or --whole to walk through the main job with the running Wasl.")
    api = settings().telegram_api
    if group is None:
        from bot.channels.telegram.smoke import smoke as persons

        good = [step.good for step in asyncio.run(persons(token, say=tell, base=api))]
    else:
        from bot.channels.telegram_desk.needs import API
        from bot.channels.telegram_desk.smoke import smoke as staffs

        good = [step.good for step in asyncio.run(staffs(token, group, say=tell, api=api or API))]
    raise typer.Exit(0 if all(good) else 1)


def _walk_whole(organisation: str, patience: float) -> NoReturn:
    """Prompt people step by step, read each from the store, and end the command."""
    from bot.cli.opened import with_rooms
    from bot.demo.whole import whole

    report = with_rooms(lambda rooms: whole(rooms, organisation, say=tell, patience=patience))
    emit(report.summary())
    raise typer.Exit(0 if report.good else 1)
