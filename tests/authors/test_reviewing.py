"""What an author is told before publishing, and who else is at it."""

from datetime import UTC, datetime

from bot.authors.change import Change, FileChange, difference, digest_of
from tests.authors.office import OWN, TOPIC, Office

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


def change(desk: Office, file: str, find: str, put: str) -> Change:
    text = desk.text(file)
    assert find in text
    return Change(files=(FileChange(file=file, text=text.replace(find, put, 1), base=digest_of(text)),))


def test_a_phrasing_that_is_another_topics_today_is_named(desk: Office) -> None:
    one = change(desk, TOPIC, "  ar:\n", "  ar:\n    - رقم جوالكم كم\n")
    review = desk.authors.reviewer.review(one, desk.live.contents)
    assert [(each.say, each.topic, each.taken_for) for each in review.confused] == [
        ("رقم جوالكم كم", "review-time", "contact-details")
    ]
    assert review.errors == ()


def test_a_missing_translation_and_a_mistake_are_errors(desk: Office) -> None:
    one = change(desk, TOPIC, ", en: How long a request takes}", "}")
    review = desk.authors.reviewer.review(one, desk.live.contents)
    assert [each.rule for each in review.errors] == ["missing-translation"]


def test_a_remark_about_the_changed_file_is_a_warning(desk: Office) -> None:
    one = change(desk, OWN, "ar: تخدم", "ar: أولى. ثانية. ثالثة. رابعة. تخدم")
    review = desk.authors.reviewer.review(one, desk.live.contents)
    assert "two-sentences" in {each.rule for each in review.warnings}


def test_what_an_error_elsewhere_breaks_is_told_with_its_file(desk: Office) -> None:
    desk.path(OWN).write_text("id: [", "utf-8")
    one = change(desk, TOPIC, "en: How long a request takes", "en: How long")
    review = desk.authors.reviewer.review(one, desk.live.contents)
    assert {each.file for each in review.errors} == {OWN}


def test_a_difference_shows_what_goes_and_what_comes() -> None:
    lines = [(each.sign, each.text) for each in difference("a\nb\nc\n", "a\nB\nc\n")]
    assert lines == [("@", ""), (" ", "a"), ("-", "b"), ("+", "B"), (" ", "c")]
    assert [each.sign for each in difference(None, "a\n")] == ["@", "+"]
    assert list(difference("a\n", "a\n")) == []
