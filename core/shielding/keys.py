"""What opens doors for programs: private keys, tokens of well-known services, JWTs, and whatever is called a key."""

import re

from core.shielding.marks import dots, is_hidden, put_all

STEMS = ("eyj", "key", "token", "secret", "bearer", "basic ", "private", "ключ", "токен", "секрет", "://", "sk-", "sk_",
         "rk_", "pk_live", "gh", "glpat-", "xox", "akia", "asia", "aiza", "sg.", "ya29.", "npm_", "pypi-", "shpat_",
         "dop_v1_", "hf_", "eaa", "aa", "ac", "age-", "curl")  # fmt: skip
BEGIN = re.compile(r"-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----")
END = re.compile(r"-----END [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----")
KNOWN = re.compile(
    r"""(?<![\w-])(?:
    eyJ[\w-]{8,4000}(?:\.[\w-]{2,4000}){1,2}
    |(?:sk|rk|pk)_(?:live|test)_\w{10,200}|sk-[\w-]{16,250}|whsec_[\w+/=]{16,100}
    |gh[opusr]_\w{20,255}|github_pat_\w{20,255}|glpat-[\w-]{16,64}|xox[abeprs]-[\w-]{10,255}
    |A(?:KI|SI)A[0-9A-Z]{16}|AIza[\w-]{35}|ya29\.[\w-]{20,500}|SG\.[\w-]{16,64}\.[\w-]{16,64}
    |npm_\w{30,64}|pypi-[\w-]{40,255}|shp(?:at|ca|pa|ss)_[a-f0-9]{24,64}|dop_v1_[a-f0-9]{40,80}|hf_\w{30,64}
    |EAA\w{40,400}|(?:AC|SK)[0-9a-f]{32}|AGE-SECRET-KEY-1\w{40,80}
    |\d{8,10}:AA[\w-]{30,40}
    )(?![\w-])""",
    re.VERBOSE,
)
PARTED = re.compile(r"(?<=://)[^\s/:@]{1,80}:([^\s/@()]{2,120})(?=@)")
USER = re.compile(r"(?<!\S)(?:-u|--user)[ =][\w.@+-]{1,64}:(\S{3,120})")
SENT = re.compile(r"(?<!\w)(?:bearer|basic)\s+([\w.~+/=-]{16,2000})", re.IGNORECASE)
NAMED = re.compile(
    r"""(?<![^\W_])(?:(?:api|access|secret|private|auth\w{0,10}|client|app|bot|refresh|session|webhook|личн\w{2}|секретн\w{2})
    [\s_-]?){0,3}(?:key|token|secret|ключ|токен|секрет)(?:\s[^\W\d]{1,16}){0,4}?
    ["'`»]?\s{0,3}(?:[:=—–-]|is|это)?\s{0,3}["'`«]?([A-Za-z0-9_+/=.~-]{12,500})""",
    re.VERBOSE | re.IGNORECASE,
)


def hide_keys(text: str, folded: str) -> str:
    if not any(stem in folded for stem in STEMS):
        return text
    text = _without_blocks(text)
    places = [found.span() for found in KNOWN.finditer(text)]
    places += [found.span(1) for found in PARTED.finditer(text)] + [found.span(1) for found in SENT.finditer(text)]
    places += [found.span(1) for found in USER.finditer(text)]
    text = put_all(text, places)
    return put_all(text, [found.span(1) for found in NAMED.finditer(text) if _is_random(found[1])])


def _without_blocks(text: str) -> str:
    """From the first line of a private key to its last, or to the end of what was pasted."""
    pieces, place = [], 0
    while begin := BEGIN.search(text, place):
        end = END.search(text, begin.end())
        last = end.start() if end else len(text)
        pieces += [text[place : begin.end()], _inside(text[begin.end() : last])]
        place = last
    return "".join([*pieces, text[place:]]) if pieces else text


def _inside(secret: str) -> str:
    return secret if is_hidden(secret) else dots(secret)


def _is_random(value: str) -> bool:
    """No word and no name: letters and digits among each other."""
    return any(letter.isdigit() for letter in value) and any(letter.isalpha() for letter in value)
