"""The words of each command, as people type them: formal, dialect, Arabizi, English.

Each phrase is a whole message. A word that may as well be a request or an answer (مساعدة, شكرا, "no") stands
nowhere here.
"""

from collections.abc import Mapping

POLITE: tuple[str, ...] = (
    "لو سمحت", "لو سمحتي", "من فضلك", "فضلا", "رجاء", "الله يعافيك", "الله يخليك", "طيب", "please",
    "pls", "plz", "kindly", "ok", "min fadlak", "law sama7t",
)  # fmt: skip

# verb, or "language:<which>" → phrases
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "menu": (
        "القائمة", "قائمة", "القائمة الرئيسية", "الرئيسية", "رجوع للقائمة", "الرجوع للقائمة",
        "ارجع للقائمة", "وريني القائمة", "الخيارات", "خيارات", "/menu", "menu", "main menu", "the menu",
        "show menu", "options", "show me the menu", "back to menu", "home", "menyu", "el qaema",
        "al qaema", "alqa2ema", "elqayma",

    ),
    "begin": (
        "/start", "start", "ابدا", "ابدأ", "البداية", "ابدا المحادثة", "نبدأ", "خلنا نبدا",
        "ابدا الطلب", "lets start", "begin",
    ),
    "help": (
        "تعليمات", "التعليمات", "كيف استخدم", "كيف استخدمك", "كيف أستخدم البوت", "طريقة الاستخدام",
        "وش تقدر تسوي", "وش تسوي", "ماذا تستطيع", "ايش تقدر تسوي", "شرح الاستخدام", "help", "/help",
        "what can you do", "how does this work", "how do i use this", "instructions", "ta3leemat",
        "talimat",
    ),
    "restart": (
        "من جديد", "ابدأ من جديد", "نبدأ من جديد", "البدء من جديد", "ابدا من اول", "من البداية",
        "ابدأ من البداية", "من الاول", "نعيد من الاول", "اعادة", "إعادة البدء", "اعاده من البدايه",
        "عيد من الاول", "/restart", "restart", "start over", "start again", "begin again",
        "from the beginning", "reset", "min jdeed", "men jdid", "men elawal",
    ),
    "back": (
        "رجوع", "ارجع", "رجعني", "الرجوع", "عودة", "العودة", "السابق", "السؤال السابق", "رجوع للخلف",
        "ارجع خطوة", "خطوة للخلف", "اللي قبل", "اللي قبله", "للخلف", "back", "/back", "go back",
        "previous", "previous question", "one step back", "rjo3", "erja3", "arja3", "rojo3", "irja3",
    ),
    "cancel": (
        "إلغاء", "الغاء", "الغي", "ألغ", "الغ", "الغيه", "ألغي الطلب", "الغاء الطلب", "كنسل", "توقف",
        "خلاص ما ابي", "ما ابي اكمل", "ما ابغى اكمل", "بطلت", "هونت", "كنسل الطلب", "/cancel", "cancel",
        "cancel it", "cancel this", "cancel request", "stop", "abort", "quit", "exit", "elgha2",
        "ilgha", "kansel", "cancl", "hawant",
    ),
    "skip": (
        "تخطي", "تخطى", "تجاوز", "تخطي السؤال", "تجاوز السؤال", "فوت", "طوف", "مرر", "اللي بعده",
        "/skip", "skip", "skip it", "skip this", "pass", "ta5a6i", "ta5aty", "takhati", "skeep",
    ),
    "save": (
        "حفظ", "احفظ", "احفظه", "احفظها", "اكمل لاحقا", "أكمل لاحقًا", "اكمل بعدين", "اكمله بعدين",
        "بكمل بعدين", "بعدين", "لاحقا", "أكمل في وقت آخر", "مو الحين", "مو دحين", "حفظ والاكمال لاحقا",
        "احفظ واكمل بعدين", "مشغول الحين", "مشغوله الحين", "/save", "save", "save for later", "save it",
        "later", "finish later", "not now", "continue later", "ba3deen", "ba3den", "akamel ba3deen",
        "a7fath", "la7eqan",
    ),
    "resume": (
        "استئناف", "استكمال", "أكمل طلبي", "اكمل الطلب", "كمل طلبي", "كمل الطلب", "ارجع لطلبي",
        "العودة للطلب", "اكمال الطلب", "ابي اكمل طلبي", "ابغى اكمل طلبي", "ابي اكمل",
        "ابغى اكمل", "/resume", "resume", "resume my request", "continue my request",
        "go on with my request", "kamel talabi", "akamel talabi",
    ),
    "continue": (
        "متابعة", "متابعة الطلب", "تابع", "كمل", "نكمل", "أكمل", "استمرار", "استمر", "خلنا نكمل", "واصل",
        "continue", "go on", "carry on", "keep going", "kamel", "kammel", "tabe3",
    ),
    "person": (
        "موظف", "موظفة", "اكلم موظف", "ابي موظف", "ابغى موظف", "ابي اكلم موظف", "ابغى اكلم موظف",
        "كلموني", "انسان", "شخص", "اكلم شخص", "ابي اكلم شخص", "ابغى اكلم شخص", "ابي اكلم احد",
        "ابغى اكلم احد", "اكلم احد", "ابي احد يكلمني", "ابي انسان", "حولني", "حولني لموظف",
        "حولني على موظف", "وصلني بموظف", "وصلني بشخص", "باحث اجتماعي", "الباحث الاجتماعي",
        "باحثة اجتماعية", "الباحثة الاجتماعية", "مسؤول البحث الاجتماعي", "خدمة العملاء",
        "أريد التحدث مع موظف", "اريد التحدث مع شخص", "/person", "person", "a person", "human",
        "a human", "agent", "staff", "employee", "talk to a person", "talk to someone",
        "talk to a human", "speak to a person", "speak to someone", "i want a person", "real person",
        "human please", "customer service", "social worker", "social researcher", "mowazaf", "mwathaf",
        "mowathaf", "muwazzaf", "abi mowathaf", "abgha mowathaf", "abi akallem ahad", "abi akalem a7ad",
        "7awelni", "7awelni le mowathaf",
    ),
    "withdraw": (
        "لا أريد الانتظار", "ما ابي انتظر", "ما ابغى انتظر", "الغاء الانتظار", "ما يحتاج موظف",
        "خلاص ما ابي موظف", "ما ابي موظف", "ما ابغى موظف", "لا داعي للموظف", "تراجعت عن الموظف",
        "no need to wait", "stop waiting", "i don't want to wait", "no need for a person",
        "never mind the person", "no person",
    ),
    "elsewhere": (
        "أكمل على الموقع", "أكمل في الموقع", "ابي اكمل على الموقع", "ابغى اكمل على الموقع",
        "أكمل في تيليجرام", "أكمل على تيليجرام", "أكمل من جهاز آخر", "اكمل من جوال ثاني",
        "أكمل في مكان آخر", "/elsewhere",
        "continue on the website", "go on on the website", "continue on telegram", "continue elsewhere",
        "continue on another device", "continue on my phone", "akamel 3ala almawqe3",
    ),
    "leave": (
        "خروج سريع", "اخرج بسرعة", "الخروج السريع", "اطلع بسرعة", "اخفاء", "اخفي المحادثة",
        "اخف المحادثة", "اقفل بسرعه", "خروج", "/leave", "leave quickly", "quick exit", "exit quickly",
        "hide this", "leave now", "hide the chat", "5rooj saree3", "khoroj saree3",
    ),
    "forget": (
        "انس هذا الجهاز", "انسى هذا الجهاز", "انسى الجهاز", "انس الجهاز", "انساني", "امسح المحادثة",
        "امسح الجهاز", "احذف المحادثة", "امسح محادثتي", "/forget", "forget this device", "forget me",
        "forget this phone", "clear this chat", "delete this chat", "forget my device",
        "ensa hatha eljihaz",
    ),
    "none": (
        "لا شيء منها", "ولا واحد", "ولا واحد منها", "ليس أيا منها", "لا شيء مما سبق", "مو ولا واحد",
        "ما فيها اللي ابيه", "غير ذلك", "غير كذا", "ولا شي", "none of these", "none", "neither",
        "none of them", "something else", "not these", "wala wa7ed",
    ),
    "agree": (
        "أوافق", "موافق", "موافقة", "انا موافق", "أوافق على ذلك", "نعم أوافق", "i agree", "agree",
        "agreed", "yes i agree",
    ),
    "decline": (
        "لا أوافق", "غير موافق", "غير موافقة", "مو موافق", "لست موافقا", "ما اوافق", "i do not agree",
        "i don't agree", "i disagree", "disagree", "decline",
    ),
    "revoke": (
        "ألغوا المتابعة عني", "الغوا المتابعه عني", "لا أحد يتابع عني", "ما ابي احد يتابع عني",
        "ما ابغى احد يتابع عني", "الغاء التفويض", "الغوا التفويض", "ألغ الإذن", "الغاء الوكالة",
        "nobody acts for me", "stop acting for me", "revoke", "revoke the permission",
    ),
    "news": (
        "رسائل الجمعية", "رسائل الجمعيه", "جديد الجمعية", "/news", "association messages",
        "your messages",
        "messages from you", "rasayel aljam3eya",
    ),
    "news-yes": (
        "أوافق على الرسائل", "فعلوا الرسائل", "تفعيل الرسائل", "ارسلوا لي رسائلكم", "أرسلوا لي جديدكم",
        "ارسلوا لي الجديد", "ابي رسائلكم", "ابغى رسائلكم", "ابي توصلني رسائلكم", "ابغى توصلني رسائلكم",
        "الاشتراك في الرسائل", "subscribe", "start messages", "send me messages", "send me your news",
        "keep me informed", "fa3elo alrasayel",
    ),
    "news-no": (
        "إيقاف الرسائل", "ايقاف الرسايل", "أوقفوا الرسائل", "اوقف الرسائل", "وقفوا الرسائل",
        "وقفوا الرسايل", "وقف الرسائل", "الغاء الرسائل", "الغاء الاشتراك", "لا ترسلوا لي",
        "لا ترسلوا لي رسائل", "لا ترسلون لي", "لا ترسلون لي رسايل", "لا عاد ترسلون", "لا تراسلوني",
        "ما ابي رسائل", "ما ابي رسايل", "ما ابغى رسائل", "ما ابغى رسايل", "stop messages",
        "stop the messages", "stop messaging me", "stop sending", "no more messages", "unsubscribe",
        "opt out", "don't message me", "do not message me", "wagfo alrasayel", "waqfo alrasayel",
        "la tersloon",
    ),
    "flow:my-data": (
        "بياناتي", "بياناتي الشخصية", "بياناتى", "ابي بياناتي", "ابغى بياناتي", "اريد بياناتي",
        "أرني بياناتي", "وريني بياناتي", "/mydata", "my data", "my personal data", "show my data",
        "bayanati", "byanati",
    ),
    "language:ar": (
        "عربي", "العربية", "بالعربي", "اللغة العربية", "عربي لو سمحت", "تكلم عربي", "حول عربي",
        "arabic", "in arabic", "/ar", "3arabi", "3rby", "arabi", "speak arabic", "arabic please",
    ),
    "language:en": (
        "انجليزي", "الإنجليزية", "بالانجليزي", "اللغة الانجليزية", "انقليزي", "بالانقليزي",
        "حول انجليزي", "english", "in english", "/en", "speak english", "english please", "engleezi",
        "ingleezi", "switch to english",
    ),
}  # fmt: skip

