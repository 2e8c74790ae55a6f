import pytest

from tickets.search.asking import understood
from tickets.search.guessing import distance
from tickets.search.snippets import marked, snippet, stems


@pytest.mark.parametrize(
    ("text", "stem", "shown"),
    [
        ("Возвраты и возвратом", "возврат", "<mark>Возвраты</mark> и <mark>возвратом</mark>"),
        ("Платёж прошёл", "платеж", "<mark>Платёж</mark> прошёл"),
        ("All the countries", "countri", "All the <mark>countries</mark>"),
        ("A country", "countri", "A <mark>country</mark>"),
        ("Cart and cartographers", "cart", "<mark>Cart</mark> and cartographers"),
        ("Discharge", "charg", "Discharge"),
        ("A CAFÉ", "cafe", "A <mark>CAFÉ</mark>"),
    ],
)
def test_a_word_is_marked_in_all_its_forms(text, stem, shown):
    assert marked(text, (stem,)) == shown


def test_a_long_text_is_shown_around_its_first_hit():
    line = snippet("before " * 60 + "the refund " + "after " * 60, ("refund",))

    assert line.startswith("…")
    assert line.endswith("…")
    assert "<mark>refund</mark>" in line
    assert len(line) < 200


def test_only_what_is_wanted_is_marked():
    assert stems("'refund' & !'hotel' & !( 'corner' <-> 'cafe' ) & 'don''t'") == ("refund", "don't")


def test_a_question_is_taken_apart():
    question = understood('refund "charged twice" -hotel -"in rome" from:dave from:"Alice Moreau" от:меня')

    assert question.words == ("refund",)
    assert question.phrases == ("charged twice",)
    assert question.without == ("hotel", "in rome")
    assert question.writers == ("dave", "Alice Moreau", "меня")
    assert question.number is None


@pytest.mark.parametrize(
    ("text", "number"), [("#2041", 2041), ("2041", 2041), ("2041 x", None), ("#", None), ("-7", None)]
)
def test_a_number_alone_is_a_ticket(text, number):
    assert understood(text).number == number


def test_a_question_can_be_asked_again_with_other_words():
    question = understood('refnud "charged twice" -hotel from:"Alice Moreau"')

    assert question.corrected({"refnud": "refund"}) == 'refund "charged twice" -hotel from:"Alice Moreau"'


@pytest.mark.parametrize(
    ("a", "b", "slips"), [("refund", "refund", 0), ("refnud", "refund", 1), ("refun", "refund", 1), ("abc", "xyz", 3)]
)
def test_slips_of_the_keys_are_counted(a, b, slips):
    assert distance(a, b) == slips
