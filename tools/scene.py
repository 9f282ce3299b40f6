"""An association at work, for pictures and checks of every page: people write, cases move.

`wasl serve` runs on an installation of its own; what happens there goes through its pages, and what takes
weeks or an accident (a letter that could not be sent, somebody's agreement) is written into its store
beforehand.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from uuid import uuid4

import httpx

from bot.app import Rooms
from bot.demo.case_run import REFERENCE
from bot.demo.cases import CHANNELS, LOGIN, PASSWORD
from bot.demo.office import Office
from bot.demo.product import asking_at_once, installation
from bot.demo.request import NAME, PHONE, REQUEST
from bot.demo.visitor import Visitor
from bot.desk.accounts import NewAccount, create
from bot.desk.passwords import hash_password
from bot.messages import Address, Message
from bot.outreach import wishes
from bot.ports.records import Role
from bot.ports.store import Transaction
from bot.worker.service import new_id, utc_now

ROOT = Path(__file__).resolve().parent.parent
ORG = "aoun"
PATIENCE = 120.0  # seconds: a busy machine is slow, not wrong
TOPIC = "knowledge/common/review-time.yaml"
FLOW = "flows/support-request.yaml"
COLLEAGUES: tuple[tuple[str, str, Role], ...] = (
    ("sara", "سارة", "researcher"),
    ("fahad", "فهد", "supervisor"),
)
OPEN = ("هل توزعون سلال غذائية في رمضان", "توزعون سلال غذائيه برمضان؟", "كم راتب الموظف عندكم")
FINDINGS = (
    ("الانتظار طويل صباح الأحد", "2030-01-05"),
    ("لا يعرف الناس أن الطلب يُقدَّم من الجوال", "2030-02-01"),
)
_NOT_SENT = "الوثائق التي أرسلتها لرقم الهوية {} غير واضحة. أرسلها من جديد."
_ACTING: tuple[tuple[str, str], ...] = (  # of the flow: what is done, and what is seen then
    ("flow:acting-for", "do:agree"),
    ("do:agree", "pick:relation:agent"),
    ("pick:relation:agent", "pick:scope:follow"),
    ("pick:scope:follow", "pick:scope:done"),
    ("pick:scope:done", "رقم طلبه"),
    ("do:skip", "pick:safe_to_tell:talk"),
    ("pick:safe_to_tell:talk", "صورة الوثيقة"),
    ("do:skip", "اسم من تتابع عنه"),
    (f"={NAME}", "رقم هويته"),
    ("=١٠٠٠٠٠٠٠٠٨", "اسمك أنت"),
    ("=سعاد علي", "رقم هويتك"),
    ("=1012345672", "رقم جوالك"),
    ("=0509876543", "pick:review:send"),
    ("pick:review:send", "وصل طلبك"),
)
_INTERVIEW: tuple[tuple[str, str], ...] = (
    ("flow:interview", "do:agree"),
    ("do:agree", "عمَّ تود"),
    ("do:skip", "pick:days:any"),
    ("pick:days:any", "pick:days:done"),
    ("pick:days:done", "pick:part_of_day:any"),
    ("pick:part_of_day:any", "يلزمك شيء"),
    ("do:skip", "بأي اسم"),
    (f"={NAME}", "رقم جوالك"),
    (f"={PHONE}", "pick:review:send"),
    ("pick:review:send", "وصلت رغبتك"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    """Where it is, and what the addresses of its pages are made of (`tools/pages.py`)."""

    address: str
    fields: Mapping[str, str]


@contextmanager
def staged() -> Iterator[Scene]:
    """Let it happen, and serve it meanwhile."""
    with installation(ROOT / "models") as place:
        place.work(_before)
        with (
            place.serving(asking_at_once(place)) as address,
            httpx.Client(timeout=PATIENCE, follow_redirects=True) as client,
        ):
            yield Scene(address=address, fields=_happen(address, client))


async def _before(rooms: Rooms) -> None:
    """Make the accounts, their passwords chosen already, and what took its time."""
    roles: dict[str, Role] = dict.fromkeys(CHANNELS, "administrator")
    made = [await _account(rooms, LOGIN, "أمل", roles)]
    made += [await _account(rooms, login, name, {ORG: role}) for login, name, role in COLLEAGUES]
    await rooms.store.write(lambda tx: _grown(tx, made))


async def _account(rooms: Rooms, login: str, name: str, roles: dict[str, Role]) -> str:
    new = NewAccount(id=new_id(), login=login, name=name, roles=roles)
    await create(rooms.store, new, now=utc_now(), password=PASSWORD)
    hashed = hash_password(PASSWORD)
    await rooms.store.write(lambda tx: tx.staff.set_password(new.id, password_hash=hashed, must_change=False))
    return new.id


def _grown(tx: Transaction, staff: list[str]) -> None:
    """People on Telegram who agreed to hear news and gave stars, a team, and a letter that did not arrive."""
    now = utc_now()
    for member in staff:
        tx.teams.join(ORG, member, "legal")
    for number in range(12):
        place = Address(organisation=ORG, channel="telegram", user=f"{7100 + number}")
        chat = tx.conversations.open(place, language="ar", now=now - timedelta(days=number))
        wishes.agree(tx, chat, method="form", now=now)
        tx.people.keep_rating(ORG, chat.id, stars=5 - number % 3, reason="", at=now - timedelta(days=number))
    message = Message(text=_NOT_SENT.format("1012345672"), language="ar")
    masked = _NOT_SENT.format("1•••••••72")
    line = tx.transcript.add(
        ORG, chat.id, direction="out", text=masked, message=message, at=now, delivery="queued"
    )
    letter = tx.outbox.queue(
        chat.id, address=place, message=message, line=line, staff=None, priority=5, not_before=now
    )
    tx.outbox.dead(ORG, letter, error="gave up after 8 attempts: Unreachable", at=now)


def _happen(address: str, client: httpx.Client) -> Mapping[str, str]:
    """Let people write and the office work; return what addresses are made of."""
    office = Office(address, client)
    office.enter(LOGIN, PASSWORD)
    case = _asks(address, office, REQUEST)
    wish = _asks(address, office, _ACTING)
    _asks(address, office, _INTERVIEW)
    asked = (("كم مدة الرد على طلبي", "أبغى أكلم موظف"), ("I want to talk to a person",), ("أبغى أكلم موظف",))
    chats = [_waits(address, *said) for said in asked]
    for unknown in OPEN:
        _waits(address, unknown)
    _shelved(office, client, address)
    session = _committee(office, case)
    _planned(office)
    _spoken_for(office, chats)
    note = office.post(
        "/contacts", "/contacts", org=ORG, channel="phone", language="ar", words="يسأل عن طلبه", name=NAME,
        phone=PHONE,
    )  # fmt: skip
    campaign = _written(office)
    _published(office, client, address)
    return {
        "org": ORG, "case": case, "wish": wish, "chat": chats[0], "session": session, "contact": note,
        "campaign": campaign, "day": day_ahead(1), "topic": TOPIC, "flow": FLOW,
    }  # fmt: skip


def _asks(address: str, office: Office, script: tuple[tuple[str, str], ...]) -> str:
    """Let somebody fill in a form on the website; return the reference of their case."""
    known = set(REFERENCE.findall(office.page(f"/cases?org={ORG}")))
    with httpx.Client(timeout=PATIENCE) as here:
        visitor = Visitor(address, ORG, here)
        visitor.write("القائمة")
        for act, seen in script:
            visitor.does(act)
            visitor.sees(seen, seconds=PATIENCE)
    new = set(REFERENCE.findall(office.page(f"/cases?org={ORG}"))) - known
    if len(new) != 1:
        raise SystemExit(f"one new case was to be in the list, not {len(new)}")
    (reference,) = new
    return str(reference)


def _waits(address: str, *said: str) -> str:
    """Let somebody write until they wait for a person; return their conversation."""
    with httpx.Client(timeout=PATIENCE) as here:
        visitor = Visitor(address, ORG, here)
        for text in said:
            visitor.write(text)
            visitor.sees("", seconds=PATIENCE)
        return str(here.get(f"{address}/{ORG}/api/history").json()["conversation"])


def _shelved(office: Office, client: httpx.Client, address: str) -> None:
    """Put two documents on the shelf."""
    token = office.token("/documents")
    for document, audience in (("request-form", "public"), ("bylaws", "staff")):
        fields = {"csrf": token, "document": document, "audience": audience}
        file = {"file": (f"{document}.txt", "نموذج".encode())}
        client.post(f"{address}/console/documents/{ORG}", data=fields, files=file).raise_for_status()


def _committee(office: Office, case: str) -> str:
    """Bring a case to a session; return the session's page."""
    office.make(ORG, case, "check", rest="accepted")
    office.make(ORG, case, "register")
    office.make(ORG, case, "to-committee")
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M")
    session = office.post("/committee", "/committee", org=ORG, at=now, place="مقر الجمعية")
    office.post(f"{session}/attend", session, present="عضو أول\nعضو ثان\nأمينة اللجنة", absent="")
    office.post(f"{session}/put", session, ("case", case))
    return session


