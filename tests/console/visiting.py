"""A visit of a member of staff, without a browser."""

from bot import console
from bot.console.visits import Visit
from bot.worker.service import new_id, utc_now
from tests.browser.assembly import Standing
from tests.channels.web.house import House


async def visit_of(home: House, login: str) -> Visit:
    """Return what a page would be drawn for."""
    staff = await home.store.write(lambda tx: tx.staff.by_login(login))
    if staff is None:
        raise ValueError(login)
    needs = console.Needs(
        store=home.store, files=home.needs.files, desk=home.worker.desk, accept=home.worker.accept,
        contents=home.needs.contents, organisations=home.needs.organisations, content_status=Standing,
        key=b"key", new_id=new_id, now=utc_now,
    )  # fmt: skip
    texts = home.needs.contents("aoun").texts
    return Visit(staff=staff, token="", csrf="", language="ar", texts=texts, needs=needs)
