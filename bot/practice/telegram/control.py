"""The players' acts over HTTP: POST /practice/<act> with JSON arguments; bytes travel as base64."""

import base64
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.practice.telegram.limits import Rates
from bot.practice.telegram.practice import Practice
from bot.practice.telegram.stage import NotThere
from bot.practice.telegram.world import World


def control(world: World) -> list[Route]:
    """Return the routes of the players."""
    acts = _acts(Practice(world))

    async def act(request: Request) -> JSONResponse:
        wanted = acts.get(request.path_params["act"])
        if wanted is None:
            return JSONResponse({"error": "no such act", "acts": sorted(acts)}, 404)
        try:
            return JSONResponse({"result": wanted(**await request.json())})
        except (NotThere, TypeError, ValueError, KeyError) as error:
            return JSONResponse({"error": f"{type(error).__name__}: {error}"}, 400)

    return [Route("/practice/{act}", act, methods=["POST"])]


def _acts(practice: Practice) -> Mapping[str, Callable[..., Any]]:
    same = (
        practice.add_bot, practice.add_user, practice.add_group, practice.add_to_group,
        practice.remove_from_group, practice.join, practice.write, practice.edit, practice.send_location,
        practice.send_contact, practice.send_other, practice.press, practice.press_foreign, practice.block,
        practice.unblock, practice.say_in_group, practice.edit_in_group, practice.migrate,
        practice.shut_topic, practice.remove_topic, practice.fail,
        practice.repeat, practice.seen, practice.seen_in_group, practice.topics, practice.answer,
        practice.waiting,
    )  # fmt: skip

    def send_file(*, data: str, **more: Any) -> int:  # noqa: ANN401 - as posted
        return practice.send_file(data=base64.b64decode(data), **more)

    def file(*, file_id: str) -> str:
        return base64.b64encode(practice.file(file_id)).decode()

    def limits(**rates: Any) -> None:  # noqa: ANN401 - as posted
        practice.limits(Rates(**rates) if rates.pop("on", True) else None)

    def calls(*, token: str, method: str | None = None) -> list[dict[str, Any]]:
        return [asdict(call) for call in practice.calls(token, method)]

    special: dict[str, Callable[..., Any]] = {
        "send_file": send_file, "file": file, "limits": limits, "calls": calls,
    }  # fmt: skip
    return {act.__name__: act for act in same} | special
