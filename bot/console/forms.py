"""Forms of the way in, with their errors in the reader's language."""

from wtforms import Form, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from bot.desk.passwords import LONGEST
from bot.desk.signin import LONGEST_LOGIN


class _Worded(Form):
    class Meta:
        locales: list[str] = []  # noqa: RUF012 - as WTForms reads it; set for each request


class SignInForm(_Worded):
    """Login and password."""

    login = StringField(validators=[InputRequired(), Length(max=LONGEST_LOGIN)])
    password = PasswordField(validators=[InputRequired(), Length(max=LONGEST)])


class PasswordForm(_Worded):
    """The password as it is and as it shall be."""

    old = PasswordField(validators=[InputRequired(), Length(max=LONGEST)])
    new = PasswordField(validators=[InputRequired(), Length(max=LONGEST)])
    again = PasswordField(validators=[InputRequired(), Length(max=LONGEST)])
