"""The form of a flow's new step."""

from collections.abc import Sequence

from starlette.datastructures import FormData
from wtforms import BooleanField, Form, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from bot.authors.flows import Step
from bot.authors.steps import ADDABLE, NewStep, faults
from bot.console.visits import Visit

_PREFIX = "new"
_LONG = Length(max=1000)


class StepForm(Form):
    """The fields that all types of steps which a form can add share."""

    class Meta:
        """What WTForms asks about the language of its errors."""

        locales: list[str] = []  # noqa: RUF012 - as WTForms reads it; set for each request

    type = SelectField(validate_choice=False)  # `faults` looks at it
    id = StringField()
    behind = SelectField(coerce=int, validate_choice=False)
    ask_ar = TextAreaField(validators=[_LONG])
    ask_en = TextAreaField(validators=[_LONG])
    options = TextAreaField(validators=[Length(max=4000)])
    label_ar = StringField(validators=[_LONG])
    label_en = StringField(validators=[_LONG])
    why_ar = StringField(validators=[_LONG])
    why_en = StringField(validators=[_LONG])
    optional = BooleanField()

    @property
    def begun(self) -> bool:
        """Tell whether somebody typed into it."""
        return any(
            field.data and field.data.strip()
            for field in self
            if isinstance(field, StringField)  # a TextAreaField is one, too
        )


def step_form(visit: Visit, steps: Sequence[Step], place: int, given: FormData | None = None) -> StepForm:
    """Return the form, empty or as it was posted; `place` is where a new step stands unless told."""
    form = StepForm(given, prefix=_PREFIX, data={"behind": place}, meta={"locales": [visit.language]})
    form.type.choices = [(each, visit.say(f"authors.type.{each}")) for each in ADDABLE]
    form.behind.choices = [
        (0, visit.say("authors.first")),
        *((step.number, visit.say("authors.behind", number=step.number, id=step.id)) for step in steps),
    ]
    return form


def step_in(form: StepForm) -> NewStep:
    """Return what the form holds."""
    return NewStep(
        type=form.type.data or "",
        id=_one(form.id.data),
        ask={"ar": _one(form.ask_ar.data), "en": _one(form.ask_en.data)},
        why={"ar": _one(form.why_ar.data), "en": _one(form.why_en.data)},
        label={"ar": _one(form.label_ar.data), "en": _one(form.label_en.data)},
        options=(form.options.data or "").strip(),
        optional=bool(form.optional.data),
    )


def good(form: StepForm, visit: Visit, taken: frozenset[str]) -> bool:
    """Tell whether the step can be added; what is wrong stands at its field, in the reader's language."""
    sound = form.validate()
    found = faults(step_in(form), taken)
    for name, wrong in found:
        field = form[_field(name)]
        field.errors = (*field.errors, visit.say(f"authors.fault.{wrong}"))
    return sound and not found


def _field(name: str) -> str:
    return f"{name}_ar" if name in ("why", "label") else name


def _one(text: str | None) -> str:
    return " ".join((text or "").split())
