"""The recorded life of a case in every association: Telegram, website, telephone; from question to report.

The person of the first association asks on the website, applies on Telegram, completes the request in
a call that staff log, and ties website and Telegram with a code: one person, one case. Those of two others
are on the website only; in the other two they call, and a member of staff fills the form in for them.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from bot.app import Rooms
from bot.cases.service import own
from bot.cases.verifying import faults
from bot.demo.case_run import WHOLE_PLACE, Run
from bot.demo.office import Office
from bot.demo.people import AOUN, NOURA, TOKEN
from bot.demo.product import NotStartedError, asking_at_once, installation
from bot.demo.request import NAME
from bot.demo.steps import NotSeenError, Report, Say, Step
from bot.desk.accounts import NewAccount, create
from bot.desk.passwords import hash_password
from bot.ports.records import Case, Role
from bot.practice.telegram import Practice, started
from bot.reports.tables import HIDDEN
from bot.worker.service import new_id, utc_now

CHANNELS = {AOUN: "telegram", "banan": "web", "miras": "web", "livelaw": "phone", "khuzam": "phone"}
LOGIN, PASSWORD = "secretary", "a-password-for-the-demonstration"
MADE = (  # steps of a case in order, as its history has to hold them
    "opened", "check", "return", "complete", "check", "register", "to-committee", "accept",
    "committee-session", "arrange", "give", "close",
)  # fmt: skip


def demo(models: Path, *, say: Say, failing: str | None = None) -> Report:
    """Play it; return what was seen and what is in the store. `failing`: a method that Telegram refuses."""
    report = Report(demo="cases")
    report.begin(say)
    with started(any_token=True) as practice, installation(models) as place:
        place.work(_secretary)
        practice.add_bot(TOKEN, username="wasl_demo_bot")
        practice.add_user(NOURA, name="نورة")
        settings = {"WASL_TELEGRAM_API": practice.base, "WASL_TELEGRAM_TOKEN_AOUN": TOKEN}
        settings |= asking_at_once(place)
        try:
            with place.serving(settings) as address, _clients() as (here, there):
                report.started(say)
                if failing is not None:
                    practice.fail("500", method=failing, times=10**6)
                office = Office(address, there)
                report.play(_steps(practice, address, office, here), say)
        except NotStartedError as error:
            say(str(error))
            return report
        report.prove(lambda: place.work(_proofs), say)
    report.end(say)
    return report


@contextmanager
def _clients() -> Iterator[tuple[httpx.Client, httpx.Client]]:
    with httpx.Client(timeout=20) as here, httpx.Client(timeout=20, follow_redirects=True) as there:
        yield here, there


def _steps(practice: Practice, address: str, office: Office, here: httpx.Client) -> tuple[Step, ...]:
    def enter() -> None:
        office.enter(LOGIN, PASSWORD)

    steps = [Step(name="sign-in", title="دخول الموظفة / staff sign in", play=enter)]
    for organisation, channel in CHANNELS.items():
        run = Run(practice, address, office, here, organisation, channel)
        steps += run.steps()

    def read_report() -> None:
        report_of_all(office)

    return (*steps, Step(name="report", title="تقرير المدير / the report for managers", play=read_report))


def report_of_all(office: Office) -> None:
    """Read the report: five acceptances; five people asked, each alone and so hidden; no name in it."""
    page = re.sub(r"<[^>]+>", "|", office.page("/reports"))
    cells = [cell.strip() for cell in page.split("|") if cell.strip()]
    for wanted in (("طلب دعم", "✅ قبول", "1"), ("1", HIDDEN, HIDDEN)):
        found = sum(tuple(cells[at : at + len(wanted)]) == wanted for at in range(len(cells)))
        if found < len(CHANNELS):
            raise NotSeenError(f"the report says {' '.join(wanted)} {found} times, not {len(CHANNELS)}")
    if NAME in page:
        raise NotSeenError("the report names a person")
    for ending, begins in (("pdf", b"%PDF"), ("xlsx", b"PK")):
        if not office.file(f"/reports/file.{ending}").startswith(begins):
            raise NotSeenError(f"the report is no {ending}")


async def _secretary(rooms: Rooms) -> None:
    """Make an account that may decide in every association, its password chosen already."""
    roles: dict[str, Role] = dict.fromkeys(CHANNELS, "administrator")
    new = NewAccount(id=new_id(), login=LOGIN, name="أمينة اللجنة", roles=roles)
    await create(rooms.store, new, now=utc_now(), password=PASSWORD)
    hashed = hash_password(PASSWORD)
    await rooms.store.write(lambda tx: tx.staff.set_password(new.id, password_hash=hashed, must_change=False))


async def _proofs(rooms: Rooms) -> dict[str, bool]:
    """Return by name what has to be in the store of each association, and whether it is."""
    found: dict[str, bool] = {}
    for organisation, channel in CHANNELS.items():
        cases = await rooms.store.read.cases([organisation])
        found[f"{organisation}: one case"] = len(cases) == 1
        for case in cases:
            kept = await _kept(rooms, case, channel)
            found |= {f"{organisation}: {name}": there for name, there in kept.items()}
    return found


async def _kept(rooms: Rooms, case: Case, channel: str) -> dict[str, bool]:
    read, organisation = rooms.store.read, case.organisation
    chat = await read.conversation(organisation, case.conversation or "")
    history = [step.action for step in await read.case_steps(organisation, case.id)]
    surveys = await rooms.store.write(lambda tx: tx.people.kept(organisation, chat.id if chat else ""))
    told = {notice.status for notice in await read.case_notices(organisation, case.id)}
    return {
        "closed": case.stage == "closed",
        "the channel": chat is not None and chat.address.channel == channel,
        "every step": [action for action in history if action != "called"] == list(MADE),
        "every notice told": told == {"told"},
        "the corrected answer": WHOLE_PLACE in str(case.answers.get("place")),
        "the stars": [survey["stars"] for survey in surveys["surveys"]] == [5],
        "an unbroken history": not await faults(read, case),
        "one person": channel != "telegram" or await _is_one_person(rooms, case),
    }


async def _is_one_person(rooms: Rooms, case: Case) -> bool:
    """Whether the case is seen from the website, tied by code, and from a call of who applied on Telegram."""
    organisation = case.organisation
    theirs = await rooms.store.read.of_person(organisation, case.person or "")
    tied = await rooms.store.write(lambda tx: tx.ways.tied(organisation, case.conversation or ""))
    chats = {chat.address.channel: chat for chat in (*theirs, *tied)}
    seen = await rooms.store.write(lambda tx: [own(tx, chat) for chat in chats.values()])
    return set(chats) == {"telegram", "phone", "web"} and all(
        [one.reference for one in cases] == [case.reference] for cases in seen
    )
