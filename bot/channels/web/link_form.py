"""What is posted to the page behind a one-time link: a number, or files."""

from dataclasses import dataclass

from fastapi import Request
from starlette.datastructures import UploadFile

from bot.channels.web import files
from bot.channels.web.limits import Limits
from bot.channels.web.needs import Needs
from bot.engine.steps.attachment import AttachmentStep
from bot.engine.steps.files import files_of
from bot.messages import Attachment
from bot.pages.uploads import TooLargeError, form_of
from bot.people.secure_links import Opened
from bot.ports.typed import typed

LONGEST = 200  # characters of a number with whatever stands around it
AT_ONCE = 5  # files
_ROOM = 64 * 1024  # bytes of the form besides its files


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """What a person answered."""

    text: str = ""
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class FileLimits:
    """How many files, and how large each."""

    most: int
    megabytes: int


def limits_of(found: Opened, limits: Limits) -> FileLimits:
    """Return what may be sent in answer to a question; no files where it asks for none."""
    step = found.here.step
    if not isinstance(step, AttachmentStep):
        return FileLimits(most=0, megabytes=0)
    left = max(1, step.maximum - len(files_of(found.here.value)))
    return FileLimits(most=min(left, AT_ONCE), megabytes=min(step.megabytes, limits.file // 2**20))


async def given(request: Request, needs: Needs, found: Opened) -> Given | str:
    """Read the form and store its files; or what is wrong, in the person's language."""
    wording = found.here.scene.say
    allowed = limits_of(found, needs.limits)
    try:
        async with form_of(request, allowed.most * needs.limits.file + _ROOM) as form:
            listed = [value for _, value in form.multi_items()]
            uploads = [each for each in listed if isinstance(each, UploadFile) and each.filename]
            text = typed(str(form.get("answer") or ""))
            kept = [await files.keep(needs, each, voice=False) for each in uploads[: allowed.most]]
    except (TooLargeError, files.TooBigError):
        return wording("web.unfit.file-size")
    except ValueError:
        return wording("web.unfit.form")
    if allowed.most:
        return Given(files=tuple(kept)) if kept else wording("web.link.no-file")
    return Given(text=text[:LONGEST]) if text else wording("web.link.no-answer")
