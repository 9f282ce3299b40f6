"""The recorded life of a case in every association: Telegram, website, telephone; from question to report.

The person of the first association is on Telegram, of two on the website; in the other two they call, and a
member of staff fills the form in for them.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import httpx

from bot.app import Rooms
from bot.cases.verifying import faults
from bot.demo.office import Caller, Office
from bot.demo.people import AOUN, NOURA, TOKEN, Person
from bot.demo.product import NotStartedError, asking_at_once, installation
from bot.demo.steps import NotSeenError, Report, Say, Step, until
from bot.demo.visitor import Visitor
from bot.desk.accounts import NewAccount, create
from bot.desk.passwords import hash_password
from bot.ports.records import Case, Role
from bot.practice.telegram import Practice, started
from bot.worker.service import new_id, utc_now

CHANNELS = {AOUN: "telegram", "banan": "web", "miras": "web", "livelaw": "phone", "khuzam": "phone"}
LOGIN, PASSWORD = "secretary", "a-password-for-the-demonstration"
NAME, PHONE = "نورة أحمد", "0501234567"
SERVICE, INTERNAL = "كرسي متحرك", "مستحقة، والوثائق مكتملة"
REFERENCE = re.compile(r"[A-Z]{2,}-\d{4}-\d{5,}-\d")
REQUEST: tuple[tuple[str, str], ...] = (  # what the person does, and what they see then
    ("flow:support-request", "do:agree"),
    ("do:agree", "pick:for_whom:self"),
    ("pick:for_whom:self", "جملة واحدة"),
    ("=كرسي متحرك لوالدتي", "do:skip"),
    ("do:skip", "منذ متى"),
    ("do:skip", "pick:urgency:weeks"),
    ("pick:urgency:weeks", "كم شخصًا"),
    ("do:skip", "أوراقًا معيّنة"),
    ("photo", "pick:papers:done"),
    ("pick:papers:done", "أي مدينة"),
    ("=خميس مشيط", "اسمك الكامل"),
    (f"={NAME}", "رقم هويتك"),
    ("=١٠٠٠٠٠٠٠٠٨", "رقم جوالك"),
    (f"={PHONE}", "الآيبان"),
    ("do:skip", "pick:review:send"),
    ("pick:review:send", "توقيعًا"),
    (f"={NAME}", "وصل طلبك، ورقمه"),
)
SURVEY: tuple[tuple[str, str], ...] = (
    ("flow:survey", "pick:stars:5"),
    ("pick:stars:5", "بكلماتك"),
    ("=وصلتني الخدمة سريعًا", "حفظنا رأيك"),
)
MADE = (  # steps of a case in order, as its history has to hold them
    "opened", "check", "return", "complete", "check", "register", "to-committee", "accept",
    "committee-session", "arrange", "give", "close",
)  # fmt: skip
BY_PHONE = {"complete-for": "complete"}  # how staff call what they did for a caller


class Talker(Protocol):
    """A person on some channel."""

    def does(self, act: str) -> None:
        """Press, write or send a photo."""
        ...

    def sees(self, what: str) -> None:
        """Wait for words or a button. Raises NotSeenError."""
        ...


def demo(models: Path, *, say: Say, failing: str | None = None) -> Report:
    """Play it; return what was seen and what is in the store. `failing`: a method that Telegram refuses."""
    report = Report(demo="cases")
    with started(any_token=True) as practice, installation(models) as place:
        place.work(_secretary)
        practice.add_bot(TOKEN, username="wasl_demo_bot")
        practice.add_user(NOURA, name="نورة")
        settings = {"WASL_TELEGRAM_API": practice.base, "WASL_TELEGRAM_TOKEN_AOUN": TOKEN}
        settings |= asking_at_once(place)
        try:
            with place.serving(settings) as address, _clients() as (here, there):
                say(f"✔ wasl serve ({report.seconds:.0f} s)")
                if failing is not None:
                    practice.fail("500", method=failing, times=10**6)
                office = Office(address, there)
                report.play(_steps(practice, address, office, here), say)
        except NotStartedError as error:
            say(str(error))
            return report
        report.stored = place.work(_proofs)
    missing = [name for name, found in report.stored.items() if not found]
    say(f"✘ ليس في المخزن / not in the store: {', '.join(missing)}" if missing else "✔ المخزن / the store")
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
        run = _Run(practice, address, office, here, organisation, channel)
        steps += run.steps()

    def read_report() -> None:
        report_of_all(office)

    return (*steps, Step(name="report", title="تقرير المدير / the report for managers", play=read_report))


def report_of_all(office: Office) -> None:
    """Read the report: five cases, five acceptances and five answers, all satisfied; no name in it."""
    page = re.sub(r"<[^>]+>", "|", office.page("/reports"))
    cells = [cell.strip() for cell in page.split("|") if cell.strip()]
    for wanted in (("5", "100"), ("طلب دعم", "✅ قبول", "1")):
        if not any(tuple(cells[at : at + len(wanted)]) == wanted for at in range(len(cells))):
            raise NotSeenError(f"the report does not say {' '.join(wanted)}")
    if NAME in page:
        raise NotSeenError("the report names a person")
    for ending, begins in (("pdf", b"%PDF"), ("xlsx", b"PK")):
        if not office.file(f"/reports/file.{ending}").startswith(begins):
            raise NotSeenError(f"the report is no {ending}")


class _Run:
    """What happens in one association, in order."""

    def __init__(
        self,
        practice: Practice,
        address: str,
        office: Office,
        here: httpx.Client,
        organisation: str,
        channel: str,
    ) -> None:
        self._visitor = Visitor(address, organisation, here)
        self._office = office
        self._organisation = organisation
        self._channel = channel
        self._noura = Person(practice, NOURA)
        self._talker: Talker = self._visitor
        self._reference = ""

    def steps(self) -> tuple[Step, ...]:
        """Return the steps with their names."""
        named = (
            ("question", "سؤال على الموقع وجوابه / a question on the website", self._question),
            ("request", f"طلب دعم عبر {self._channel} / a request", self._request),
            ("returned", "مراجعة وإعادة للإكمال / checked and returned", self._return),
            ("completed", "إكمال الناقص / completed", self._complete),
            ("committee", "لجنة البحث وقرارها / the committee decides", self._committee),
            ("told", "وصول القرار / the decision arrives", self._told),
            ("service", "تقديم الخدمة وإغلاق الطلب / service given, closed", self._service),
            ("survey", "سؤال عن الرأي وجوابه / asked how it was", self._survey),
            ("tracking", "تتبع الطلب من قناة أخرى / tracked from elsewhere", self._track),
        )
        return tuple(
            Step(name=f"{self._organisation}.{name}", title=f"{self._organisation}: {title}", play=play)
            for name, title, play in named
        )

    def _question(self) -> None:
        self._visitor.write("متى يجيني خبر من اللجنة؟")
        self._visitor.sees("أسبوعين")

    def _request(self) -> None:
        if self._channel == "telegram":
            self._noura.write("أبغى أقدم طلب دعم")
            self._talker = self._noura
        elif self._channel == "phone":
            words = "تطلب كرسيًا متحركًا لوالدتها"
            self._talker = Caller(self._office, self._organisation, words=words, name=NAME, phone=PHONE)
        else:
            self._visitor.write("أبغى أقدم طلب دعم")
        self._play(REQUEST)
        listed = REFERENCE.search(self._office.page(f"/cases?org={self._organisation}"))
        self._reference = listed[0] if listed else ""

    def _return(self) -> None:
        self._make("check", rest="accepted", **{"check.place": "to-correct"})
        self._make("return", reason="نحتاج اسم الحي.")

    def _complete(self) -> None:
        """Give the item again: from the notice, or on the phone when staff call."""
        if self._channel == "phone":
            self._called()
            self._make("complete-for", note="قالت على الهاتف: حي الراقي")
        else:
            self._notice("بقي القليل")
            self._talker.does("do:complete:")
            self._talker.sees("أي مدينة")
            self._talker.does("=خميس مشيط، حي الراقي")
            self._talker.sees("وصلنا ما أكملته")
        self._make("check", rest="accepted")
        self._make("register")
        self._make("to-committee")

    def _committee(self) -> None:
        """A session: agenda, who was there, a decision before two weeks with its reason, minutes."""
        at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M")
        page = self._office.post(
            "/committee", "/committee", org=self._organisation, at=at, place="مقر الجمعية"
        )
        self._office.post(f"{page}/attend", page, present="عضو أول\nعضو ثان\nأمين اللجنة", absent="")
        self._office.post(f"{page}/put", page, ("case", self._reference))
        self._office.post(
            f"{page}/decide", page, case=self._reference, step="accept", internal=INTERNAL,
            early="حالة صحية لا تحتمل الانتظار", health="yes",
        )  # fmt: skip
        self._office.post(f"{page}/write", page, minutes="نُظر في الطلب وقُبل.")
        self._office.post(f"{page}/close", page)

    def _told(self) -> None:
        if self._channel == "phone":
            self._called()
        else:
            self._notice("وافقت لجنة البحث")

    def _service(self) -> None:
        self._make("arrange", service=SERVICE)
        self._make("give")
        self._make("close")
        if self._channel == "phone":
            self._called()
        else:
            self._notice("قُدِّمت")

    def _track(self) -> None:
        """On the website: their own case at once, one of another channel by reference and last digits."""
        self._menu()
        self._visitor.does("flow:tracking")
        if self._channel != "web":
            self._visitor.sees("ما رقم الطلب")
            self._visitor.does(f"={self._reference}")
            self._visitor.sees("آخر أربعة أرقام")
            self._visitor.does(f"={PHONE[-4:]}")
        self._visitor.sees(self._reference)
        self._visitor.never_sees(INTERNAL)

    def _survey(self) -> None:
        """They are asked where they are; a caller by staff, who find them on the list."""
        if self._channel == "phone":
            page = "/contacts"
            until(lambda: f"/{self._organisation}/" in self._office.page(page), "nobody is to be asked")
        self._play(SURVEY)

    def _menu(self) -> None:
        self._visitor.does("=إلغاء")
        self._visitor.does("=القائمة")
        self._visitor.sees("flow:rating")

    def _play(self, script: tuple[tuple[str, str], ...]) -> None:
        for act, seen in script:
            self._talker.does(act)
            self._talker.sees(seen)

    def _make(self, step: str, **fields: str) -> None:
        self._office.make(self._organisation, self._reference, step, **fields)

    def _called(self) -> None:
        """Find the case among those to be called, and note that it was done."""

        def listed() -> bool:
            return self._reference in self._office.page(f"/cases?org={self._organisation}&view=calls")

        until(listed, f"{self._reference} is not on the list of people to be called")
        page = f"/cases/{self._organisation}/{self._reference}"
        self._office.post(f"{page}/called", page)

    def _notice(self, words: str) -> None:
        """See a notice; on Telegram it is opened first."""
        if self._channel == "telegram":
            self._talker.sees("لديك تحديث")
            self._talker.does(f"case:{self._reference}")
        self._talker.sees(words)


async def _secretary(rooms: Rooms) -> None:
    """Make an account that may decide in every association, its password chosen already."""
    roles: dict[str, Role] = dict.fromkeys(CHANNELS, "administrator")
    new = NewAccount(id=new_id(), login=LOGIN, name="أمينة اللجنة", roles=roles)
    await create(rooms.store, new, now=utc_now(), password=PASSWORD)
    hashed = hash_password(PASSWORD)
    await rooms.store.write(lambda tx: tx.staff.set_password(new.id, password_hash=hashed, must_change=False))


async def _proofs(rooms: Rooms) -> dict[str, bool]:
    """Return for each association whether the store holds the whole life of its case, unbroken and told."""
    found: dict[str, bool] = {}
    for organisation, channel in CHANNELS.items():
        cases = await rooms.store.read.cases([organisation])
        kept = [await _whole(rooms, case, channel) for case in cases]
        found[organisation] = kept == [True]
    return found


async def _whole(rooms: Rooms, case: Case, channel: str) -> bool:
    read, organisation = rooms.store.read, case.organisation
    chat = await read.conversation(organisation, case.conversation or "")
    history = [step.action for step in await read.case_steps(organisation, case.id)]
    surveys = await rooms.store.write(lambda tx: tx.people.kept(organisation, chat.id if chat else ""))
    told = {notice.status for notice in await read.case_notices(organisation, case.id)}
    return (
        case.stage == "closed"
        and chat is not None
        and chat.address.channel == channel
        and [BY_PHONE.get(action, action) for action in history if action != "called"] == list(MADE)
        and told == {"told"}
        and [survey["stars"] for survey in surveys["surveys"]] == [5]
        and not await faults(read, case)
    )
