"""The form of a topic."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.datastructures import FormData
from wtforms import FieldList, Form, FormField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional, Regexp

from bot.authors.topics import CHANNELS, KINDS, PRODUCT, SECTIONS, TestRow, TopicValues
from bot.console.visits import Visit

SPARE = 2  # empty rows that the form offers for more
_PHRASES = ("ar", "arabizi", "en")
_LANGUAGES = ("ar", "en")
_ID = Regexp(r"^[a-z0-9]+(-[a-z0-9]+)*$")


class TestForm(Form):
    """What somebody says, and the topic that must be understood."""

    __test__ = False

    say = StringField(validators=[Optional(), Length(max=500)])
    expect = SelectField(validate_choice=False)
    known_miss = HiddenField()


class TopicForm(Form):
    """Everything of a topic that has a field; the rest stays in the file."""

    class Meta:
        """What WTForms asks about the language of its errors."""

        locales: list[str] = []  # noqa: RUF012 - as WTForms reads it; set for each request

    id = StringField(validators=[Length(max=60), _ID])
    kind = SelectField(validate_choice=False)
    title_ar = StringField()
    title_en = StringField()
    ask_ar = TextAreaField()
    ask_arabizi = TextAreaField()
    ask_en = TextAreaField()
    patterns_ar = TextAreaField()
    patterns_arabizi = TextAreaField()
    patterns_en = TextAreaField()
    answer_ar = TextAreaField(validators=[Optional(), Length(max=4000)])
    answer_en = TextAreaField(validators=[Optional(), Length(max=4000)])
    section = SelectField(validate_choice=False)
    clause = StringField(validators=[Optional(), Regexp(r"^\d{1,2}$")])
    channel = SelectField(validate_choice=False)
    related = FieldList(SelectField(validate_choice=False), max_entries=30)
    starts = SelectField(validate_choice=False)
    document = SelectField(validate_choice=False)
    tests = FieldList(FormField(TestForm), max_entries=200)


def form_of(
    visit: Visit, titles: Mapping[str, str], flows: Mapping[str, str], *,
    values: TopicValues | None = None, given: FormData | None = None,
) -> TopicForm:  # fmt: skip
    """Return the form, filled from a file's values or from what was posted, with its choices in words."""
    data = _data(values) if values is not None else None
    form = TopicForm(given, data=data, meta={"locales": [visit.language]})
    none = ("", visit.say("authors.none"))
    form.kind.choices = [("", visit.say("authors.kind.usual")), *_named(visit, "kind", KINDS)]
    form.section.choices = [none, *_named(visit, "section", (*SECTIONS, PRODUCT))]
    form.channel.choices = [none, *_named(visit, "way", CHANNELS)]
    form.starts.choices = _with([none, *flows.items()], form.starts.data)
    form.document.choices = _with([none, *_documents(visit)], form.document.data)
    topics = sorted(titles.items(), key=lambda each: each[1])
    for entry in form.related:
        entry.choices = _with([none, *topics], entry.data)
    others = [("urgent", visit.say("authors.expect.urgent")), ("none", visit.say("authors.expect.none"))]
    for row in form.tests:
        row.form.expect.choices = _with([*others, *topics], row.form.expect.data)
    return form


def values_in(form: TopicForm) -> TopicValues:
    """Return what the form holds."""
    return TopicValues(
        id=_one(form.id.data),
        kind=_one(form.kind.data),
        title={language: _one(form[f"title_{language}"].data) for language in _LANGUAGES},
        ask={name: _lines(form[f"ask_{name}"].data) for name in _PHRASES},
        patterns={name: _lines(form[f"patterns_{name}"].data) for name in _PHRASES},
        answer={language: _text(form[f"answer_{language}"].data) for language in _LANGUAGES},
        section=_one(form.section.data),
        clause=_one(form.clause.data),
        channel=_one(form.channel.data),
        related=tuple(dict.fromkeys(_one(each.data) for each in form.related if _one(each.data))),
        starts=_one(form.starts.data),
        document=_one(form.document.data),
        tests=tuple(
            TestRow(
                say=_one(row.form.say.data),
                expect=_one(row.form.expect.data),
                known_miss=_one(row.form.known_miss.data),
            )
            for row in form.tests
            if _one(row.form.say.data)
        ),
    )


def _documents(visit: Visit) -> list[tuple[str, str]]:
    """Return the documents that answers may name: the same for every organisation."""
    listed = visit.content(visit.needs.organisations()[0]).documents
    return [(name, title[visit.language]) for name, title in listed.items()]


def _data(values: TopicValues) -> dict[str, Any]:
    return {
        "id": values.id, "kind": values.kind, "section": values.section, "clause": values.clause,
        "channel": values.channel, "starts": values.starts, "document": values.document,
        "related": [*values.related, *[""] * SPARE],
        "tests": [
            *({"say": row.say, "expect": row.expect, "known_miss": row.known_miss} for row in values.tests),
            *({"say": "", "expect": values.id, "known_miss": ""} for _ in range(SPARE)),
        ],
        **{f"title_{language}": values.title.get(language, "") for language in _LANGUAGES},
        **{f"answer_{language}": values.answer.get(language, "") for language in _LANGUAGES},
        **{f"ask_{name}": "\n".join(values.ask.get(name, ())) for name in _PHRASES},
        **{f"patterns_{name}": "\n".join(values.patterns.get(name, ())) for name in _PHRASES},
    }  # fmt: skip


def _named(visit: Visit, family: str, names: Sequence[str]) -> list[tuple[str, str]]:
    return [(name, visit.say(f"authors.{family}.{name}")) for name in names]


def _with(choices: Sequence[tuple[str, str]], chosen: str | None) -> list[tuple[str, str]]:
    """Return the choices with what is chosen though it is none: it must not be lost by saving."""
    known = {value for value, _ in choices}
    return [*choices, *([(chosen, chosen)] if chosen and chosen not in known else [])]


def _one(text: str | None) -> str:
    return " ".join((text or "").split())


def _text(text: str | None) -> str:
    return "\n".join(line.rstrip() for line in (text or "").strip().splitlines())


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.strip() for line in (text or "").splitlines() if line.strip()))
