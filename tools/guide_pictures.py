"""Takes the pictures of docs/guides with the real console: `python -m tools.guide_pictures`.

An installation is made for it, people write, a request goes as far as the committee, and a browser looks.
Needs Debian's chromium, and half a minute or more if the content has changed since it was last fitted.
"""

import base64
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

from bot.app import Rooms
from bot.demo.cases import CHANNELS, LOGIN, NAME, PASSWORD, REFERENCE, REQUEST
from bot.demo.office import Office
from bot.demo.product import installation
from bot.demo.visitor import Visitor
from bot.desk.accounts import NewAccount, create
from bot.desk.passwords import hash_password
from bot.messages import Language
from bot.ports.records import Role
from bot.worker.service import new_id, utc_now
from tests.browser.conftest import ARGUMENTS, CHROMIUM, DESK, PHONE

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "guides" / "pictures"
ORG = "aoun"
QUALITY = 0.82  # of WebP
TOPIC = "knowledge/common/review-time.yaml"
SHOTS: tuple[tuple[Language, str, tuple[int, int]], ...] = (
    ("ar", "phone", PHONE),
    ("ar", "desk", DESK),
    ("en", "desk", DESK),
)
OPEN = ("هل توزعون سلال غذائية في رمضان", "توزعون سلال غذائيه برمضان؟", "كم راتب الموظف عندكم")
_AS_WEBP = """async ([png, quality]) => {
  const picture = new Image();
  picture.src = `data:image/png;base64,${png}`;
  await picture.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [picture.width, picture.height];
  canvas.getContext("2d").drawImage(picture, 0, 0);
  return canvas.toDataURL("image/webp", quality).split(",")[1];
}"""


def main() -> None:
    """Take them all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with installation(ROOT / "models") as place:
        place.work(_account)
        with place.serving({}) as address, httpx.Client(timeout=30, follow_redirects=True) as client:
            pages = _happen(address, client)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
                named = "".join(path.read_text("utf-8") for path in FOLDER.parent.glob("*.md"))
                painter = browser.new_page()
                for language, size_name, size in SHOTS:
                    desk = _signed_in(browser, address, language, size)
                    for name, page in pages.items():
                        if f"{name}-{language}-{size_name}" not in named:
                            continue
                        _prepared(desk, name, f"{address}/console{page}")
                        _keep(painter, desk, f"{name}-{language}-{size_name}")
                browser.close()


async def _account(rooms: Rooms) -> None:
    """Make the secretary's account, its password chosen already."""
    roles: dict[str, Role] = dict.fromkeys(CHANNELS, "administrator")
    new = NewAccount(id=new_id(), login=LOGIN, name="أمل", roles=roles)
    await create(rooms.store, new, now=utc_now(), password=PASSWORD)
    hashed = hash_password(PASSWORD)
    await rooms.store.write(lambda tx: tx.staff.set_password(new.id, password_hash=hashed, must_change=False))


def _happen(address: str, client: httpx.Client) -> Mapping[str, str]:
    """Let people write and the office work; return the pages to look at, below the console."""
    office = Office(address, client)
    office.enter(LOGIN, PASSWORD)
    with httpx.Client(timeout=30) as here:
        visitor = Visitor(address, ORG, here)
        visitor.write("أبغى أقدم طلب دعم")
        for act, seen in REQUEST:
            visitor.does(act)
            visitor.sees(seen)
    asked = (("كم مدة الرد على طلبي", "أبغى أكلم موظف"), ("I want to talk to a person",))
    chats = [_waits(address, *said) for said in asked]
    for unknown in OPEN:
        _waits(address, unknown)
    _shelved(office, client, address)
    listed = REFERENCE.search(office.page(f"/cases?org={ORG}"))
    if listed is None:
        raise SystemExit(f"the request of {NAME} is not in the list")
    case = listed[0]
    office.make(ORG, case, "check", rest="accepted")
    office.make(ORG, case, "register")
    office.make(ORG, case, "to-committee")
    session = office.post("/committee", "/committee", org=ORG, at=_today(), place="مقر الجمعية")
    office.post(f"{session}/attend", session, present="عضو أول\nعضو ثان\nأمينة اللجنة", absent="")
    office.post(f"{session}/put", session, ("case", case))
    return {
        "queue": "/waiting",
        "chat": f"/chat/{ORG}/{chats[0]}",
        "case": f"/cases/{ORG}/{case}",
        "committee": session,
        "topics": "/authoring?q=مدة",
        "topic": f"/authoring/topic?file={TOPIC}",
        "questions": "/authoring/questions",
        "documents": f"/documents?org={ORG}",
    }


def _waits(address: str, *said: str) -> str:
    """Let somebody write until they wait for a person; return their conversation."""
    with httpx.Client(timeout=30) as here:
        visitor = Visitor(address, ORG, here)
        for text in said:
            visitor.write(text)
            time.sleep(2)
        return str(here.get(f"{address}/{ORG}/api/history").json()["conversation"])


def _shelved(office: Office, client: httpx.Client, address: str) -> None:
    """Put two documents on the shelf."""
    token = office.token("/documents")
    for document, audience in (("request-form", "public"), ("bylaws", "staff")):
        fields = {"csrf": token, "document": document, "audience": audience}
        file = {"file": (f"{document}.txt", "نموذج".encode())}
        client.post(f"{address}/console/documents/{ORG}", data=fields, files=file).raise_for_status()


def _today() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M")


def _signed_in(browser: Browser, address: str, language: Language, size: tuple[int, int]) -> Page:
    page = browser.new_context(viewport={"width": size[0], "height": size[1]}).new_page()
    page.goto(f"{address}/console/sign-in?lang={language}")
    page.fill("[name=login]", LOGIN)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/waiting")
    return page


def _prepared(page: Page, name: str, address: str) -> None:
    """Open a page and scroll to what the guide speaks of."""
    page.goto(address)
    page.wait_for_timeout(600)
    if name == "case":
        page.evaluate("document.querySelector('.steps, .answers')?.scrollIntoView({ block: 'center' })")
    if name == "chat":
        page.evaluate("scrollTo(0, 0)")


def _keep(painter: Page, page: Page, name: str) -> None:
    png = base64.b64encode(page.screenshot()).decode()
    (FOLDER / f"{name}.webp").write_bytes(base64.b64decode(painter.evaluate(_AS_WEBP, [png, QUALITY])))


if __name__ == "__main__":
    main()
