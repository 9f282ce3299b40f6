"""From files to the engine's content: fields, sources, overrides, and every error at once."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.content import Library, check, load
from bot.content.filling import fields_of, fill, in_words
from bot.content.shapes import OrganisationShape
from bot.engine.content import Content
from bot.engine.life import CaseSettings
from tests.content.serving import change, served


@pytest.fixture(scope="session")
def aoun(library: Library) -> Content:
    """The small content's organisation."""
    return library.contents["aoun"]


def test_fields_are_filled_in_both_languages(aoun: Content) -> None:
    answer = aoun.topics["contact-details"].answer
    assert answer["en"] == (
        "The phone number of Aoun is 0500000000; you can also use: an interview, phone calls and the website."
    )
    assert answer["ar"] == (
        "هاتف جمعية عون 0500000000، وتصلك بها أيضًا هذه الطرق: "
        "المقابلة، والاتصالات الهاتفية والموقع الإلكتروني."
    )


def test_a_channel_is_counted_in_the_organisations_own_list(aoun: Content) -> None:
    source = aoun.topics["contact-details"].source
    assert (source.organisation, source.section, source.clause) == ("aoun", "channels", "2")
    assert source.document == "سياسة تنظيم العلاقة مع المستفيدين"


def test_an_organisation_that_writes_an_answer_fills_the_gap(aoun: Content, library: Library) -> None:
    topic = aoun.topics["gap-age"]
    assert topic.kind == "topic"
    assert topic.answer["en"] == "Aoun serves people from the age of eighteen."
    assert topic.source.section == "preamble"
    assert (topic.title["en"], topic.related) == (
        "Age limits",
        ("review-time",),
    )  # what it does not say stays
    corpus = library.corpora["aoun"]
    texts = [phrase.text for phrase in corpus.phrases if phrase.topic == "gap-age"]
    assert {"متى يكبر ابني على القبول", "شرط العمر"} <= set(texts)
    assert corpus.kinds["gap-age"] == "topic"


def test_the_products_own_promise_cites_no_document(small: Path, cache: Path) -> None:
    (small / "knowledge/organisations/aoun/topics/gap-age.yaml").unlink()
    loaded = load(small / "knowledge", small / "flows", cache=cache)
    assert isinstance(loaded, Library)
    topic = loaded.contents["aoun"].topics["gap-age"]
    assert topic.kind == "gap"
    assert (topic.source.document, topic.source.section, topic.source.clause) == (None, None, None)


def test_everything_else_that_the_engine_reads(aoun: Content) -> None:
    assert aoun.menu == ("flow:support-request", "topic:contact-details")
    assert aoun.archive == {aoun.flows["support-request"].version: aoun.flows["support-request"]}
    assert [(each.number, each.kinds, each.confirmed) for each in aoun.organisation.emergency] == [
        ("997", ("medical", "overdose", "poisoning", "self_harm", "fire", "accident"), False),
        ("999", ("violence", "blackmail", "missing"), True),
    ]
    assert aoun.organisation.contact == {"phone": {"ar": "0500000000", "en": "0500000000"}}
    assert aoun.texts("ar", "engine.waiting", count=2) == "أمامك شخصان"
    assert aoun.texts("ar", "engine.source.comma") == "، "  # a space at the end stays
    assert aoun.texts("en", "engine.hello", short_name="Aoun") == "Welcome to Aoun"
    assert aoun.matcher.read("متى تردون علي").topic == "review-time"
    assert aoun.matcher.danger("ابي اموت") == "self_harm"


def test_every_error_is_told_at_once(small: Path, cache: Path) -> None:
    change(small, "knowledge/common/review-time.yaml", "starts: support-request", "starts: suport")
    change(small, "knowledge/gaps/gap-age.yaml", "kind: gap", "kind: gab")
    change(small, "knowledge/organisations/aoun/organisation.yaml", "    checked_on: 2026-11-21\n", "")
    change(small, "flows/support-request.yaml", "type: phone", "type: fone")
    (small / "knowledge/menu.yaml").unlink()
    loaded = load(small / "knowledge", small / "flows", cache=cache)
    assert isinstance(loaded, list)
    assert [(problem.file, problem.rule) for problem in loaded] == [
        ("flows/support-request.yaml", "unknown-step-type"),
        ("knowledge/common/review-time.yaml", "dangling-start"),
        ("knowledge/gaps/gap-age.yaml", "unknown-value"),
        ("knowledge/menu.yaml", "missing-file"),
        ("knowledge/organisations/aoun/organisation.yaml", "emergency-checked"),
    ]
    checked = check(small / "knowledge", small / "flows")
    assert {problem.text("en") for problem in loaded} <= {problem.text("en") for problem in checked}


