"""Keeping what people say of the service: ratings that they give unasked, and surveys."""

from datetime import timedelta

from bot.engine.effects import DeclineSurvey, KeepOffer, KeepSurvey, Rate, ReadImproved
from bot.messages import LANGUAGES, Event, Language
from bot.outreach.offering import may_offer
from bot.people.masking import mask, mask_phones
from bot.ports.records import Improvement, Survey, SurveyStatus
from bot.worker.scene import Act

MOST_IMPROVED = 3  # entries told in a chat


def rate(act: Act, effect: Rate) -> Event | None:
    """Keep a rating."""
    act.tx.people.keep_rating(
        act.organisation, act.conversation.id, stars=effect.stars, reason=mask(effect.reason), at=act.now
    )
    return _offer_news(act, effect.stars)


def keep_offer(act: Act, _: KeepOffer) -> None:
    """Keep that the person was offered to hear from the association unasked."""
    act.tx.wishes.offer(act.organisation, act.conversation.id, at=act.now)


def keep_survey(act: Act, effect: KeepSurvey) -> Event | None:
    """Keep what was answered so far; who was not invited, or long ago, has given a rating."""
    survey = _open(act)
    if survey is None:
        given = Rate(stars=effect.stars, reason=effect.words) if effect.last and effect.stars else None
        return rate(act, given) if given else None
    nothing = effect.stars is None and not effect.reasons and not effect.words
    ended: SurveyStatus = "declined" if nothing else "answered"
    act.tx.surveys.answer(
        act.organisation,
        survey.id,
        stars=effect.stars,
        reasons=effect.reasons,
        words=mask_phones(effect.words),
        status=ended if effect.last else "begun",
        at=act.now,
    )
    return _offer_news(act, effect.stars or 0) if effect.last else None


def decline_survey(act: Act, _: DeclineSurvey) -> None:
    """Note that the person would rather not."""
    if survey := _open(act):
        act.tx.surveys.set_status(act.organisation, survey.id, "declined", at=act.now)


def read_improved(act: Act, _: ReadImproved) -> Event | None:
    """Tell the newest entries of the improvement register that people may read."""
    found = act.tx.improvements.published(act.organisation, limit=MOST_IMPROVED)
    if not found:
        return None
    told: dict[str, str] = {
        language: "\n\n".join(_told(act, each, language) for each in found) for language in LANGUAGES
    }
    return Event(kind="improved", at=act.now, fields=told)


def _offer_news(act: Act, stars: int) -> Event | None:
    """Let the engine ask somebody content, once, whether they want to hear from the association unasked."""
    chat = act.tx.conversations.lock(act.organisation, act.conversation.id)
    if not may_offer(act.tx, act.content, chat, stars=stars, now=act.now):
        return None
    return Event(kind="news-offer", at=act.now)


def _told(act: Act, improvement: Improvement, language: Language) -> str:
    said, did = (texts.get(language) or texts.get("ar", "") for texts in (improvement.said, improvement.did))
    return act.content.texts(language, "worker.improved.one", said=said, did=did)


def _open(act: Act) -> Survey | None:
    since = act.now - timedelta(days=act.content.survey.open_days)
    return act.tx.surveys.open(act.organisation, act.conversation.id, since=since)
