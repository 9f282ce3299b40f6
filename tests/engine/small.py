"""A small content with a fake matcher: few topics, one flow of each shape, real interface wording."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import yaml

from bot.engine.content import Content, EmergencyNumber, Organisation, Texts, Topic
from bot.engine.flow import Flow
from bot.engine.reading import plain
from bot.messages import Address, Attachment, DangerKind, Inbound, Language, Reading, Source

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)  # noon in Riyadh
WORDING = Path(__file__).parents[2] / "knowledge" / "texts"


@cache
def wording() -> Texts:
    tables: dict[Language, Mapping[str, str | Mapping[str, str]]] = {}
    for language in ("ar", "en"):
        files = sorted(WORDING.glob(f"*.{language}.yaml"))
        merged: dict[str, str | Mapping[str, str]] = {}
        for file in files:
            merged.update(yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader))
        tables["ar" if language == "ar" else "en"] = merged
    return Texts(tables)


@dataclass(frozen=True, kw_only=True)
class FakeMatcher:
    """Understands exactly the texts it was given."""

    readings: Mapping[str, Reading] = field(default_factory=dict)
    dangers: Mapping[str, DangerKind] = field(default_factory=dict)

    def read(self, text: str, *, last_topic: str | None = None) -> Reading:  # noqa: ARG002
        return self.readings.get(plain(text), reading("none", language=self.language(text) or "ar"))

    def danger(self, text: str) -> DangerKind | None:
        return next((kind for word, kind in self.dangers.items() if word in plain(text)), None)

    def language(self, text: str) -> Language | None:
        if any("\u0600" <= letter <= "\u06ff" for letter in text):
            return "ar"
        return "en" if any(letter.isalpha() for letter in text) else None


def reading(
    decision: str,
    topic: str | None = None,
    *,
    offers: tuple[str, ...] = (),
    language: Language = "ar",
    sure: float = 0.95,
) -> Reading:
    return Reading(
        decision=decision,  # type: ignore[arg-type]
        topic=topic,
        offers=offers,
        confidence=sure,
        language=language,
        danger=None,
    )


def both(words: str) -> dict[Language, str]:
    return {"ar": words, "en": words}


def topic(name: str, **fields: object) -> Topic:
    source = Source(organisation="small", document="policy", section="procedure", clause="5")
    made = Topic(
        id=name, kind="topic", title=both(f"title {name}"), answer=both(f"answer {name}"), source=source
    )
    return replace(made, **fields)  # type: ignore[arg-type]


TOPICS = (
    topic("review-time", related=("review-who",)),
    topic("review-who"),
    topic("apply-how", starts="request"),
    topic("feedback-suggest", starts="complaint"),
    topic("gap-food", kind="gap", related=("apply-how",)),
    topic("unclear-procedure"),
    topic("privacy"),
    topic("monthly-fee", kind="misconception", related=("review-who",)),
    topic("smalltalk-greeting", kind="smalltalk"),
)
READINGS = {
    "متى الرد": reading("answer", "review-time"),
    "when will you answer": reading("answer", "review-time", language="en"),
    "كيف اقدم": reading("answer", "apply-how"),
    "عندي شكوى": reading("answer", "feedback-suggest"),
    "طعام": reading("unknown", "gap-food"),
    "لم افهم": reading("handoff", "unclear-procedure"),
    "الطلب": reading("offer", offers=("review-time", "review-who")),
    "سمعت انكم تدفعون": reading("answer", "monthly-fee"),
    "سلام": reading("answer", "smalltalk-greeting"),
    "متى تردون علي": reading("answer", "review-time"),
}
DANGERS: dict[str, DangerKind] = {
    "انتحر": "self_harm",
    "يضربني": "violence",
    "يبتزني": "blackmail",
    "overdose": "overdose",
}
NUMBERS = (
    EmergencyNumber(
        number="997",
        purpose=both("ambulance"),
        kinds=("medical", "overdose", "self_harm"),
        region="everywhere",
        checked_on=date(2026, 1, 1),
        confirmed=False,
    ),
    EmergencyNumber(
        number="1919",
        purpose=both("family violence"),
        kinds=("violence",),
        region="everywhere",
        checked_on=date(2026, 1, 1),
        confirmed=False,
    ),
)
FLOWS = """
- id: request
  kind: support-request
  icon: "🤝"
  title: {ar: طلب, en: Request}
  steps:
    - {id: hello, type: say, text: {ar: نبدأ, en: We begin}}
    - {id: need, type: text, ask: {ar: ما الحاجة؟, en: "What is needed?"}, label: {ar: الحاجة, en: Need}}
    - id: home
      type: yes_no
      ask: {ar: هل معك أحد؟, en: "Is anybody with you?"}
      label: {ar: الأسرة, en: Household}
    - id: people
      type: number
      when: {home: "yes"}
      ask: {ar: كم عددكم؟, en: "How many are you?"}
      label: {ar: العدد, en: Number}
    - id: more
      type: text
      optional: "yes"
      ask: {ar: شيء آخر؟, en: "Anything else?"}
      label: {ar: زيادة, en: More}
    - {id: review, type: review, ask: {ar: هل كل شيء صحيح؟, en: "Is all right?"}}
    - id: send
      type: submit
      after: [{ar: "رقمه {reference}", en: "Its number is {reference}"}]