def test_folders_that_are_not_there(tmp_path: Path, cache: Path) -> None:
    loaded = load(tmp_path / "knowledge", tmp_path / "flows", cache=cache)
    assert isinstance(loaded, list)
    assert {"missing-folder", "missing-file"} == {problem.rule for problem in loaded}


def test_lists_in_words() -> None:
    assert in_words(["a"], "en") == "a"
    assert in_words(["a", "b"], "en") == "a and b"
    assert in_words(["أ", "ب", "ج"], "ar") == "أ، وب وج"
    assert in_words([], "ar") == ""


def test_left_to_right_values_keep_their_order_in_arabic() -> None:
    words = {"ar": "ا", "en": "a"}
    shape = OrganisationShape.model_validate(
        {
            **dict.fromkeys(("name", "short_name", "people", "document"), words),
            "licence": {},
            "approval": {},
            "id": "a",
            "region": "asir",
            "channels": ["phone"],
            "contact": {"phone": "+966 50 000 0000", "address": {"ar": "حي", "en": "Street"}},
        }
    )
    fields = fields_of(shape)
    assert fill("هاتف {phone}، {address}", fields, "ar") == "هاتف \u2066+966 50 000 0000\u2069، حي"
    assert fill("{phone}, {address}", fields, "en") == "+966 50 000 0000, Street"
    assert "channels" not in fields
    with pytest.raises(KeyError):
        fill("{email}", fields, "en")


def test_what_an_organisation_decides_of_cases_is_taken_from_its_file(small: Path, cache: Path) -> None:
    (small / "knowledge/organisations/aoun/cases.yaml").write_text(CASES, "utf-8")
    (small / "knowledge/cases").mkdir()
    shutil.copy(SHIPPED / "support-request.yaml", small / "knowledge/cases")
    settings = served(small, cache).contents["aoun"].case_settings
    assert settings == CaseSettings(
        registration="after-decision", appeal=True, quorum=3, unseen_days=5,
        targets={"support-request": {"committee": 28}},
    )  # fmt: skip
    assert settings != CaseSettings()


def test_a_texts_file_that_names_no_language(small: Path) -> None:
    (small / "knowledge/texts/more.yaml").write_text("engine.more: أكثر\n", "utf-8")
    problems = check(small / "knowledge", small / "flows")
    assert ("knowledge/texts/more.yaml", "texts-language") in [(p.file, p.rule) for p in problems]


def test_who_refers_to_a_broken_file_is_not_to_blame(small: Path, cache: Path) -> None:
    change(small, "knowledge/common/review-time.yaml", "title:", "titel:")
    loaded = load(small / "knowledge", small / "flows", cache=cache)
    assert isinstance(loaded, list)
    assert {problem.file for problem in loaded} == {"knowledge/common/review-time.yaml"}


SHIPPED = Path(__file__).parents[2] / "knowledge" / "cases"
CASES = """registration: after-decision
appeal: yes
quorum: 3
unseen_days: 5
targets: {support-request: {committee: 28}}
"""

REFERRAL = """source: product
referral:
  text: {ar: خط الوزارة يجيب, en: "The line of {short_name} answers"}
  phone: 937
  url: https://example.org/help
  source: {ar: الوزارة, en: the ministry}
  checked_on: 2026-11-21
"""


def test_a_gap_says_who_else_helps_until_it_is_filled_in(small: Path, cache: Path) -> None:
    change(small, "knowledge/gaps/gap-age.yaml", "source: product\n", REFERRAL)
    filled = served(small, cache).contents["aoun"].topics["gap-age"]
    assert filled.answer["en"] == "Aoun serves people from the age of eighteen."
    (small / "knowledge/organisations/aoun/topics/gap-age.yaml").unlink()
    gap = served(small, cache).contents["aoun"].topics["gap-age"]
    assert gap.answer["en"].splitlines()[1:] == [
        "",
        "The line of Aoun answers",
        "937",
        "https://example.org/help",
    ]
    assert gap.answer["ar"].splitlines()[2:] == ["خط الوزارة يجيب", "937", "https://example.org/help"]


