"""Speaking for somebody else: "I represent my father", "أبغى أقدم عن أمي", "abgha agadem 3an ommi".

Only a whole short message is read, and no question: whether one may apply for another is answered from the
policy. Who represents somebody already begins the flow for it; who wants to apply for somebody is asked which
of two they mean: a new request, or to follow one that is there.
"""

import re
from typing import Literal

from bot.engine.reading import squeeze
from bot.engine.words import bare

Wish = Literal["represent", "apply"]
LONGEST = 70  # characters

# words and phrases with spaces between; `|` stands for a space in a phrase
_RELATIVES = """
أمي الوالدة والدتي أمنا ماما أبوي أبي أبويا الوالد والدي بابا أخوي أخي خوي أختي خيتي زوجي زوجتي مرتي
حرمتي ولدي ابني بنتي ابنتي عيالي أولادي أهلي عائلتي أسرتي جدي جدتي ستي عمي عمتي خالي خالتي ابن|عمي
ولد|عمي بنت|عمي ابن|أخي ولد|أخوي بنت|أخوي ابن|أختي ولد|أختي بنت|أختي قريبي قريبتي قريب|لي قريبة|لي
قريب قريبة جاري جارتي صديقي صديقتي صاحبي غيري شخص شخص|آخر شخص|ثاني شخص|تاني أحد أحد|ثاني واحد|ثاني
يتيم يتيمة أيتام مريض مريضة والداي والديني أخواني إخوتي خواتي عمتنا جدنا ommi omi ummi immi ummy
walidati waldati el|walda alwalida abooy abouy abuy abouya walidi waldi alwalid akhooy akhoy akhi
okhti ukhti zawji zoji zawjti zawjati zojti weldi wldi waladi ibni bnti binti jaddi jaddati jadati
3ammi 3amti khali khalti 2areebi qareebi qareebati shakhs shakhs|thani a7ad ahad him her them
someone somebody someone|else somebody|else another|person a|relative relatives a|friend
"""
_MINE = """
mother mum mom mam father dad brother sister son daughter wife husband grandmother grandfather
grandma grandpa aunt uncle cousin nephew niece relative neighbour neighbor parents parent family
child children kids friend client patient in-laws
"""
_OF_THEM = """
المريضة المريض المسنة المسن الكبيرة الكبير العاجزة العاجز المقعدة المقعد المعاق المعاقة اليتيم
الأيتام الصغير الصغيرة القاصر القصر elderly sick old disabled
"""
_WANTING = """
أبغى أبغا ابغي أبي أبا أبى أريد أريد|أن أرغب|في أرغب|أن ودي حاب حابة حابب بدي عايز عايزة عاوز عاوزة
داير دايرة أشتي نبي نبغى ممكن|أني أنا|أبي أنا|أبغى abi abgha abgha|ana abga abghi wedi bddi biddi
aby 3ayez ureed i|want|to i|would|like|to i'd|like|to i|need|to i|wish|to i|am|trying|to
i'm|trying|to
"""
_APPLYING = """
أقدم نقدم قدم التقديم أتقدم أقدم|طلب أقدم|طلبا أقدم|الطلب قدم|طلب تقديم|طلب أتقدم|بطلب أرفع|طلب
نرفع|طلب أرفع|طلبا أعبي|طلب أعبي|النموذج أسجل سجل التسجيل بقدم بسجل أطلب|مساعدة أطلب|دعم agadem
aqadem agaddem aqaddem a2adem agadim aqadim asajel asajjel asajil apply submit|a|request
make|a|request file|a|request register ask|for|support request|support
"""
_FOR = """
عن نيابة|عن نيابتا|عن بالنيابة|عن بدل بدال بدلا|عن بدلا|من باسم عوضا|عن 3an 3n niyaba|3an
niabatan|3an badal bdal for on|behalf|of in|the|name|of instead|of
"""
_FOLLOWING = """
أتابع|عن متابعة|عن أتابع|طلب أتابع|معاملة أتابع|الطلب|عن متابعة|طلب تابع|عن تابع|طلب نتابع|طلب
atabe3|3an atabe3|talab atabi3|3an atabi3|talab atabaa|talab follow|the|request|of follow|up|for
follow|a|request|for follow|up|the|request|of act|for act|on|behalf|of represent speak|for
"""
_BEING = """
أنا|وكيل أنا|وكيلة أنا|الوكيل|عن أنا|وكيل|عن أنا|وكيلة|عن معي|وكالة|عن معي|وكالة|من عندي|وكالة|عن
عندي|وكالة|من معي|توكيل|من عندي|توكيل|من معي|تفويض|من عندي|تفويض|من أنا|مفوض|عن أنا|مفوضة|عن أمثل
أنا|أمثل أنا|ممثل أنا|ممثلة أنوب|عن أنا|أنوب|عن أنا|ولي أنا|ولي|أمر أنا|ولية|أمر أنا|وصي|على
أنا|الوصي|على أنا|وصية|على أنا|أتكلم|عن أنا|أتكلم|نيابة|عن أتكلم|باسم أتكلم|نيابة|عن أكلمكم|نيابة|عن
أتواصل|نيابة|عن نيابة|عن بالنيابة|عن ana|wakeel ana|wakil ana|wakeelat ana|wali ana|wali|amr
ana|waliy|amr amathel amaththel ana|amathel ana|amathil m3i|wakala|men 3ndi|wakala|men
ma3i|wakala|min ana|atkalam|3an niyaba|3an i|represent i|am|representing i'm|representing i|act|for
i|am|acting|for i'm|acting|for i|act|on|behalf|of i|am|acting|on|behalf|of i'm|acting|on|behalf|of
i|am|writing|on|behalf|of i'm|writing|on|behalf|of i|speak|for i|have|power|of|attorney|for
i|have|a|power|of|attorney|for i|have|a|power|of|attorney|from i|am|the|guardian|of
i'm|the|guardian|of i|am|guardian|of i|am|the|agent|of on|behalf|of
"""


def _one_of(phrases: str) -> str:
    """Return a pattern of any of the phrases, the longest first."""
    said = {squeeze(phrase.replace("|", " ")) for phrase in phrases.split()}
    return f"(?:{'|'.join(map(re.escape, sorted(said, key=len, reverse=True)))})"


_HOW = _one_of(_OF_THEM)
_END = rf" (?:{_one_of(_RELATIVES)}(?: {_HOW})?|(?:my|the|a|an) (?:{_HOW} )?{_one_of(_MINE)})"
_INSTEAD = _one_of("""
نيابة|عنها نيابة|عنه نيابة|عنهم بالنيابة|عنها بالنيابة|عنه بدالها بداله بدالهم بدلا|عنها بدلا|عنه for|her
for|him for|them
""")
_WANT = rf"(?:{_one_of(_WANTING)} )?"
_REPRESENTS = re.compile(
    rf"(?:{_one_of(_BEING)}|{_WANT}(?:{_one_of('أني أنا ana i')} )?{_one_of(_FOLLOWING)})"
    rf"{_END}(?: {_INSTEAD})?"
)
_APPLIES = re.compile(rf"{_WANT}{_one_of(_APPLYING)} {_one_of(_FOR)}{_END}(?: {_INSTEAD})?")


def read(text: str) -> Wish | None:
    """Tell what somebody who speaks for another wants; None for everything else."""
    if not text or len(text) > LONGEST or text.rstrip().endswith(("?", "؟")):
        return None
    said = bare(text)
    if _REPRESENTS.fullmatch(said):
        return "represent"
    return "apply" if _APPLIES.fullmatch(said) else None
