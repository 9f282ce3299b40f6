"""Where an answer comes from, in words."""

from bot.engine.content import Content
from bot.messages import Language, Source


def citation(source: Source, content: Content, language: Language) -> str:
    """Return one line that names document, section and clause; empty for the product's own promises."""
    if source.document is None:
        return ""
    parts = [content.organisation.document.get(language, source.document)]
    if source.section:
        parts.append(_section(source.section, content, language))
    if source.clause:
        parts.append(content.texts(language, "engine.source.clause", clause=source.clause))
    line = content.texts(language, "engine.source.comma").join(parts)
    return content.texts(language, "engine.source.line", source=line)


def _section(section: str, content: Content, language: Language) -> str:
    key = f"engine.source.section.{section}"
    return content.texts(language, key) if key in content.texts.tables[language] else section
