"""Ready replies, filled in."""

from bot.desk.canned import ready
from tests.channels.web.house import content


def test_in_the_persons_language_with_titles_for_staff() -> None:
    found = {one.name: one for one in ready(content("aoun"), to="en", by="ar", reference="AOUN-2026-00001-7")}
    hello, visit = found["hello"], found["visit"]
    assert hello.title == "ترحيب"
    assert "Aoun" in hello.text
    assert "{" not in hello.text
    assert "AOUN-2026-00001-7" in found["received"].text
    assert tuple(visit.asked) == ("day", "place")
    assert visit.asked["day"] == "اليوم والساعة"
    assert "{day}" in visit.text
    assert "اهلا" in next(one for one in ready(content("aoun"), to="ar", by="ar", reference="")).folded


def test_who_has_no_request_is_told_of_none() -> None:
    names = [one.name for one in ready(content("aoun"), to="ar", by="ar", reference="")]
    assert "hello" in names
    assert "received" not in names
