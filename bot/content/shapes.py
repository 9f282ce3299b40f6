"""What an author may write, as pydantic models: the reference of every file but flows and the matcher's own.

All scalars arrive as strings and are typed here. A key that is not known is an error.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, RootModel, StringConstraints, Tag

from bot.engine.survey_settings import SurveySettings
from bot.messages import ByLink, DangerKind, Language
from bot.ports.records import Role

Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
ByLanguage = dict[Language, Words]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
TopicKind = Literal["topic", "gap", "smalltalk", "misconception"]
Section = Literal[
    "preamble", "general-aim", "detailed-aims", "channels", "tools", "procedure", "approval", "cover"
]  # fmt: skip
ChannelId = Literal[
    "interview", "phone", "social-media", "sms", "letters", "help-requests", "volunteering", "website",
    "branch-offices",
]  # fmt: skip


class Shape(BaseModel):
    """A frozen value that refuses unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Patterns(Shape):
    """Patterns that expand into phrasings: `(a|b)` either, `[x]` or not, `{list}` of knowledge/words.yaml."""

    ar: tuple[Sentence, ...] = ()
    arabizi: tuple[Sentence, ...] = ()
    en: tuple[Sentence, ...] = ()


class Asked(Shape):
    """Phrasings: ways in which people ask."""

    ar: tuple[Sentence, ...] = ()
    arabizi: tuple[Sentence, ...] = ()  # Arabic in Latin letters
    en: tuple[Sentence, ...] = ()
    patterns: Patterns = Patterns()


class AuthorTest(Shape):
    """What somebody says, and the topic that must be understood."""

    say: Sentence
    expect: str  # a topic id, `urgent`, or `none`
    known_miss: bool = False  # not understood yet: must go on failing, so that a mend takes this line away


class Clause(Shape):
    """A place in the organisation's policy."""

    section: Section
    clause: Annotated[int, Field(ge=1, le=20)] | None = None
    channel: ChannelId | None = (
        None  # instead of a clause number in `channels`: editions number them differently
    )


def _source_kind(value: object) -> str:
    return "the product" if isinstance(value, str) else "a clause"


# told apart by their form, so that a mistake in one is not reported as a mistake in the other
Cited = Annotated[
    Annotated[Literal["product"], Tag("the product")] | Annotated[Clause, Tag("a clause")],
    Discriminator(_source_kind),
]


class ReferralShape(Shape):
    """Who helps with what the policy does not say.

    That it needs `source` and `checked_on` is said by a rule with words of its own.
    """

    text: ByLanguage
    phone: Annotated[str, Field(pattern=r"^\+?[0-9]{3,15}$")] | None = None
    url: Annotated[str, Field(pattern=r"^https?://\S+$", max_length=300)] | None = None
    source: ByLanguage | None = None  # who says so
    checked_on: date | None = None


class TopicShape(Shape):
    """knowledge/{common,gaps,misconceptions}/<id>.yaml: one topic for every organisation."""

    id: Id
    kind: TopicKind = "topic"
    title: ByLanguage  # words of its button
    ask: Asked
    answer: ByLanguage
    source: Cited
    related: tuple[str, ...] = ()
    starts: str | None = None  # id of the flow that it offers to start
    document: str | None = None  # of knowledge/documents.yaml: its link stands under the answer
    referral: ReferralShape | None = None  # who else may help; only where that is certain
    tests: tuple[AuthorTest, ...] = ()


class OverrideShape(Shape):
    """knowledge/organisations/<org>/topics/<id>.yaml: what one organisation says otherwise, or adds.

    Phrasings and tests are added to the common ones; everything else takes their place.
    """

    id: Id
    kind: TopicKind | None = None
    title: ByLanguage | None = None
    ask: Asked = Asked()
    answer: ByLanguage | None = None
    source: Cited | None = None
    related: tuple[str, ...] | None = None
    starts: str | None = None
    document: str | None = None
    referral: ReferralShape | None = None
    tests: tuple[AuthorTest, ...] = ()


class Contact(Shape):
    """How the organisation is reached, as far as its edition says."""

    phone: Words | None = None
    email: Words | None = None
    website: Words | None = None
    handle: Words | None = None
    address: ByLanguage | None = None


class Licence(Shape):
    """Its licence or registration, as far as its edition says."""

    number: Words | None = None
    issuer: ByLanguage | None = None


class Approval(Shape):
    """When its policy was approved, as far as its edition says."""

    gregorian: date | None = None
    hijri: Annotated[str, Field(pattern=r"^1[34]\d\d-\d\d-\d\d$")] | None = None
    meeting: ByLanguage | None = None


