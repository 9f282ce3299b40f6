"""Numbers as people type them: any digits, thousands, decimals, and words in Arabic and English."""

import re

from rapidfuzz import fuzz, process

from bot.engine.reading import fold_digits, plain

_NUMBER = re.compile(r"(?<![\w.,])-?\d{1,15}(?:,\d{3}(?!\d))*(?:[.,]\d{1,6})?(?!\d)|\d{1,15}")
_RANGE = re.compile(r"(?<=\d)\s*[-–—]\s*(?=\d)")
_OR = re.compile(r"\s(?:او|ام|or|to|الى|لين)\s")
_SCALES = {"الف": 1000, "الاف": 1000, "thousand": 1000, "k": 1000, "مليون": 1_000_000, "million": 1_000_000}
_NAMES = (
    "0 صفر zero;1 واحد واحده وحده one;2 اثنين اثنان اثنتين ثنتين ثنين اتنين two;"
    "3 ثلاثه ثلاث تلاته تلات three;"
    "4 اربعه اربع four;5 خمسه خمس five;6 سته ست six;7 سبعه سبع seven;8 ثمانيه ثمان ثماني تمانيه تمنيه eight;"
    "9 تسعه تسع nine;10 عشره عشر ten;11 احدعشر حدعشر احداعشر eleven;12 اثنعشر اثناعشر اطنعشر twelve;"
    "13 ثلاثطعش ثلاثهعشر ثلثطعش thirteen;14 اربعطعش اربعهعشر fourteen;15 خمسطعش خمسهعشر fifteen;"
    "16 ستطعش ستهعشر sixteen;17 سبعطعش سبعهعشر seventeen;18 ثمنطعش ثمانيهعشر eighteen;"
    "19 تسعطعش تسعهعشر nineteen;20 عشرين عشرون twenty;30 ثلاثين ثلاثون تلاتين thirty;40 اربعين اربعون forty;"
    "50 خمسين خمسون fifty;60 ستين ستون sixty;70 سبعين سبعون seventy;80 ثمانين ثمانون تمانين eighty;"
    "90 تسعين تسعون ninety;100 ميه مايه مائه hundred;200 ميتين مئتين مائتين;300 ثلاثميه ثلاثمائه;"
    "400 اربعميه اربعمائه;500 خمسميه خمسمائه;600 ستميه ستمائه;700 سبعميه سبعمائه;800 ثمانميه ثمانمائه;"
    "900 تسعميه تسعمائه;1000 الف الاف thousand;2000 الفين;1000000 مليون million"
)
_WORDS = {
    plain(word): int(line.split()[0])
    for line in _NAMES.split(";")
    for word in line.split()[1:]
}  # fmt: skip


def read_numbers(text: str) -> list[float]:
    """Return the numbers that a text names, in order; digits go before words."""
    folded = _RANGE.sub(" ", fold_digits(text).replace("٫", ".").replace("٬", ","))
    found = list(_NUMBER.finditer(folded))
    if found:
        return [_value(match.group()) * _scale(folded[match.end() :]) for match in found]
    parts = (_spelt(part.split()) for part in _OR.split(f" {plain(text)} "))
    return [number for number in parts if number is not None]


def _value(digits: str) -> float:
    """Return a run's value; one comma before other than three digits is a decimal one."""
    thousands = digits.count(",") > 1 or "." in digits or re.fullmatch(r"-?\d{1,3},\d{3}", digits)
    return float(digits.replace(",", "") if thousands else digits.replace(",", "."))


def _scale(rest: str) -> int:
    following = plain(rest).split()[:1]
    return _SCALES.get(following[0], 1) if following and not rest[:2].strip().isdigit() else 1


def _spelt(words: list[str]) -> float | None:
    """Add up number words: خمسة وعشرين, three hundred and five, ثلاثة آلاف."""
    values = [value for word in words[:12] if (value := _word(word)) is not None]
    if not values:
        return None
    total, part = 0, 0
    for value in values:
        if value >= 1000 and value != 2000:
            total, part = total + (part or 1) * value, 0
        elif value == 100 and 0 < part < 10:
            part *= 100
        else:
            part += value
    return float(total + part)


def _word(word: str) -> int | None:
    for form in (word, word.removeprefix("و"), word.removeprefix("ال")):
        if form in _WORDS:
            return _WORDS[form]
    if len(word) < 4:
        return None
    close = process.extractOne(word, _WORDS.keys(), scorer=fuzz.ratio, score_cutoff=80)
    return _WORDS[close[0]] if close else None
