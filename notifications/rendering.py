"""Words with variables in braces, "Paid {amount} at {merchant}", filled in by substitution alone (S-42)."""

import re

from django.conf import settings

from core.shielding import shielded

VARIABLE = re.compile(r"\{([a-z][a-z0-9_]{0,39})\}")
HIDDEN = "••••"


class WrongVariables(Exception):
    """What was given does not fit what the templates ask for. `missing` and `unknown` are names, never values."""

    def __init__(self, missing: list[str], unknown: list[str]):
        super().__init__(", ".join([*missing, *unknown]))
        self.missing, self.unknown = missing, unknown


def names_in(*texts: str) -> list[str]:
    return list(dict.fromkeys(name for text in texts for name in VARIABLE.findall(text)))


def filled(text: str, values: dict[str, str]) -> str:
    return VARIABLE.sub(lambda match: values.get(match[1], match[0]), text)


def rendered(templates, values: dict[str, str]) -> dict[str, dict[str, str]]:
    """{"push": {"title", "body", "link"}, ...} of the templates of one language. Raises WrongVariables."""
    texts = [text for each in templates for text in (each.title, each.body, each.link)]
    if missing := [name for name in names_in(*texts) if name not in values]:
        raise WrongVariables(missing, [])
    return {
        each.channel: {name: filled(getattr(each, name), values) for name in ("title", "body", "link")}
        for each in templates
    }


def check(category, values: dict) -> dict[str, str]:
    """The values as words, each of them one that the category knows, card numbers hidden. Raises WrongVariables."""
    known = {each["name"] for each in category.variables}
    missing, unknown = sorted(known - values.keys()), [name for name in values if name not in known]
    if missing or unknown:
        raise WrongVariables(missing, unknown)
    # A code is what some of them are for: it stays.
    wanted = {"card", "cvv"} & settings.SHIELD
    return {name: shielded(str(value), wanted).text for name, value in values.items()}
