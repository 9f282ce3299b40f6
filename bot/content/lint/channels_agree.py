"""Rule `channels-agree`."""

from collections.abc import Iterator

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.problems import Problem, filled, worded
from bot.content.sources import OrganisationSources, Sources

CONTACT = {"phone": "phone", "website": "website", "handle": "social-media"}  # contact → channel
_TWICE = worded(
    ar="القناة {channel} مذكورة مرتين.",
    en="The channel {channel} is listed twice.",
)
_SAYS_OTHERWISE = worded(
    ar="قائمة القنوات وجواب الموضوع العام «{topic}» لا يتفقان، ولا جواب خاص بهذه الجمعية. "
    "أضف topics/{topic}.yaml.",
    en="The list of channels and the answer of the common topic “{topic}” contradict each other, and this "
    "organisation has no answer of its own. Add topics/{topic}.yaml.",
)


class ChannelsAgree(Rule):
    """What an organisation's files say of its channels agrees.

    A channel is listed once. A phone number, a site or a handle is given only where the edition lists that
    channel. The common topic `sms` says that there are no text messages, `branch-offices` that there are
    representatives: where the list says otherwise, the organisation has an answer of its own.

    ```yaml
    channels: [interview, website]
    contact: {phone: 0502407666}   # and phone is no channel of its edition
    ```
    """

    name = "channels-agree"
    message = worded(
        ar="بيانات التواصل فيها {contact}، والقناة {channel} ليست في قائمة قنوات هذه الجمعية.",
        en="The contact details give {contact}, and {channel} is not among this organisation's channels.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        common = {topic.value.id for topic in sources.topics}
        for each in sources.organisations:
            yield from self._twice(each)
            yield from self._contact(each)
            yield from self._answers(each, common)

    def _twice(self, each: OrganisationSources) -> Iterator[Problem]:
        listed = each.organisation.value.channels
        for place, channel in enumerate(listed):
            if channel in listed[:place]:
                words = filled(_TWICE, channel=channel)
                yield each.organisation.document.problem(self.name, words, ("channels", place))

    def _contact(self, each: OrganisationSources) -> Iterator[Problem]:
        shape = each.organisation.value
        for contact, channel in CONTACT.items():
            if getattr(shape.contact, contact) and channel not in shape.channels:
                place = ("contact", contact)
                yield self.blame(each.organisation.document, place, contact=contact, channel=channel)

    def _answers(self, each: OrganisationSources, common: set[str]) -> Iterator[Problem]:
        listed = each.organisation.value.channels
        own = {override.value.id for override in each.overrides}
        needed = {"sms": "sms" in listed, "branch-offices": "branch-offices" not in listed}
        for topic, otherwise in needed.items():
            if otherwise and topic in common and topic not in own:
                words = filled(_SAYS_OTHERWISE, topic=topic)
                yield each.organisation.document.problem(self.name, words, ("channels",))
