"""What the worker itself says: texts of the content, or these where the content is what broke."""

from collections.abc import Mapping

from bot.engine.content import Content
from bot.messages import Language

LAST_RESORT: Mapping[Language, Mapping[str, str]] = {
    "ar": {
        "engine.failure": (
            "عذرًا، تعطّل شيء عندنا ولم نستطع الرد على رسالتك. رسالتك محفوظة، وأُحيلت إلى موظف ليرد عليك هنا."
        ),
        "worker.export": "📄 هذا ملف بكل ما نحفظه عنك هنا، ومعه ملفاتك.",
        "worker.kept": "الرسائل: {messages}\nالملفات: {files}\nالطلبات: {cases}\nمعلوماتك: {known}",
        "worker.none": "لا يوجد",
        "worker.known.name": "الاسم",
        "worker.known.phone": "الجوال",
        "worker.known.national_id": "رقم الهوية",
        "worker.known.iban": "الآيبان",
        "worker.unclaimed": "🔴 حالة عاجلة لم يستلمها أحد منذ {minutes} د، ونُبّه المشرف.",
        "worker.woken": "⏰ عادت المحادثة من التأجيل.",
        "worker.blocked": "أوقف الشخص استقبال الرسائل في هذه القناة.",
        "worker.no-channel": "لم تعد هذه القناة تعمل، وما كان سيُرسل فيها يسلك طريقًا آخر.",
        "worker.correction": "✏️ طلب تصحيح بيانات: {text}",
    },
    "en": {
        "engine.failure": (
            "Sorry, something broke on our side and we could not answer you. "
            "Your message is kept, and a member of staff will answer you here."
        ),
        "worker.export": "📄 This file holds all that we keep about you here, with your files.",
        "worker.kept": "Messages: {messages}\nFiles: {files}\nRequests: {cases}\nYour details: {known}",
        "worker.none": "none",
        "worker.known.name": "name",
        "worker.known.phone": "phone",
        "worker.known.national_id": "ID number",
        "worker.known.iban": "IBAN",
        "worker.unclaimed": "🔴 An urgent chat unclaimed for {minutes} min; the supervisor was alerted.",
        "worker.woken": "⏰ The chat has come back from being put off.",
        "worker.blocked": "The person has stopped messages on this channel.",
        "worker.no-channel": (
            "This channel is not served any more: what was to be sent here goes another way."
        ),
        "worker.correction": "✏️ Wants data corrected: {text}",
    },
}


def worded(content: Content | None, language: Language, key: str, **fields: object) -> str:
    """Return the content's wording of `key`, else the last resort's."""
    tables = content.texts.tables if content else {}
    if content and key in tables.get(language, {}):
        return content.texts(language, key, **fields)
    return LAST_RESORT[language][key].format(**fields)
