"""The page of colleagues: all chats of somebody who leaves are handed on."""

import re

from tests.channels.web.house import House
from tests.console.test_console import a_chat, address_of, post, signed_in

PAGE = "/console/colleagues"


async def test_a_supervisor_hands_all_chats_on(home: House) -> None:
    chat = await a_chat(home)
    page = address_of(chat)
    async with signed_in(home, "sara", role="researcher") as sara:
        await post(sara, f"{page}/claim", page)
        async with signed_in(home, "omar") as supervisor:
            shown = (await supervisor.get(PAGE)).text
            assert "معه محادثة واحدة" in shown
            ((own, _),) = re.findall(r'value="(\w{32})">(Omar)<', shown)
            done = await post(supervisor, f"{PAGE}/leave", PAGE, login="sara", to=own)
            assert "انتقلت محادثة واحدة" in done.text
            row = await home.store.read.conversation("aoun", chat.id)
            assert row is not None
            assert row.holder == own
        assert (await sara.get("/console/mine")).headers["location"] == "/console/sign-in"


async def test_who_may_not(home: House) -> None:
    async with signed_in(home, "sara", role="researcher") as sara, signed_in(home, "omar") as omar:
        form = {"login": "omar", "to": ""}
        assert (await post(sara, f"{PAGE}/leave", "/console/account", **form)).status_code == 403
        assert (await post(omar, f"{PAGE}/leave", PAGE, **form)).status_code == 403  # oneself
        locking = {"login": "sara", "to": "", "lock": "1"}
        assert (await post(omar, f"{PAGE}/leave", PAGE, **locking)).status_code == 403  # no administrator
        assert (await post(omar, f"{PAGE}/leave", PAGE, login="ghost", to="")).status_code == 404


async def test_a_taker_that_is_not_there_changes_nothing(home: House) -> None:
    chat = await a_chat(home)
    page = address_of(chat)
    async with signed_in(home, "sara", role="researcher") as sara, signed_in(home, "omar") as omar:
        await post(sara, f"{page}/claim", page)
        answer = await post(omar, f"{PAGE}/leave", PAGE, login="sara", to="team:none")
        assert answer.status_code == 409
        assert "لم يتغير شيء" in answer.text
        assert (await sara.get("/console/mine")).status_code == 200
