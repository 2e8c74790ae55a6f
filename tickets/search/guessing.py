"""What a mistyped word was probably meant to be: the nearest one that several customers' tickets know."""

FORGIVEN = 12
LONGEST = 24
SHORTEST = 4
LONG = 6
# The keys of a Russian keyboard under those of an English one: "djpdhfn" was meant to be "возврат".
LATIN, CYRILLIC = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.", "ёйцукенгшщзхъфывапролджэячсмитьбю"
OTHER_LAYOUT = str.maketrans(LATIN + CYRILLIC, CYRILLIC + LATIN)

# The threshold of % is pg_trgm's own, 0.3. Two letters exchanged in a short word fall below it: such variants are asked
# for by name.
NEAR = """
WITH asked AS (SELECT typed, helpdesk_plain(typed) AS plain FROM unnest(%(unknown)s::text[]) words(typed)
    WHERE NOT EXISTS (SELECT FROM tickets_word WHERE word = helpdesk_plain(typed)))
SELECT typed, plain, word FROM asked
    JOIN unnest(%(of)s::text[], %(variants)s::text[]) variants(typed, variant) USING (typed)
    JOIN tickets_word ON word = helpdesk_plain(variant)
UNION
SELECT typed, plain, near.word FROM asked CROSS JOIN LATERAL
    (SELECT word FROM tickets_word WHERE word %% plain ORDER BY similarity(word, plain) DESC LIMIT 8) near
"""


def unknown(words: tuple[str, ...]) -> dict:
    """The values of NEAR: the words, and what each may have been with two letters exchanged or on another keyboard."""
    asked = [word.lower() for word in words if SHORTEST <= len(word) <= LONGEST][:FORGIVEN]
    variants = [(word, variant) for word in asked for variant in (word.translate(OTHER_LAYOUT), *_exchanged(word))]
    return {
        "unknown": asked,
        "of": [word for word, _other in variants],
        "variants": [other for _word, other in variants],
    }


def nearest(rows: list[tuple[str, str, str]]) -> dict[str, str]:
    """For each word that nobody uses, the one that was meant; nothing for a word like no other."""
    near: dict[str, list[tuple[int, str]]] = {}
    for typed, plain, word in rows:
        slips = 0 if word == typed.translate(OTHER_LAYOUT).replace("ё", "е") else distance(plain, word)
        if slips <= (2 if len(plain) >= LONG else 1):
            near.setdefault(typed, []).append((slips, word))
    return {typed: min(found)[1] for typed, found in near.items()}


def _exchanged(word: str):
    """The word with two neighbours exchanged, once at each place."""
    return (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1))


def distance(a: str, b: str) -> int:
    """Slips of the keys between two words: a letter more, less or other, two exchanged (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, before = before, row
        row = [i]
        for j, y in enumerate(b, 1):
            steps = [before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y)]
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                steps.append(last[j - 2] + 1)
            row.append(min(steps))
    return row[-1]