Weekday = Literal["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
DayOfYear = Annotated[str, Field(pattern=r"^((1[345]|19|20)\d\d-)?(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]


class Opening(Shape):
    """Opening hours of some days, local time; a day may be named several times, e.g. morning and evening."""

    days: Annotated[tuple[Weekday, ...], Field(min_length=1)]
    opens: Annotated[str, Field(pattern=r"^([01]?\d|2[0-3]):[0-5]\d$")]
    closes: Annotated[str, Field(pattern=r"^(([01]?\d|2[0-3]):[0-5]\d|24:00)$")]


class HolidayShape(Shape):
    """Days on which nobody works: `10-01` comes back every year, `2026-12-27` is once."""

    name: ByLanguage
    calendar: Literal["gregorian", "hijri"] = "gregorian"
    from_: Annotated[DayOfYear, Field(alias="from")]
    to: DayOfYear | None = None  # the last day, if there are several


class EmergencyShape(Shape):
    """A number to call in danger. Its `checked_on` is asked for by a rule with words of its own."""

    number: Annotated[str, Field(pattern=r"^\+?[0-9]{3,15}$")]
    for_: Annotated[ByLanguage, Field(alias="for")]
    kinds: tuple[DangerKind, ...]  # of danger, for which it is shown; none = only kept here
    region: Words
    source: Annotated[ByLanguage, Field(min_length=1)]
    checked_on: date | None = None
    confirmed: bool = False


Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]
Site = Annotated[str, Field(pattern=r"^https://(\*\.)?([a-z0-9-]+\.)+[a-z]{2,}(:[0-9]{1,5})?$")]


class ColourShape(Shape):
    """The colour of buttons and links, on light pages and on dark ones."""

    light: Colour
    dark: Colour


class LookShape(Shape):
    """How its pages look, and which sites may show its chat in a frame."""

    colour: ColourShape | None = None
    logo: Annotated[str, Field(pattern=r"^[a-z0-9-]+\.(svg|png|webp)$")] | None = None  # beside this file
    sites: tuple[Site, ...] = ()  # with none, those that the installation's settings name

    @property
    def colours(self) -> dict[Literal["light", "dark"], str] | None:
        """The colour by scheme, if it is told."""
        return {"light": self.colour.light, "dark": self.colour.dark} if self.colour else None


class HoursShape(Shape):
    """When the staff of an organisation work."""

    hours: tuple[Opening, ...] = ()  # none: no hours are told, and nothing waits for them
    ramadan_hours: tuple[Opening, ...] = ()  # instead of `hours` in Ramadan
    holidays: tuple[HolidayShape, ...] = ()


class QuietShape(Shape):
    """Local hours in which nobody is written to who did not write; the same twice: there are none."""

    begins: Annotated[int, Field(ge=0, le=23)] = 21
    ends: Annotated[int, Field(ge=0, le=23)] = 8


class OrganisationShape(HoursShape):
    """knowledge/organisations/<org>/organisation.yaml: whose content it is."""

    id: Id
    name: ByLanguage
    short_name: ByLanguage
    people: ByLanguage  # what its edition calls the people it serves
    document: ByLanguage  # title of its policy
    region: Words
    channels: Annotated[tuple[ChannelId, ...], Field(min_length=1)]  # in the order of its edition
    contact: Contact
    licence: Licence
    approval: Approval
    emergency: tuple[EmergencyShape, ...] = ()
    second_step_for: tuple[Role, ...] = ()  # roles of staff that need a code beside the password at sign-in
    identity_by_link: ByLink = "off"  # ID, IBAN, files: on a page of their own, not in a messenger
    menu: tuple[str, ...] | None = None  # its own menu in place of the common one
    look: LookShape = LookShape()
    survey: SurveySettings = SurveySettings()  # whether and when people are asked how it was
    quiet_hours: QuietShape = QuietShape()  # when nobody is disturbed
    reopen_hours: Annotated[int, Field(ge=0, le=168)] = (
        24  # after closing: who writes again is with staff again
    )


class MenuShape(Shape):
    """knowledge/menu.yaml: what is listed for everybody who writes."""

    buttons: Annotated[tuple[str, ...], Field(min_length=1)]  # `flow:<id>`, `topic:<id>`
    channels: dict[ChannelId, ByLanguage]  # the ways to reach an organisation, in words


class DocumentsShape(RootModel[dict[Id, ByLanguage]]):
    """knowledge/documents.yaml: documents that an answer may name, id → what they are called."""

    model_config = ConfigDict(frozen=True)


class WordList(Shape):
    """Words that may stand for one another in a pattern."""

    ar: tuple[Sentence, ...] = ()
    arabizi: tuple[Sentence, ...] = ()
    en: tuple[Sentence, ...] = ()


class WordsShape(Shape):
    """knowledge/words.yaml: word lists that patterns share, and how many phrasings patterns may add."""

    most: Annotated[int, Field(ge=1, le=500)] = 40  # phrasings that the patterns of one file add to its topic
    lists: dict[Words, WordList] = Field(default_factory=dict)


Template = Annotated[str, Field(max_length=4000)]  # as it stands: may be empty, or begin and end with a space
PluralForms = dict[Literal["zero", "one", "two", "few", "many", "other"], Template]


def _wording_kind(value: object) -> str:
    return "plural forms" if isinstance(value, dict) else "words"


Wording = Annotated[
    Annotated[Template, Tag("words")] | Annotated[PluralForms, Tag("plural forms")],
    Discriminator(_wording_kind),
]


class TextsShape(RootModel[dict[str, Wording]]):
    """knowledge/texts/*.<language>.yaml: interface wording, id → template or plural forms."""

    model_config = ConfigDict(frozen=True)
