"""Words typed with the other keyboard layout on: "рщдв" is "hold"."""

LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
CYRILLIC = "йцукенгшщзхъфывапролджэячсмитьбю"
SWITCH = str.maketrans(LATIN + CYRILLIC, CYRILLIC + LATIN)


def switched(words: str) -> str:
    return words.lower().translate(SWITCH)