def _planned(office: Office) -> None:
    """Times of interviews, findings, and the roster."""
    for day in (1, 2):
        office.post(
            f"/calendar/{ORG}/add", f"/calendar?org={ORG}", ("from", "09:00"), day=day_ahead(day),
            length="30", count="4", place="مقر الجمعية",
        )  # fmt: skip
    for finding, due in FINDINGS:
        office.post(
            f"/improvements/{ORG}", f"/improvements?org={ORG}", source="typed", origin="", finding=finding,
            department="الاستقبال", owner="مشرف الاستقبال", due=due,
        )  # fmt: skip
    page = f"/roster?org={ORG}"
    sara, fahad = (_option(office, page, name) for _, name, _ in COLLEAGUES)
    week = [("day", day) for day in ("sun", "mon", "tue")]
    office.post(f"/roster/{ORG}/shift", page, *week, who=sara, opens="08:00", closes="14:00")
    office.post(f"/roster/{ORG}/absence", page, who=fahad, first=day_ahead(1), last=day_ahead(3), cover=sara)


def _option(office: Office, page: str, name: str) -> str:
    """Return the value of a choice by its words."""
    found = re.search(rf'<option value="([^"]+)"[^>]*>{name}<', office.page(page))
    if found is None:
        raise SystemExit(f"{name} cannot be chosen on {page}")
    return found[1]


