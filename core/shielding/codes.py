"""One-time codes: what a bank sends by SMS and what nobody should pass on. An error code or a postcode is none."""

import re
from itertools import islice

from core.shielding.marks import MOST, Place, put_all

STEMS = ("code", "otp", "код", "пароль", "password", "2fa")
NOUN = re.compile(
    r"""(?<!\w)(?P<sure>otp|2fa|one[- ]?time\ (?:password|pass|passcode|code|pin)|смс[- ]?код|sms[- ]?code
    |одноразов\w{2,3}\ (?:парол\w{1,2}|код\w?)|verification\ (?:code|number)|passcode)(?!\w)
    |(?<!\w)(?P<bare>codes?|код(?:а|у|ом|ы)?)(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)
DIGITS = r"(?<![\d.,])(?:\d{3}[ -]\d{3}|\d{4,8}|[A-Z]{1,2}-\d{4,8})(?![\d%])(?![.,:/-]\d)"
MONEY = r"(?!\s?(?:uah|usd|eur|rub|kzt|грн|руб|₽|₴|\$|€))"
# What may stand between the word and its digits, so that "error code 404123" and "код ошибки 5003" stay.
SAID = """from in the a an sms text message msg bank is was are it that says for login sign-in verification confirmation
    i got get received sent me you to confirm your my our here just now came has come phone this new app
    authentication security авторизации из в от с смс sms сообщения сообщении банка подтверждения доступа входа для
    мне вам нам это такой вот пришёл пришел приходит прислали отправили получил получила оплаты операции перевода
    платежа регистрации безопасности проверки был телефон мой ваш новый приложения кабинет кабинета личного личный в
    на вход"""
BETWEEN = rf"(?:\W{{1,3}}(?:{'|'.join(dict.fromkeys(map(re.escape, SAID.split())))})(?!\w)){{0,6}}"
AFTER = re.compile(rf"{BETWEEN}\W{{0,4}}({DIGITS}){MONEY}", re.IGNORECASE)
BEFORE = re.compile(
    rf"({DIGITS})\W{{0,2}}\s?(?:[-–—:]|is|was|это)\s?(?:(?:your|the|my|a|an|ваш|мой|наш|это|new|sms|смс|login"
    r"|проверочный|одноразовый|confirmation|security|access|\w{3,14})\W{1,2}){0,4}$",
    re.IGNORECASE,
)
# Codes that everybody may know.
OTHER = re.compile(
    r"""(?:error|promo\w*|discount|coupon|voucher|zip|postal|post|area|country|dial\w*|product|item|branch|sort|bank|swift
    |currency|status|http|response|exit|vendor|merchant|mcc|category|source|dress|qr|bar|reason|tracking|order|booking
    |reference|referral|invite|gift|tax|region|city|decline|return|state|department|pin|пин|цветовой|почтов\w*|телефонн\w*|промо
    |городск\w*|международн\w*|налогов\w*|штрих|идентификационн\w*|товарн\w*|мсс)[\s-]$""",
    re.VERBOSE | re.IGNORECASE,
)
# A bare "code 4821" is a one-time code where the talk is of such, or where nothing else was said.
TALK = ("sms", "смс", "otp", "verif", "confirm", "подтвер", "одноразов", "приш", "присла", "received", "sent", "got ",
        "login", "log in", "sign", "вход", "войти", "my code", "the code is", "your code", "мой код", "ваш код",
        "никому", "do not share", "don't share", "код:", "code:", "code is", "2fa", "парол",
        "получил", "авториз", "телефон")  # fmt: skip
SHORT = 24
NEARBY = 80


def hide_codes(text: str, folded: str) -> str:
    if not any(stem in folded for stem in STEMS):
        return text
    is_about_codes = len(text) <= SHORT or any(word in folded for word in TALK)
    places = []
    for noun in islice(NOUN.finditer(text), MOST):
        if noun["sure"] or (is_about_codes and not OTHER.search(text[max(0, noun.start() - 20) : noun.start()])):
            places += _beside(text, noun)
    return put_all(text, places)


def _beside(text: str, noun: re.Match) -> list[Place]:
    if found := AFTER.match(text, noun.end()):
        return [found.span(1)]
    nearby = max(0, noun.start() - NEARBY)
    found = BEFORE.search(text[nearby : noun.start()])
    return [(nearby + found.start(1), nearby + found.end(1))] if found else []
