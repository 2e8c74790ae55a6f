"""Passwords, PINs and secret words, told by the word before them or behind. Talking about a password is no secret."""

import re
from itertools import islice

from core.shielding.marks import BEHIND, MOST, Place, is_hidden, put_all

STEMS = ("pass", "pwd", "pw", "pin", "парол", "пасс", "пасв", "пин", "слово", "слова", "secret word", "security answer",
         "code word", "codeword", "гасло", "девич", "maiden")  # fmt: skip
NOUN = re.compile(
    r"""(?<![^\W_])(?:pass(?:word|code|phrase|wd)?s?|pwd?|pin(?:[ -]?(?:code|number))?|secret\ word|security\ answer
    |code\ ?word|maiden\ name
    |парол(?:ь|я|ю|ем|и|ей)|пасс?вор[дт]|пасс|пин(?:[ -]?код)?(?:а|у|ом)?|гасло
    |(?:кодов|секретн|контрольн)(?:ое|ого|ым|ому)\ слов(?:о|а|ом)|девичья\ фамилия(?:\ матери)?)(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)
S = r"\s{1,3}"
# Whose it is, what it is for, how it is.
SOME = (
    "мой|моя|свой|наш|ваш|такой|же|тут|вот|теперь|сейчас|следующий|новый|старый|карты|карточки|моей|телефона|банка"
    "|here|below|now|again|still|number"
)
OF = "for|to|of|on|at|in|from|от|для|на|к|в|у|по|меня|матери"
FOR = rf"(?:{S}(?:{SOME})){{0,2}}(?:{S}(?:{OF})(?:{S}[^\s:=–—]{{1,24}}){{1,4}}?)?"
VALUE = r"""(?:"[^"\n]{2,64}"|«[^»\n]{2,64}»|“[^”\n]{2,64}”|`[^`\n]{2,64}`|'[^'\n]{2,64}'|\S{3,128})"""
STRONG = re.compile(rf"{FOR}[\"'`]?\s{{0,3}}(?:[:=→]|->|[–—]|\s-\s)\s{{0,3}}({VALUE})", re.IGNORECASE)
SAID = re.compile(
    rf"""(?:['’]s|{FOR}{S}(?:(?:now|still|just|теперь|сейчас|у{S}меня|у{S}него){S})?
    (?:is|was|are|это|такой|такое|был|была|будет|стоит|установлен|set{S}to|should{S}be))
    (?:{S}(?:now|still|set{S}to|теперь|такой|это|just))?[\s:]{{1,3}}({VALUE})""",
    re.VERBOSE | re.IGNORECASE,
)
# With other words between, as without a verb, the word itself has to look like a password.
NEAR = re.compile(rf"{FOR}(?:{S}(?:to|на|as|мой|из))?{S}(?=\S{{0,60}}?[\d#$%^&*!@_+=])({VALUE})", re.IGNORECASE)
FAR = re.compile(
    rf"(?:[^\w.!?\n]{{1,3}}[^\W\d]{{1,14}}){{0,5}}(?:{S}(?:is|was|это|стоит|был)|\s?[:=]){S}?({VALUE})", re.IGNORECASE
)
# A plain word right after it: said as somebody's own, in other letters than the sentence, or as a name.
OWN = re.compile(r"(?<!\w)(?:мой|новый|старый|вот|такой|мій|новий)\s$", re.IGNORECASE)
LATIN = re.compile(rf"{S}([A-Za-z]\w{{3,63}})(?!\w)")
NAME = re.compile(rf"{S}([A-ZА-ЯЁІЇЄҐ][^\W\d_]{{2,31}})(?!\w)")
NAMED = re.compile(r"слов(?:о|а|ом)|word|фамилия|матери|name", re.IGNORECASE)
BEFORE = re.compile(
    rf"""(?<!\S)(\S{{4,64}}){S}(?:is|was|[-–—]|это)\s(?:(?:my|the|our|his|her|a|new|old|temporary|online|bank|banking|card
    |мой|наш|его|её|новый|старый|временный|это)\s){{0,3}}$""",
    re.VERBOSE | re.IGNORECASE,
)
LOGIN = re.compile(r"(?:log-?in|user(?:name)?|e-?mail|логин|имя|почта|id)\s?(?:[/,&+|]|and|и)\s?$", re.IGNORECASE)
PAIR = re.compile(rf"\s{{0,3}}(?:[:=]|-|–|—|is|are)?{S}?\S{{2,64}}{S}(?:[/|,]{S})?(\S{{3,64}})", re.IGNORECASE)
# What follows the word when somebody talks about a password and does not tell it.
TALK = set(
    """not wrong incorrect invalid expired too very lost forgotten being always still no never the a an my correct
    right same ok okay fine required needed asked rejected refused blocked locked reset changed what where how when
    why secret safe weak strong short long gone unknown working accepted sent saved stored i we you he she it they
    is was are be been does doesn't isn't wasn't and or but to too for from with your their our this that please if
    case at in on of as by just only really about supposed unavailable available visible hidden masked missing empty
    blank disabled enabled active inactive ready stolen compromised leaked protected sensitive old new unique
    different similar complex simple easy hard difficult good bad recovery change manager policy field screen page
    form box button link hint letters characters digits symbols numbers successfully already also again now here
    there any some none one two hello hi dear не нет забыт забыл забыла забыли неверный неправильный неверно введён
    введен введите введу верный правильный истёк истек просрочен сброшен изменён изменен заблокирован очень слишком
    мой моя свой тот этот такой же какой где как когда почему что кто если и или а но я мы вы он она они это был
    была было будет есть в на с со к от для из по до за при без под нужен нужно надо можно нельзя пожалуйста
    подскажите помогите сменить поменять изменить восстановить сбросить ввести вводить ввожу приходит пришёл пришел
    подходит принимает работает утерян потерян украден скомпрометирован устарел старый новый прежний сложный простой
    длинный короткий один два тоже уже ещё еще снова опять только просто всё все секретный надёжный надежный состоит
    должен правильно отправлен выслан указан известен здравствуйте привет""".split()  # noqa: SIM905
)
# After a plain word that is a password the sentence ends or turns.
TURNS = re.compile(
    r"\s*(?:$|[\n.,;!?)]|[-–—(/]|(?:and|but|so|please|pls|thanks|thank|can|could|help|и|а|но|пожалуйста|спасибо|помогите"
    r"|логин|login|не\sмогу|can't|cannot)(?!\w))",
    re.IGNORECASE,
)
BRANDS = re.compile(r"https?:|www\.|\S+@\S+\.\w", re.IGNORECASE)
NEARBY = 110


def hide_passwords(text: str, folded: str) -> str:
    if not any(stem in folded for stem in STEMS):
        return text
    places: list[Place] = []
    for noun in islice(NOUN.finditer(text), MOST):
        if not places or noun.start() >= places[-1][1]:
            places += _told(text, noun)
    return put_all(text, places)


def _told(text: str, noun: re.Match) -> list[Place]:
    if (pair := _pair(text, noun)) and (is_hidden(pair[1]) or _looks_secret(text, pair.span(1))):
        return [pair.span(1)]
    for way, judged in ((STRONG, _is_told), (SAID, _is_told), (NEAR, _looks_secret), (FAR, _looks_secret)):
        if (found := way.match(text, noun.end())) and judged(text, value := _value(text, found)):
            return [value]
    if (found := _plain(text, noun)) and _is_told(text, found.span(1)):
        return [found.span(1)]
    nearby = max(0, noun.start() - NEARBY)
    if found := BEFORE.search(text[nearby : noun.start()]):
        value = (nearby + found.start(1), nearby + found.end(1))
        return [value] if _looks_secret(text, value) else []
    return []


def _plain(text: str, noun: re.Match) -> re.Match | None:
    if NAMED.search(noun[0]):
        return NAME.match(text, noun.end())
    is_own = OWN.search(text[max(0, noun.start() - 8) : noun.start()])
    return LATIN.match(text, noun.end()) if is_own else None


def _pair(text: str, noun: re.Match) -> re.Match | None:
    """After "login/password:" come two words, and the second is the secret one."""
    is_pair = LOGIN.search(text[max(0, noun.start() - 16) : noun.start()])
    return PAIR.match(text, noun.end()) if is_pair else None


def _value(text: str, found: re.Match) -> Place:
    """Without quotes around it and the sentence's marks behind."""
    start, end = found.span(1)
    while start < end and text[start] in "\"'«“`(":
        start += 1
    while end > start and text[end - 1] in BEHIND + "`":
        end -= 1
    return start, end


def _is_told(text: str, value: Place) -> bool:
    word = text[slice(*value)]
    if len(word) < 3 or is_hidden(word) or word.lower() in TALK or BRANDS.match(word):
        return False
    quoted = text[value[0] - 1 : value[0]] in "\"'«“`" and value[0] > 0
    return quoted or _looks_secret(text, value) or TURNS.match(text, value[1]) is not None


def _looks_secret(text: str, value: Place) -> bool:
    word = text[slice(*value)]
    if len(word) < 4 or is_hidden(word) or word.lower() in TALK or BRANDS.match(word):
        return False
    inner = word.strip("-–—'’/")
    mixed = inner[1:] != inner[1:].lower() and not inner.isupper()
    odd = re.search(r"[^\w\s'’./-]", inner) is not None
    return any(letter.isdigit() for letter in inner) or odd or (mixed and inner.isascii())
