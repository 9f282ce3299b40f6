"""Step types, one a file. The registry below is the whole list."""

from typing import Annotated, get_args

from pydantic import Field

from bot.engine.steps.attachment import AttachmentStep
from bot.engine.steps.branch import BranchStep
from bot.engine.steps.choice import ChoiceStep
from bot.engine.steps.date import DateStep
from bot.engine.steps.email import EmailStep
from bot.engine.steps.find_case import FindCaseStep
from bot.engine.steps.hand_over import HandOverStep
from bot.engine.steps.iban import IbanStep
from bot.engine.steps.location import LocationStep
from bot.engine.steps.multiple_choice import MultipleChoiceStep
from bot.engine.steps.name import NameStep
from bot.engine.steps.national_id import NationalIdStep
from bot.engine.steps.number import NumberStep
from bot.engine.steps.personal_data import PersonalDataStep
from bot.engine.steps.phone import PhoneStep
from bot.engine.steps.pledge import PledgeStep
from bot.engine.steps.rate import RateStep
from bot.engine.steps.reach import ReachStep
from bot.engine.steps.review import ReviewStep
from bot.engine.steps.say import SayStep
from bot.engine.steps.set import SetStep
from bot.engine.steps.stars import StarsStep
from bot.engine.steps.step import Step
from bot.engine.steps.submit import SubmitStep
from bot.engine.steps.survey import SurveyStep
from bot.engine.steps.text import TextStep
from bot.engine.steps.yes_no import YesNoStep

# one line a step type: the registry, and the type that a flow file is validated into
AnyStep = Annotated[
    TextStep
    | ChoiceStep
    | MultipleChoiceStep
    | YesNoStep
    | NumberStep
    | DateStep
    | PhoneStep
    | NationalIdStep
    | IbanStep
    | EmailStep
    | NameStep
    | AttachmentStep
    | LocationStep
    | StarsStep
    | ReviewStep
    | PledgeStep
    | SayStep
    | BranchStep
    | SetStep
    | SubmitStep
    | HandOverStep
    | FindCaseStep
    | PersonalDataStep
    | RateStep
    | SurveyStep
    | ReachStep,
    Field(discriminator="type"),
]

STEP_TYPES: dict[str, type[Step]] = {
    get_args(step.model_fields["type"].annotation)[0]: step for step in get_args(get_args(AnyStep)[0])
}