# words that may as well answer an open question in a flow ("employee", "English"): no commands there
ANSWERS: tuple[str, ...] = (
    "موظف", "موظفة", "شخص", "انسان", "باحث اجتماعي", "باحثة اجتماعية", "خدمة العملاء", "employee",
    "staff", "agent", "human", "person", "customer service", "social worker", "social researcher",
    "mowazaf", "mwathaf", "mowathaf", "muwazzaf", "عربي", "العربية", "اللغة العربية", "انجليزي",
    "الإنجليزية", "اللغة الانجليزية", "انقليزي", "arabic", "english", "3arabi", "arabi", "لاحقا",
    "بعدين", "later", "pass", "home", "start", "البداية", "ابدا", "ابدأ", "اعادة", "من البداية",
    "from the beginning", "none", "ولا شي", "لا شيء منها", "غير ذلك", "something else", "stop", "save",
    "حفظ", "شرح الاستخدام", "تعليمات", "مو الحين", "not now", "options", "خيارات", "exit", "خروج",
    "continue", "متابعة", "متابعة الطلب", "بياناتي", "بياناتي الشخصية", "my data", "my personal data",
)  # fmt: skip

# yes and no in more than one word
AGREEING: tuple[str, ...] = (
    "لا بأس", "لا مانع", "ما عندي مانع", "مو مشكلة", "ليش لا", "ولا يهمك", "no problem", "why not",
    "ما ابغى", "ما ابي", "ما ودي", "ما اريد", "مو موافق", "مش موافق", "غير موافق", "لا اريد", "لا ابغى",
    "لا ابي", "not ok", "do not", "don't", "not really", "no thank you", "yes please",
)  # fmt: skip
# words that may stand around a yes or no and change nothing
AROUND_YES: tuple[str, ...] = (
    "شكرا", "والله", "يا", "اخي", "اختي", "الله", "يعافيك", "يسلمك", "لو", "سمحت", "من", "فضلك",
    "please", "thanks", "thank", "you", "pls", "sir", "shukran",
)  # fmt: skip

