import pytest

from messengers.sms.segments import is_gsm, segments_of

pytestmark = pytest.mark.requirement("R103")


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        # 153 is odd: the escape that has no room beside its character begins the next part, so 76 each.
        ("€" * 152, 2),
        ("€" * 153, 3),
        ("ж" * 70, 1),
        ("ж" * 71, 2),
        ("ж" * 134, 2),
        ("ж" * 135, 3),
        ("a" * 159 + "ж", 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        # 67 is odd as well: 33 pairs each.
        ("😀" * 66, 2),
        ("😀" * 67, 3),
    ],
)
def test_a_text_takes_as_many_messages_as_carriers_bill(text, segments):
    assert segments_of(text) == segments


@pytest.mark.parametrize("text", ["Paid 12.50 EUR at Kaufland", "Überweisung: 5 €", "[x] {y} ~ ^ | \\", "Ω Δ ñ à"])
def test_the_default_alphabet_and_its_extension_are_cheap(text):
    assert is_gsm(text)


@pytest.mark.parametrize("text", ["Привет", "“quoted”", "ç", "100 ₴", "é́", "`"])
def test_one_letter_outside_makes_the_whole_text_dear(text):
    assert not is_gsm(text)
