"""One-time codes: what a bank sends by SMS and what nobody should pass on. An error code or a postcode is none."""

import re
from itertools import islice

from core.shielding.marks import MOST, Place, put_all

STEMS = ("code", "otp", "код", "пароль", "password", "2fa", "sms", "смс", "confirm", "подтвержд", "verif", "enter ",
         "use ", "введите")  # fmt: skip
SHORTEST = 4
NOUN = re.compile(
    r"""(?<!\w)(?P<sure>otp|2fa|one[- ]?time\ (?:password|pass|passcode|code|pin)|смс[- ]?код|sms[- ]?code
    |одноразов\w{2,3}\ (?:парол\w{1,2}|код\w?)|verification\ (?:code|number)|passcode)(?!\w)
    |(?<!\w)(?P<bare>codes?|код(?:а|у|ом|ы)?)(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)
PARTED = r"\d{3}[ -]\d{3}|\d\d[ -]\d\d[ -]\d\d|\d(?:[ -]\d){3,7}"
DIGITS = rf"(?<![\d.,])(?:{PARTED}|\d{{4,8}}|[A-Z]{{1,2}}-\d{{4,8}})(?![\d%])(?![.,:/-]\d)"
# Nobody owes six digits as often as banks send them; shorter numbers are years and sums.
LONG = r"(?<![\d.,])(?:\d{3}[ -]\d{3}|\d{5,8}|[A-Z]{1,2}-\d{4,8})(?![\d%])(?![.,:/-]\d)"
MONEY = r"(?!\s?(?:uah|usd|eur|rub|kzt|грн|руб|₽|₴|\$|€))"
# What may stand between the word and its digits, however few these are.
SAID = """from in the a an sms text message msg bank is was are it that says for login sign-in verification confirmation
    i got get received sent me you to confirm your my our here just now came has come phone this new app
    authentication security авторизации из в от с з із зі смс sms сообщения сообщении банка подтверждения доступа входа
    для мне вам нам это такой вот пришёл пришел приходит прислали отправили получил получила оплаты операции перевода
    платежа регистрации безопасности проверки был телефон мой ваш новый приложения кабинет кабинета личного личный в
    на вход"""
BETWEEN = rf"(?:\W{{1,3}}(?:{'|'.join(dict.fromkeys(map(re.escape, SAID.split())))})(?!\w)){{0,6}}"
# Other words of the same sentence.
WORDS = r"(?:[^\w.!?\n]{1,3}[^\W\d]{1,16}){0,6}"
DIRECT = re.compile(rf"(?P<sign>\s?[:=–—-]|\s(?:is|это))?\W{{0,3}}(?P<digits>{DIGITS}){MONEY}", re.IGNORECASE)
AFTER = re.compile(
    rf"(?:{BETWEEN}\W{{0,4}}(?!(?:19|20)\d\d(?!\d))({DIGITS})|{WORDS}[^\w.!?\n]{{1,4}}({LONG})){MONEY}", re.IGNORECASE
)
BEFORE = re.compile(
    rf"""(?:({DIGITS})\W{{0,2}}(?:[–—:]|\s-|\s(?:is|was|это))\s(?:[^\W\d]{{1,14}}\W{{1,2}}){{0,4}}
    |({LONG}){MONEY}(?:[^\w.,!?\n]{{1,3}}[^\W\d][\w'’]{{0,13}}){{0,4}}[^\w.,!?\n]{{1,3}})$""",
    re.VERBOSE | re.IGNORECASE,
)
# Told without the word.
ALONE = re.compile(
    rf"""(?<!\w)(?:sms|смс)\s?[:=–—-]\s?({LONG}){MONEY}
    |({LONG})\W{{1,2}}(?:in|from|by|via|из|в|по)\s(?:(?:the|an|a|my)\s)?(?:sms|смс)(?![\w-]|\s?(?:bank|банк))
    |(?<!\w)(?:enter|use|введите)\s({LONG})\s(?:to|for|для)\s(?:confirm|sign|log|verif|подтвержд|вход)""",
    re.VERBOSE | re.IGNORECASE,
)
# Codes that everybody may know.
OTHER = re.compile(
    r"""(?:error|promo\w*|discount|coupon|voucher|zip|postal|post|area|country|dial\w*|product|item|branch|sort|swift
    |currency|status|http|response|exit|vendor|merchant|mcc|category|source|dress|qr|bar|reason|tracking|order|booking
    |reference|referral|invite|gift|tax|region|city|decline|return|state|department|pin|пин|цветовой|почтов\w*|телефонн\w*
    |промо|городск\w*|международн\w*|налогов\w*|штрих|идентификационн\w*|товарн\w*|мсс)[\s-]$""",
    re.VERBOSE | re.IGNORECASE,
)
OF_OTHERS = re.compile(
    r"""\W{1,3}(?:of|for\ the\ (?:country|city|area)|ошиб\w*|стран\w*|город\w*|региона|товар\w*|валют\w*|отделен\w*
    |клиента|заказ\w*|услуг\w*|купона|скидк\w*|организации|банка|назначения|индекс\w*|мсс|mcc|едрпоу|окпо|ошибка|error|єдрпоу)(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)
# A bare "code 4821" is a one-time code where the talk is of such, or where nothing else was said.
TALK = ("sms", "смс", "otp", "verif", "confirm", "подтвер", "одноразов", "приш", "присла", "received", "sent", "text",
        "got ", "login", "log in", "sign", "вход", "войти", "my code", "your code", "мой код", "ваш код", "никому",
        "share", "2fa", "парол", "получил", "авториз", "телефон")  # fmt: skip
SHORT = 24
NEARBY = 80


def hide_codes(text: str, folded: str) -> str:
    if not any(stem in folded for stem in STEMS):
        return text
    is_talk = len(text) <= SHORT or any(word in folded for word in TALK)
    places = [found.span(found.lastindex or 0) for found in ALONE.finditer(text)]
    for noun in islice(NOUN.finditer(text), MOST):
        if noun["sure"] or not _is_another(text, noun):
            places += _beside(text, noun, is_talk=is_talk or bool(noun["sure"]))
    return put_all(text, places)


def _is_another(text: str, noun: re.Match) -> bool:
    before = text[max(0, noun.start() - 20) : noun.start()]
    return OTHER.search(before) is not None or OF_OTHERS.match(text, noun.end()) is not None


def _beside(text: str, noun: re.Match, *, is_talk: bool) -> list[Place]:
    found = DIRECT.match(text, noun.end())
    if found and (is_talk or found["sign"] or len(found["digits"]) > SHORTEST):
        return [found.span("digits")]
    if is_talk and (found := AFTER.match(text, noun.end())):
        return [found.span(found.lastindex or 0)]
    nearby = max(0, noun.start() - NEARBY)
    found = BEFORE.search(text[nearby : noun.start()])
    if found and (is_talk or found[1]):
        start, end = found.span(found.lastindex or 0)
        return [(nearby + start, nearby + end)]
    return []
