"""Step type `email`."""

import re
from typing import ClassVar, Literal

from rapidfuzz import fuzz, process
from typing_extensions import override

from bot.engine.reading import fold_digits
from bot.engine.steps.shown import ltr
from bot.engine.steps.step import Outcome, Refused, Scene, Taken
from bot.engine.steps.written import WrittenStep
from bot.messages import AskKind

_USER = r"[a-z0-9_%+-]+(?:\.[a-z0-9_%+-]+)*"
_DOMAIN = r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}"
_FORM = re.compile(f"{_USER}@{_DOMAIN}", re.IGNORECASE)
_COMMON = ("gmail.com", "hotmail.com", "outlook.com", "outlook.sa", "yahoo.com", "icloud.com", "live.com")
_LONGEST = 254


class EmailStep(WrittenStep):
    """An e-mail address. A domain that looks like a slip of the finger is taken, and pointed out.

    ```yaml
    id: email
    type: email
    ask: {ar: ما بريدك الإلكتروني؟, en: "What is your e-mail address?"}
    why: {ar: لنراسلك عليه., en: So that we can write to you.}
    optional: yes
    ```

    `Sara@Example.com` gives `"Sara@example.com"`.
    """

    type: Literal["email"]

    asks: ClassVar[AskKind] = "email"

    @override
    def read(self, text: str, scene: Scene) -> Outcome:
        folded = re.sub(r"\s*([@.])\s*(?=\S)", r"\1", fold_digits(text[:500]))
        words = [word.strip("<>()[],;:.\"'").removeprefix("mailto:") for word in folded.split()]
        found = [word for word in words if "@" in word]
        if len(found) != 1:
            return Refused(text=scene.say("step.email.several" if found else "step.email.unreadable"))
        return self._keep(found[0], scene)

    def _keep(self, address: str, scene: Scene) -> Outcome:
        if len(address) > _LONGEST or not _FORM.fullmatch(address):
            return Refused(text=scene.say("step.email.form"))
        user, domain = address.rsplit("@", 1)
        kept = f"{user}@{domain.lower()}"
        meant = _meant(domain.lower())
        note = scene.say("step.email.domain", domain=ltr(domain), meant=ltr(meant)) if meant else ""
        return Taken(value=kept, note=note)

    @override
    def show(self, value: object, scene: Scene) -> str:
        return ltr(str(value))


def _meant(domain: str) -> str:
    """Return the common domain that this one misses by a letter or two."""
    if domain in (*_COMMON, "mail.com", "ymail.com"):
        return ""
    close = process.extractOne(domain, _COMMON, scorer=fuzz.ratio, score_cutoff=85)
    return close[0] if close else ""