def _spoken_for(office: Office, chats: list[str]) -> None:
    """One chat is held by the visitor, another is put off until tomorrow."""
    held, later = (f"/chat/{ORG}/{chat}" for chat in (chats[0], chats[2]))
    office.post(f"{held}/claim", held)
    seen = re.search(r'name="seen_line" value="(\d+)"', office.page(held))
    words = "أهلًا بك، أنا معك. ما الذي تودّ السؤال عنه؟"
    office.post(f"{held}/reply", held, text=words, seen_line=seen[1] if seen else "")
    office.post(f"{later}/claim", later)
    office.post(f"{later}/snooze", later, when="tomorrow")


def _written(office: Office) -> str:
    """Write a message to many; return its page."""
    new = f"/outreach/{ORG}/new"
    found = re.search(rf'action="/console(/outreach/{ORG}/[\w-]+)/save"', office.page(new))
    if found is None:
        raise SystemExit("the form of a message to many is not there")
    office.post(
        f"{found[1]}/save", new, new="yes", title="تهنئة رمضان", cap="200", when="yearly", month="9",
        month_day="1", clock="10:00", text_ar="أهلًا {name}، تهنئكم {association} بالشهر الكريم.",
        text_en="Hello {name}, {association} wishes you a blessed month.",
    )  # fmt: skip
    return found[1]


def _published(office: Office, client: httpx.Client, address: str) -> None:
    """Change an answer, with a note for everybody."""
    page = f"/authoring/text?file={TOPIC}"
    base = re.search(r'name="base" value="([^"]+)"', office.page(page))
    source = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", office.page(page), re.DOTALL)
    if base is None or source is None:
        raise SystemExit(f"no text of {TOPIC}")
    text = source[1].replace("gives no maximum", "names no maximum", 1)
    form = {"csrf": office.token(page), "file": TOPIC, "base": base[1], "text": text}
    home = f"{address}/console/authoring"
    review = client.post(f"{home}/text", files=[(name, (None, value)) for name, value in form.items()]).text
    change = re.search(r'name="change" value="([^"]+)"', review)
    if change is None:
        raise SystemExit("a change of an answer is not to be reviewed")
    office.post(
        "/authoring/publish", page, change=unescape(change[1]), why="صياغة أوضح", key=uuid4().hex,
        note_ar="أوضحنا جواب مدة الرد على الطلب.", note_en="The answer on waiting times is clearer now.",
    )  # fmt: skip


def day_ahead(ahead: int) -> str:
    """Return a date some working days ahead: neither Friday nor Saturday."""
    day = datetime.now(UTC)
    while ahead:
        day += timedelta(days=1)
        ahead -= day.weekday() not in (4, 5)
    return day.date().isoformat()