MISCONCEPTION = """id: fee
kind: misconception
title: {ar: رسوم التقديم, en: A fee}
ask:
  ar: [سمعت ان التقديم بفلوس, لازم ادفع رسوم]
  en: [I heard one must pay a fee, you charge for applying]
answer: {ar: لا تذكر السياسة رسومًا., en: The policy mentions no fee.}
source: product
related: [review-time]
"""


def test_a_misconception_is_a_topic_that_is_answered(small: Path, cache: Path) -> None:
    (small / "knowledge/misconceptions").mkdir()
    (small / "knowledge/misconceptions/fee.yaml").write_text(MISCONCEPTION, "utf-8")
    aoun = served(small, cache).contents["aoun"]
    assert aoun.topics["fee"].kind == "misconception"
    read = aoun.matcher.read("لازم ادفع رسوم")
    assert (read.decision, read.topic) == ("answer", "fee")


OPENING = """
hours:
  - {days: [sun, mon], opens: 8:00, closes: 12:00}
  - {days: [sun, mon], opens: 16:00, closes: 20:00}
ramadan_hours:
  - {days: [sun], opens: 21:00, closes: 24:00}
holidays:
  - {name: {ar: عيد الفطر, en: Eid al-Fitr}, calendar: hijri, from: 10-01, to: 10-04}
"""


def test_hours_answer_the_known_gap_about_them(small: Path, cache: Path) -> None:
    root = Path(__file__).parents[2] / "knowledge"
    gap = "gaps/gap-opening-hours.yaml"
    text = (root / gap).read_text("utf-8")
    kept = [line for line in text.splitlines() if not line.startswith("related:")]
    (small / "knowledge" / gap).write_text("\n".join(kept), "utf-8")
    for language in ("ar", "en"):
        said = (root / f"texts/engine.{language}.yaml").read_text("utf-8").splitlines(keepends=True)
        with (small / f"knowledge/texts/engine.{language}.yaml").open("a", encoding="utf-8") as file:
            file.writelines(line for line in said if line.startswith("engine.hours."))
    assert served(small, cache).contents["aoun"].topics["gap-opening-hours"].kind == "gap"

    change(small, "knowledge/organisations/aoun/organisation.yaml", "licence: {}", f"licence: {{}}{OPENING}")
    library = served(small, cache)
    content = library.contents["aoun"]
    topic = content.topics["gap-opening-hours"]
    assert (topic.kind, library.corpora["aoun"].kinds[topic.id]) == ("topic", "topic")
    assert topic.answer["en"].splitlines() == [
        "🕗 Opening hours:",
        "• Sunday and Monday: 8:00 AM to 12:00 PM and 4:00 PM to 8:00 PM",
        "• Tuesday to Saturday: closed",
        "🌙 In Ramadan:",
        "• Sunday: 9:00 PM to midnight",
        "• Monday to Saturday: closed",
        "📅 Closed on: Eid al-Fitr.",
    ]
    assert content.hours is not None
    assert content.hours.is_open(datetime(2026, 11, 22, 6, tzinfo=UTC))
    assert content.matcher.read("are you open today").decision == "answer"

    own = small / "knowledge/organisations/aoun/topics/gap-opening-hours.yaml"
    own.write_text("id: gap-opening-hours\nanswer: {ar: كل يوم., en: Every day.}\n", "utf-8")
    answer = served(small, cache).contents["aoun"].topics["gap-opening-hours"].answer
    assert answer["en"] == "Every day."  # what an author writes stays


def test_quiet_hours_are_the_organisations_own(small: Path, cache: Path, aoun: Content) -> None:
    assert aoun.quiet == (21, 8)
    file = small / "knowledge/organisations/aoun/organisation.yaml"
    written = file.read_text("utf-8")
    file.write_text(f"{written}quiet_hours: {{begins: 23, ends: 6}}\n", "utf-8")
    assert served(small, cache).contents["aoun"].quiet == (23, 6)
    file.write_text(f"{written}quiet_hours: {{begins: 24, ends: 6}}\n", "utf-8")
    wrong = load(small / "knowledge", small / "flows", cache=cache)
    assert isinstance(wrong, list)
    assert [Path(problem.file).name for problem in wrong] == ["organisation.yaml"]
