"""The widget's modules as one file: twenty small modules compress a quarter worse than one, and ask twenty times.

No build: the modules are read as they stand, put in the order they need each other, their imports and exports taken
away. That works because no two of them use one name at their top; `bundled` refuses if they do.
"""

import re
from collections.abc import Callable

ENTRY = "app"
IMPORT = re.compile(r'^import \{[^}]*\} from "\./(\w+)\.js"\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=async function|function|class|const)", re.MULTILINE)
NAME = re.compile(r"^(?:export )?(?:async )?(?:function|class|const|let) (\w+)", re.MULTILINE)
COMMENT = re.compile(r"^\s*//.*\n", re.MULTILINE)
INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


class NameTwice(Exception):
    """Two modules call two things by one name."""


def bundled(read: Callable[[str], str], *, address: str) -> str:
    """The widget behind the button. `read` gives a module by its name; `address` is one of the modules' folder."""
    sources = in_order(ENTRY, read)
    _refuse_names_used_twice(sources)
    body = "".join(light(EXPORT.sub("", IMPORT.sub("", source))) for source in sources.values())
    body = body.replace("import.meta.url", f'new URL("{address}", import.meta.url)')
    return f"{body}export {{ start }}\n"


def light(source: str) -> str:
    """Without comments and indentation, which no browser reads."""
    return INDENT.sub("", COMMENT.sub("", source))


def in_order(name: str, read: Callable[[str], str], found: dict[str, str] | None = None) -> dict[str, str]:
    """Every module the named one needs, each after those it needs itself."""
    found = {} if found is None else found
    if name not in found:
        source = read(name)
        for needed in IMPORT.findall(source):
            in_order(needed, read, found)
        found[name] = source
    return found


def _refuse_names_used_twice(sources: dict[str, str]) -> None:
    homes: dict[str, str] = {}
    for module, source in sources.items():
        for name in NAME.findall(source):
            if name in homes:
                raise NameTwice(f"{name} stands at the top of {homes[name]}.js and of {module}.js")
            homes[name] = module
