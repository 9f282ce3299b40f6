"""What an organisation decides about asking how its service was."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Days = Annotated[int, Field(ge=1, le=365)]


class SurveySettings(BaseModel):
    """`survey` in knowledge/organisations/<org>/organisation.yaml: whether and when people are asked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ask: bool = True
    wait_minutes: Annotated[int, Field(ge=0, le=10080)] = 30  # after the case or the chat was closed
    again_days: Days = 30  # nobody is asked twice in so many days, answered or not
    danger_days: Days = 90  # after words about danger to life nobody is asked for so long
    open_days: Days = 14  # an invitation that is not taken up in so many days is over