- id: complaint
  kind: complaint
  icon: "📣"
  title: {ar: شكوى, en: Complaint}
  steps:
    - {id: what, type: text, ask: {ar: ما الشكوى؟, en: "What happened?"}, label: {ar: الشكوى, en: Complaint}}
    - {id: send, type: submit, after: [{ar: "رقمها {reference}", en: "Its number is {reference}"}]}
- id: suggestion
  title: {ar: اقتراح, en: Suggestion}
  steps:
    - {id: idea, type: text, ask: {ar: ما اقتراحك؟, en: "Your idea?"}}
- id: rating
  icon: "⭐"
  title: {ar: تقييم, en: Rating}
  steps:
    - {id: stars, type: stars, ask: {ar: كم نجمة؟, en: "How many stars?"}}
    - {id: keep, type: rate, stars: stars, after: {ar: شكرًا, en: Thank you}}
- id: visit
  title: {ar: زيارة, en: Visit}
  steps:
    - {id: ill, type: yes_no, ask: {ar: هل عندكم مريض؟, en: "Is anybody ill?"}}
    - {id: quick, type: set, when: {ill: "yes"}, answers: {pace: today}}
    - {id: who, type: text, when: {pace: {one_of: [today]}}, ask: {ar: من المريض؟, en: "Who is ill?"}}
    - {id: paper, type: attachment, optional: "yes", ask: {ar: هل معك ورقة؟, en: "Any paper?"}}
    - id: person
      type: hand_over
      priority: high
      say: {ar: يكمل معك موظف, en: Staff go on with you}
      note: wants a visit
    - {id: never, type: say, text: {ar: لا يقال, en: Never said}}
- id: circle
  title: {ar: دائرة, en: Circle}
  steps:
    - {id: one, type: say, text: {ar: أ, en: A}}
    - {id: again, type: branch, cases: [{when: {x: {given: "no"}}, go: two}], otherwise: two}
    - {id: two, type: branch, cases: [{when: {x: {given: "no"}}, go: again}], otherwise: again}
"""


def flows() -> dict[str, Flow]:
    parsed = yaml.load(FLOWS, Loader=yaml.CBaseLoader)
    return {flow["id"]: Flow.model_validate(flow) for flow in parsed}


def content(**changes: object) -> Content:
    organisation = Organisation(
        id="small",
        name=both("Small Association"),
        short_name=both("Small"),
        people=both("people"),
        document=both("Policy"),
        channels=("phone",),
        emergency=NUMBERS,
    )
    made = Content(
        organisation=organisation,
        topics={each.id: each for each in TOPICS},
        flows=flows(),
        archive={},
        texts=wording(),
        matcher=FakeMatcher(readings={plain(text): each for text, each in READINGS.items()}, dangers=DANGERS),
        menu=("flow:request", "flow:rating", "topic:review-time"),
        version="1",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def inbound(text: str = "", *, press: str | None = None, **fields: object) -> Inbound:
    made = Inbound(
        id="1",
        address=Address(organisation="small", channel="web", user="u"),
        external_id="1",
        received_at=NOW,
        text=text,
        choice=press,
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def voice() -> Attachment:
    return Attachment(key="a" * 64, name="v.ogg", media_type="audio/ogg", size=900, kind="voice", seconds=4)


def photo() -> Attachment:
    return Attachment(key="b" * 64, name="p.jpg", media_type="image/jpeg", size=900, kind="photo")
