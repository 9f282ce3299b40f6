"""The recorded main job on Telegram: the real product, the strict fake, two people and two of staff.

While one fills in a request, which takes its time because Telegram takes one message a second in a chat, the
other talks with staff.
"""

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from bot.demo.people import AOUN, DESK, GROUP, KHALID, NOURA, OMAR, SARA, TOKEN, Colleagues, Person
from bot.demo.product import NotStartedError, installation
from bot.demo.request import REQUEST
from bot.demo.steps import NotSeenError, Report, Say, Step
from bot.demo.stored import accounts, proofs
from bot.practice.telegram import Practice, started

EVERY = 10**6  # calls
PAPER = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
CAPTION, NOTE, REASON = "هذا هو النموذج، وقّعه وأعد إرساله.", "اتصلت بالأسرة صباح اليوم", "solved"
ASKED = ("=أبغى أقدم طلب دعم", "flow:support-request")  # what the person does, and what they see then


def demo(models: Path, *, say: Say, failing: str | None = None) -> Report:
    """Play it; return what was seen and what is in the store. `failing`: a method that Telegram refuses."""
    report = Report(demo="telegram")
    report.begin(say)
    with (
        started(any_token=True) as practice,
        installation(models) as place,
        ThreadPoolExecutor(1) as meanwhile,
    ):
        codes = place.work(accounts)
        _set_up(practice)
        try:
            with place.serving(_settings(practice)):
                report.started(say)
                if failing is not None:
                    practice.fail("500", method=failing, times=EVERY)
                report.play(_steps(_Run(practice, codes, meanwhile)), say)
        except NotStartedError as error:
            say(str(error))
            return report
        report.prove(lambda: place.work(proofs), say)
    report.end(say)
    return report


def _set_up(practice: Practice) -> None:
    practice.add_bot(TOKEN, username="wasl_demo_bot")
    practice.add_bot(DESK, username="wasl_demo_desk_bot")
    practice.add_user(NOURA, name="نورة")
    practice.add_user(KHALID, name="خالد")
    practice.add_group(GROUP, title="الموظفون", forum=True, members=(SARA, OMAR))
    practice.add_to_group(DESK, GROUP, by=SARA)


def _settings(practice: Practice) -> dict[str, str]:
    return {
        "WASL_TELEGRAM_API": practice.base,
        "WASL_TELEGRAM_TOKEN_AOUN": TOKEN,
        "WASL_TELEGRAM_DESK_TOKEN": DESK,
        f"WASL_TELEGRAM_DESK_GROUP_{AOUN.upper()}": str(GROUP),
        f"WASL_TELEGRAM_DESK_MODE_{AOUN.upper()}": "mirror",
    }


def _steps(run: "_Run") -> tuple[Step, ...]:
    return (
        Step(name="question", title="سؤال وجوابه من السياسة / a question answered", play=run.question),
        Step(name="handoff", title="طلب موظف، وموضوعه في المجموعة / hand-off, its topic", play=run.hand_off),
        Step(name="claim", title="استلام اثنين معًا، لواحد فقط / two claim, one has it", play=run.claim),
        Step(name="reply", title="رد الموظف مع ملف / a reply with a file", play=run.reply),
        Step(name="note", title="ملاحظة لا يراها الشخص / a note that stays with staff", play=run.note),
        Step(name="return", title="العودة إلى المساعد / back to the assistant", play=run.give_back),
        Step(name="close", title="استلام جديد ثم إغلاق / claimed again and closed", play=run.close),
        Step(name="rating", title="تقييم الخدمة / a rating", play=run.rating),
        Step(name="request", title="طلب مع صورة، في الأثناء / a request with a photo", play=run.requested),
    )


class _Run:
    """What happens, in order."""

    def __init__(self, practice: Practice, codes: dict[int, str], meanwhile: ThreadPoolExecutor) -> None:
        """Bring everybody together."""
        self.noura, self.khalid = Person(practice, NOURA), Person(practice, KHALID)
        self.staff = Colleagues(practice)
        self.codes = codes
        self.meanwhile = meanwhile
        self.asked_for: Future[None] | None = None

    def question(self) -> None:
        """Ask; then begin with the request, while staff link their accounts."""
        self.noura.write("متى يجيني خبر من اللجنة؟")
        self.noura.sees("أسبوعين")
        self.asked_for = self.meanwhile.submit(self._request)
        for user, code in self.codes.items():
            self.staff.link(user, code)

    def _request(self) -> None:
        """Fill in a support request with a photo."""
        for act, seen in (ASKED, *REQUEST):
            self.noura.does(act)
            self.noura.sees(seen)

    def requested(self) -> None:
        """Wait for the end of the request."""
        if self.asked_for is not None:
            self.asked_for.result()

    def hand_off(self) -> None:
        """Ask for a person: a topic is there."""
        self.khalid.write("أبغى أكلم الباحثة الاجتماعية")
        self.staff.topic_with("شخص ينتظر موظفًا")

    def claim(self) -> None:
        """Two press at the same moment."""
        told = self.staff.both("claim")
        if sorted(bool(text) for text in told.values()) != [False, True]:
            raise NotSeenError(f"{told}")
        self.staff.holder = next(user for user, text in told.items() if not text)
        self.khalid.sees("معك الآن")

    def reply(self) -> None:
        """Send a file, and see that it arrived on both sides."""
        message = self.staff.send(PAPER, name="form.pdf", caption=CAPTION)
        self.khalid.sees(CAPTION)
        self.khalid.gets(PAPER)
        self.staff.signed(message, "👍")

    def note(self) -> None:
        """Write a note, and see that nobody else does."""
        message = self.staff.write(f"/note {NOTE}")
        self.staff.signed(message, "✍")
        for person in (self.khalid, self.noura):
            person.never_sees(NOTE)

    def give_back(self) -> None:
        """Return the chat; the bot answers again."""
        self.staff.press("return")
        self.khalid.sees("عدت إليك")
        self.staff.topic_closed()

    def close(self) -> None:
        """The person asks again: the same topic; claimed, and closed with a reason."""
        self.khalid.write("أبغى أكلم الباحثة الاجتماعية")
        self.staff.topic_open()
        self.staff.press("claim")
        self.khalid.sees("معك الآن")
        self.staff.press("close")
        self.staff.press(f"close:{REASON}")
        self.khalid.sees("انتهت محادثتك")

    def rating(self) -> None:
        """Rate with five stars."""
        self.khalid.does("flow:rating")
        self.khalid.does("pick:stars:5")
        self.khalid.does("do:skip")
        self.khalid.sees("حفظنا تقييمك")
