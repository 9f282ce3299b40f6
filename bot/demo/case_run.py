"""What happens to one person's case in one association, from question to tracking."""

import re
from datetime import UTC, datetime
from typing import Protocol

import httpx

from bot.demo.office import Caller, Office
from bot.demo.people import NOURA, Person
from bot.demo.request import NAME, PHONE, REQUEST
from bot.demo.steps import Step, until
from bot.demo.visitor import Visitor
from bot.practice.telegram import Practice

WHOLE_PLACE = "خميس مشيط، حي الراقي"
SERVICE, INTERNAL = "كرسي متحرك", "مستحقة، والوثائق مكتملة"
REFERENCE = re.compile(r"[A-Z]{2,}-\d{4}-\d{5,}-\d")
CODE = re.compile(r"\b\d{8}\b")
SURVEY: tuple[tuple[str, str], ...] = (
    ("flow:survey", "pick:stars:5"),
    ("pick:stars:5", "بكلماتك"),
    ("=وصلتني الخدمة سريعًا", "حفظنا رأيك"),
)


class Talker(Protocol):
    """A person on some channel."""

    def does(self, act: str) -> None:
        """Press, write or send a photo."""
        ...

    def sees(self, what: str) -> None:
        """Wait for words or a button. Raises NotSeenError."""
        ...


class Run:
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
        tied = [("tied", "ربط المحادثتين برمز / both chats tied with a code", self._tie)]
        tied = tied if self._channel == "telegram" else []
        named = (
            ("question", "سؤال على الموقع وجوابه / a question on the website", self._question),
            ("request", f"طلب دعم عبر {self._channel} / a request", self._request),
            ("returned", "مراجعة وإعادة للإكمال / checked and returned", self._return),
            ("completed", "إكمال الناقص / completed", self._complete),
            ("committee", "لجنة البحث وقرارها / the committee decides", self._committee),
            ("told", "وصول القرار / the decision arrives", self._told),
            *tied,
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
        """Give the item again: from the notice, or in a call that staff log, whatever channel it began on."""
        if self._channel == "web":
            self._notice("بقي القليل")
            self._give(self._talker)
            self._talker.sees("وصلنا ما أكملته")
        else:
            self._give(self._calling())
        self._make("check", rest="accepted")
        self._make("register")
        self._make("to-committee")

    def _calling(self) -> Talker:
        """Return the person on the phone: who began on Telegram is found by their number."""
        if self._channel == "phone":
            self._called()
            return self._talker
        self._notice("بقي القليل")
        return Caller(self._office, self._organisation, words="اتصلت لتكمل طلبها", name="", phone=PHONE)

    def _give(self, talker: Talker) -> None:
        talker.does(f"do:complete:{self._reference}")
        talker.sees("أي مدينة")
        talker.does(f"={WHOLE_PLACE}")

    def _tie(self) -> None:
        """Tie the chat on the website to the one on Telegram: a code is made there and typed here."""
        for talker, press in ((self._noura, "link"), (self._visitor, "tie")):
            talker.does("=القائمة")
            talker.does("flow:my-data")
            talker.does("pick:wants:notices")
            talker.does(f"pick:notices:{press}")
        self._visitor.does(f"={self._noura.reads(CODE)}")
        self._visitor.sees("رُبطت المحادثتان")

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
            self._talker.sees("أُغلق طلبك")

    def _track(self) -> None:
        """On the website: their own case at once, an unknown caller's by reference and last digits."""
        self._menu()
        self._visitor.does("flow:tracking")
        if self._channel == "phone":
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
