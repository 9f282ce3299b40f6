"""Rule `organisation-look`."""

from collections.abc import Iterator

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.problems import Problem, filled, worded
from bot.content.shapes import LookShape
from bot.content.sources import OrganisationSources, Sources
from bot.engine.look import TEXT, faint

LOGO_BYTES = 32 * 1024
_NO_LOGO = worded(
    ar="لا يوجد ملف «{logo}» بجانب هذا الملف، أو هو فارغ.",
    en="There is no file “{logo}” beside this one, or it is empty.",
)
_LARGE = worded(
    ar="حجم الشعار {size} كيلوبايت، والحد {most}.",
    en="The logo takes {size} kB; {most} is the most.",
)


class OrganisationLook(Rule):
    """An organisation's colours can be read wherever they meet another, and its logo is there and small.

    The colour is text on the page's grounds and ground under the text of buttons, light and dark: each pair
    needs a contrast of 4.5. Take a darker one for light pages, a paler one for dark pages.

    ```yaml
    look:
      colour: {light: "#f2c200", dark: "#f2c200"}   # yellow on white cannot be read
      logo: logo.svg
    ```
    """

    name = "organisation-look"
    message = worded(
        ar="اللون {colour} لا يُقرأ جيدًا: التباين {contrast} بين {text} و{ground}، ويلزم {least}.",
        en="{colour} cannot be read well: contrast {contrast} of {text} on {ground}, {least} needed.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        for each in sources.organisations:
            look = each.organisation.value.look
            yield from self._colours(each, look)
            if look.logo is not None:
                yield from self._logo(each, look.logo)

    def _colours(self, each: OrganisationSources, look: LookShape) -> Iterator[Problem]:
        seen = set()
        colours = look.colours or {}
        for one in faint(colours):
            if one.scheme in seen:  # the first pair says enough
                continue
            seen.add(one.scheme)
            yield self.blame(
                each.organisation.document, ("look", "colour", one.scheme), colour=colours[one.scheme],
                contrast=f"{one.contrast:.1f}", text=one.text, ground=one.ground, least=TEXT,
            )  # fmt: skip

    def _logo(self, each: OrganisationSources, logo: str) -> Iterator[Problem]:
        document = each.organisation.document
        path = document.path.parent / logo
        size = path.stat().st_size if path.is_file() else 0
        if not size:
            yield document.problem(self.name, filled(_NO_LOGO, logo=logo), ("look", "logo"))
        elif size > LOGO_BYTES:
            words = filled(_LARGE, size=size // 1024, most=LOGO_BYTES // 1024)
            yield document.problem(self.name, words, ("look", "logo"))
