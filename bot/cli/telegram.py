"""`wasl telegram`: trying Telegram without a token, and the webhook."""

from dataclasses import asdict
from typing import Annotated, Literal

import typer

from bot.cli.knowledge import library, settings
from bot.cli.output import emit, fail, tell

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
    """Set, verify or remove the webhook of every configured bot."""
    import asyncio

    from bot.channels.telegram.accounts import BadTokenError
    from bot.channels.telegram.webhook import webhook_remove, webhook_set, webhook_verify
    from bot.connections import bots

    chosen, organisations = settings(), tuple(library().contents)
    secret = chosen.telegram_webhook_secret
    if chosen.public_url is None and action != "remove":
        fail("Set WASL_PUBLIC_URL to the https address that Telegram shall post to.")
    if secret is None and action == "set":
        fail("Set WASL_TELEGRAM_WEBHOOK_SECRET to 16 to 256 of A-Z a-z 0-9 _ -")
    address, word = chosen.public_url or "", secret.get_secret_value() if secret else ""
    try:
        found = bots(chosen, organisations)
    except BadTokenError as error:
        fail(str(error))
    for bot in found:
        match action:
            case "set":
                hook = asyncio.run(webhook_set(bot, address, word, base=chosen.telegram_api))
            case "verify":
                hook = asyncio.run(webhook_verify(bot, address, base=chosen.telegram_api))
            case "remove":
                hook = asyncio.run(webhook_remove(bot, base=chosen.telegram_api))
        emit({"bot": bot.id, **asdict(hook)})


@group.command()
def smoke(
    token: Annotated[str, typer.Argument(help="A bot's token; stop Wasl before.")],
    group: Annotated[int | None, typer.Option(help="The staff's group: walks through the desk.")] = None,
) -> None:
    """Walk through the main job with a real token and say what was seen; exit code 1 unless all was."""
    import asyncio

    api = settings().telegram_api
    if group is None:
        from bot.channels.telegram.smoke import smoke as persons

        good = [step.good for step in asyncio.run(persons(token, say=tell, base=api))]
    else:
        from bot.channels.telegram_desk.needs import API
        from bot.channels.telegram_desk.smoke import smoke as staffs

        good = [step.good for step in asyncio.run(staffs(token, group, say=tell, api=api or API))]
    raise typer.Exit(0 if all(good) else 1)
