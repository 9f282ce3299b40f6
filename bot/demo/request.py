"""A request for support as the demonstrations make it, with buttons wherever there are some."""

NAME, PHONE, PLACE = "نورة أحمد", "0501234567", "خميس مشيط"
REQUEST: tuple[tuple[str, str], ...] = (  # what the person does, and what they see then
    ("flow:support-request", "do:agree"),
    ("do:agree", "pick:for_whom:self"),
    ("pick:for_whom:self", "جملة واحدة"),
    ("=كرسي متحرك لوالدتي", "do:skip"),
    ("do:skip", "منذ متى"),
    ("do:skip", "pick:urgency:weeks"),
    ("pick:urgency:weeks", "كم شخصًا"),
    ("do:skip", "أوراقًا معيّنة"),
    ("photo", "pick:papers:done"),
    ("pick:papers:done", "أي مدينة"),
    (f"={PLACE}", "اسمك الكامل"),
    (f"={NAME}", "رقم هويتك"),
    ("=١٠٠٠٠٠٠٠٠٨", "رقم جوالك"),
    (f"={PHONE}", "الآيبان"),
    ("do:skip", "pick:review:send"),
    ("pick:review:send", "توقيعًا"),
    (f"={NAME}", "وصل طلبك، ورقمه"),
)
