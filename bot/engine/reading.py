"""Small readings that steps and commands share: digits, plain letters, yes and no, "the second"."""

import re
import unicodedata

from rapidfuzz import fuzz

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
# direction marks that phones paste along with numbers
_MARKS = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_TASHKEEL = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]")
_LETTERS = str.maketrans("أإآٱىةؤئگکی", "اااايهويككي")
_NOT_WORD = re.compile(r"[\W_]+")
_REPEATED = re.compile(r"(.)\1+")


def fold_digits(text: str) -> str:
    """Return `text` with Western digits and without direction marks."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text)).translate(_DIGITS)


def plain(text: str) -> str:
    """Return `text` as bare words for comparing: one form for each letter, no marks, emoji or punctuation."""
    bare = _TASHKEEL.sub("", fold_digits(text).lower())
    return _NOT_WORD.sub(" ", bare.translate(_LETTERS)).strip()


def squeeze(text: str) -> str:
    """Return the plain form without repeated letters: `yesss` and `yes` are one word."""
    return _REPEATED.sub(r"\1", plain(text))


def _words(text: str) -> frozenset[str]:
    return frozenset(squeeze(word) for word in text.split())


def _phrases(*texts: str) -> frozenset[str]:
    return frozenset(squeeze(text) for text in texts)


_YES = _words(
    "نعم ايه اي ايوه ايوا ايوة اجل بلى تمام اوكي اوك اوكيه طيب موافق موافقة اكيد زين ابشر صح صحيح مضبوط "
    "يب yes y yep yeah yup ok okay sure agree agreed correct right aywa aiwa aywah eywa na3am naam nam eeh "
    "eh ee tamam tmam mwafeq akeed sa7 zain"
)
_NO = _words(
    "لا لأ لاء مو مب مهو كلا ماابغى ماابي مابغى مابي مابغا ماودي مش موب ابدا معليش غلط خطا "
    "no n nope nah never wrong la la2 laa mo mob mub msh mesh kalla"
)
# phrases whose single words would say the opposite
_YES_PHRASES = _phrases(
    "لا بأس", "لا مانع", "ما عندي مانع", "مو مشكلة", "no problem", "why not", "ليش لا", "ولا يهمك"
)  # fmt: skip
_NO_PHRASES = _phrases(
    "ما ابغى", "ما ابي", "ما ودي", "ما اريد", "مو موافق", "مش موافق", "غير موافق", "لست موافقا", "ما اوافق",
    "مو صحيح", "مو تمام", "مو اكيد", "غير صحيح", "not ok", "not agree", "do not", "don't", "not correct",
    "not right", "not sure",
)  # fmt: skip


def yes_or_no(text: str) -> bool | None:
    """Read a short yes or no, in dialect, English, Arabizi or thumbs; None where it is neither or both."""
    for signs, meaning in (("👍✅✔👌", True), ("👎❌✖", False)):
        if any(sign in text for sign in signs):
            return meaning
    words = squeeze(text).split()
    if not 1 <= len(words) <= 5:
        return None
    joined = " ".join(words)
    for phrases, meaning in ((_YES_PHRASES, True), (_NO_PHRASES, False)):
        if any(f" {phrase} " in f" {joined} " for phrase in phrases):
            return meaning
    said = {word in _YES for word in words if word in _YES or word in _NO}
    return said.pop() if len(said) == 1 else None


_NAMES = _words("زين zain")  # a yes that is a name too
_AROUND = _words(
    "انا ما لا على هذا ذلك شكرا والله لله اوافق ابغى ابي اريد ودي "
    "i do not don t this it thanks thank you to and"
)


def nothing_but_yes_or_no(text: str) -> bool | None:
    """Read a text that is a yes or a no and can be no name: "Mo Salah" and "زين" are names, "لا" is none."""
    said, squeezed = yes_or_no(text), squeeze(text)
    words = set(squeezed.split())
    if said is None or words <= _NAMES:
        return None
    only = words <= _YES | _NO | _AROUND or any(f" {phrase} " in f" {squeezed} " for phrase in _NO_PHRASES)
    return said if only else None


_ORDINALS: tuple[frozenset[str], ...] = (
    _words("الاول الاولى اول اولى واحد واحده first 1st one awal"),
    _words("الثاني الثانية ثاني ثانيه التاني اثنين ثنين second 2nd two thani"),
    _words("الثالث الثالثة ثالث ثالثه التالت ثلاثه ثلاث third 3rd three thalith"),
    _words("الرابع الرابعة رابع رابعه اربعه اربع fourth 4th four rabi3"),
    _words("الخامس الخامسة خامس خامسه خمسه خمس fifth 5th five khamis"),
    _words("السادس السادسة سادس سادسه سته ست sixth 6th six sadis"),
    _words("السابع السابعة سابع سابعه سبعه سبع seventh 7th seven"),
    _words("الثامن الثامنة ثامن ثامنه ثمانيه ثمان eighth 8th eight"),
    _words("التاسع التاسعة تاسع تاسعه تسعه تسع ninth 9th nine"),
    _words("العاشر العاشرة عاشر عاشره عشره عشر tenth 10th ten"),
)
_LAST = _words("الاخير الاخيره اخر last")
_FILLERS = _words(
    "رقم الخيار خيار الجواب اختار ابغى ابي اريد هو number no option choice answer the one i want please"
)


def place(text: str, count: int) -> int | None:
    """Read "2", "٢", "(2)", "the second" or "الأخير" as a place among `count`; the first is 0."""
    if not (len(text) < 60 and (said := squeeze_numbers(text).split())):
        return None
    words = [word for word in said if word not in _FILLERS] or said
    if len(words) != 1:
        return None
    index = _place_of(words[0], count)
    return index if index is not None and 0 <= index < count else None


def _place_of(word: str, count: int) -> int | None:
    if word.isascii() and word.isdigit():
        return int(word) - 1
    if word in _LAST:
        return count - 1
    return next((index for index, names in enumerate(_ORDINALS) if word in names), None)


def squeeze_numbers(text: str) -> str:
    """Return the squeezed form with its numbers left whole: 11 is not 1."""
    return " ".join(word if word.isdigit() else squeeze(word) for word in plain(text).split())


def nearest(said: str, names: dict[str, str], *, cutoff: float = 80, margin: float = 5) -> str | None:
    """Return the value whose name (a plain form → value) is closest to `said`, if one clearly is."""
    scores: dict[str, float] = {}
    for name, value in names.items():
        scores[value] = max(scores.get(value, 0.0), fuzz.ratio(said, name))
    ranked = sorted(scores.items(), key=lambda pair: -pair[1])
    if len(said) < 3 or not ranked or ranked[0][1] < cutoff:
        return None
    return ranked[0][0] if len(ranked) == 1 or ranked[0][1] - ranked[1][1] >= margin else None