# "I have none" and "I don't know", as a whole answer: a question that may be left out is left out then
NOTHING: tuple[str, ...] = (
    "لا", "لا شكرا", "لا شيء", "لا شي", "ولا شي", "ولا شيء", "لا يوجد", "لا يوجد عندي", "ليس لدي",
    "ليس عندي",
    "ما لدي", "ما عندي", "ماعندي", "ما عندي شي", "ما عندي شيء", "ما عنديش", "معنديش", "ما معي", "ما معاي",
    "ما فيه", "ما في", "مافي", "مافيه", "مفيش", "ما فيه شي", "بدون", "مدري", "ما ادري", "لا ادري",
    "مادري",
    "والله مدري", "ما اعرف", "ماعرف", "لا اعرف", "معرفش", "ما بعرف", "ما اذكر", "لا اذكر", "ما اتذكر",
    "مو متذكر", "مو متذكره", "مو فاكر", "مش فاكر", "ناسي", "ناسيه", "نسيت", "نسيته", "ما ابي",
    "ما ابغى", "ما اريد",
    "لا اريد", "ما ودي", "مو مهم", "مو ضروري", "لا داعي", "no", "nope", "none", "nothing", "no thanks",
    "n/a",
    "i don't have", "i don't have one", "i don't have any", "i have none", "don't have", "don't have one",
    "don't know", "i don't know", "dont know", "idk", "no idea", "not sure", "can't remember",
    "i can't remember", "i don't remember", "i forgot", "la", "la shokran", "ma3ndi", "ma 3ndi",
    "ma 3endi",
    "madri", "ma adri", "ma a3ref", "mafi", "ma fi", "naseet",
)  # fmt: skip

