"""The widget's modules as one file: twenty small modules compress a quarter worse than one, and ask twenty times.

No build: the modules are read as they stand, put in the order they need each other, their imports and exports taken
away. That works because no two of them use one name at their top; `bundled` refuses if they do. What few visitors use
(`PARTS`) stays out of the bundle and is fetched when it is first needed; parts import from the bundle.
"""

import hashlib
import re
from collections.abc import Callable, Iterable

from chat.colours import from_oklch

ENTRY = "app"
PARTS = (
    "acts", "asks", "cards", "drop", "emoji", "extras", "files", "form", "lead", "lightbox", "menu", "news", "note",
    "pocket", "queue", "upload", "voice",
)  # fmt: skip
# How `dom.js` asks for a part, and how that has to read where all modules carry their digest.
ASKED, ANSWERED = "`./${name}.js${again}`", "`./${name}-%s.js${again}`"

IMPORT = re.compile(r'^import \{([^}]*)\} from "\./(\w+)\.js"\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=async function|function|class|const)", re.MULTILINE)
NAME = re.compile(r"^(?:export )?(?:async )?(?:function|class|const|let) (\w+)", re.MULTILINE)
COMMENT = re.compile(r"^\s*//.*\n", re.MULTILINE)
INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
STYLES = re.compile(r"(?<=`\n)[^`$]*\{[^`$]*(?=`\n)")
# What must stay to the letter: strings, templates (with one more inside), patterns.
LITERAL = re.compile(
    r"""("(?:[^"\\\n]|\\.)*"|`(?:[^`\\$]|\\.|\$(?!\{)|\$\{(?:[^{}`]|`[^`]*`|\{[^{}]*\})*\})*`"""
    r"""|(?<=[=(,:!&|?{}\[])\ */(?![/*\s])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\]|\\.)*\])+/)"""
)
AROUND_SIGNS = re.compile(r" *([=+\-*/%<>!&|?:;,(){}\[\]]) *")
CONST = re.compile(r"\bconst\b")
# The name of a property needs no quotes where it is a word; no text of ours looks like one.
QUOTED_NAME = re.compile(r'(?<=[{,])"([A-Za-z_]\w*)":')
# Where an empty line stands, or a block or a list has just begun or is about to end, no statement ends.
AROUND_LINES = re.compile(r"\n(?=[\n}\])])|(?<=[{\[(,])\n")
OKLCH = re.compile(r"oklch\(([\d.]+)% ([\d.]+) ([\d.]+)(?: / ([\d.]+)%)?\)")
PRIVATE = re.compile(r"^(?:async |get |set )?#(\w+)", re.MULTILINE)

Read = Callable[[str], str]


class NameTwice(Exception):
    """Two modules call two things by one name."""


def bundled(read: Read, *, address: str, digest: str) -> str:
    """The widget behind the button. `read` gives a module by its name; `address` is one of the modules' folder."""
    sources = in_order(ENTRY, read)
    _refuse_names_used_twice(sources)
    body = light("".join(EXPORT.sub("", IMPORT.sub("", source)) for source in sources.values()))
    body = body.replace("import.meta.url", f'new URL("{address}", import.meta.url)')
    body = body.replace(ASKED, ANSWERED % digest)
    return f"{body}export {{ {', '.join(['start', *sorted(_lent(read))])} }}\n"


def part(name: str, read: Read, *, digest: str) -> str:
    """A module that stays by itself. What it needs of the others it takes from the bundle of the same digest."""
    source = read(name)
    names = ", ".join(sorted(_needed(source)))
    borrowed = f'import {{ {names} }} from "./{ENTRY}-{digest}.js"\n' if names else ""
    return f"{borrowed}{light(IMPORT.sub('', source))}"


def digest_of(read: Read, *, address: str) -> str:
    """One for the bundle and its parts, since each names the other."""
    scripts = [bundled(read, address=address, digest=""), *(part(name, read, digest="") for name in PARTS)]
    return hashlib.sha256("".join(scripts).encode()).hexdigest()[:16]


def light(source: str) -> str:
    """Without what no browser needs: comments, indentation, spaces around signs, long private names, idle quotes."""
    source = STYLES.sub(lambda styles: _light_styles(styles[0]), INDENT.sub("", COMMENT.sub("", source)))
    return QUOTED_NAME.sub(r"\1:", "".join(_squeezed(LITERAL.split(_short_privates(source)))))


def in_order(name: str, read: Read, found: dict[str, str] | None = None) -> dict[str, str]:
    """Every module the named one needs, each after those it needs itself."""
    found = {} if found is None else found
    if name not in found:
        source = read(name)
        for _names, needed in IMPORT.findall(source):
            in_order(needed, read, found)
        found[name] = source
    return found


def _lent(read: Read) -> set[str]:
    return {name for part_name in PARTS for name in _needed(read(part_name))}


def _needed(source: str) -> set[str]:
    return {name.strip() for names, _module in IMPORT.findall(source) for name in names.split(",")}


def _squeezed(pieces: list[str]) -> Iterable[str]:
    """Most lines stay lines: where one ends is grammar in this language."""
    for at, piece in enumerate(pieces):
        yield piece.strip(" ") if at % 2 else AROUND_LINES.sub("", AROUND_SIGNS.sub(r"\1", CONST.sub("let", piece)))


def _light_styles(styles: str) -> str:
    flat = OKLCH.sub(_hex, re.sub(r"\s+", " ", styles).strip())
    flat = re.sub(r" *([{};,>]) *", r"\1", flat).replace(": ", ":").replace(";}", "}")
    return re.sub(r"(?<![\w.])0\.(?=\d)", ".", flat)


def _hex(found: re.Match) -> str:
    """The same colour in a third of the letters."""
    lightness, chroma, hue, alpha = found.groups()
    faint = f"{round(float(alpha) * 2.55):02x}" if alpha else ""
    return from_oklch(float(lightness) / 100, float(chroma), float(hue)) + faint


def _short_privates(source: str) -> str:
    names = dict.fromkeys(PRIVATE.findall(source))
    short = {name: f"{chr(97 + at % 26)}{at // 26 or ''}" for at, name in enumerate(names)}
    return re.sub(r"(?<=[.\s])#(\w+)", lambda found: f"#{short.get(found[1], found[1])}", source)


def _refuse_names_used_twice(sources: dict[str, str]) -> None:
    homes: dict[str, str] = {}
    for module, source in sources.items():
        for name in NAME.findall(source):
            if name in homes:
                raise NameTwice(f"{name} stands at the top of {homes[name]}.js and of {module}.js")
            homes[name] = module