# the greeting that is to be returned in its own words; words between its two may be missing
PEACE: tuple[str, ...] = (
    "السلام عليكم", "سلام عليكم", "السلام عليك", "سلام الله عليكم", "السلام عليكو", "السلامو عليكم",
    "peace be upon you",
    "salam alaikum", "salam alaykum", "salam alaykom", "salam alaikom", "salam aleikum", "salamu alaikum",
    "salamu alaykum", "assalamu alaikum", "assalam alaikum", "asalam alaikum", "alsalam alaikum",
    "salam 3alaykom", "salam 3alaikom", "salam 3alaykum", "salam 3alaikum", "salam 3likom", "salam 3lykm",
    "alslam 3lykm", "alsalam 3alaikom", "slm 3lykm", "elsalam 3aleikom", "salam 3aleikom",
    "salamo 3alikom",
)  # fmt: skip

# wishes to be called, outside a flow: within one they are an answer
CALLING: tuple[str, ...] = (
    "اتصلوا بي", "اتصلوا علي", "اتصل علي", "اتصلوا فيني", "ابيكم تتصلون علي", "ابغاكم تتصلون علي",
    "ابي تتصلون علي", "ابغى احد يتصل علي", "ابي احد يتصل علي", "ممكن تتصلون علي", "دقوا علي",
    "ابي اتصال منكم", "اريد ان تتصلوا بي", "call me back", "call me", "i want you to call me",
    "can you call me", "give me a call", "etaselo 3alay", "dego 3alay", "abi a7ad yetasel 3alay",
)  # fmt: skip
