"""What is wrong with a request, said in sentences that its sender can act upon."""

import pytest
from pydantic import TypeAdapter, ValidationError

from core.faults import faults
from notifications.api_schemas import BatchIn, NotificationIn

pytestmark = pytest.mark.requirement("R109")

RIGHT = {"category": "payment", "customer": 1, "variables": {"amount": "5 EUR"}}
IDENTITY = {"kind": "phone", "value": "+380441234567"}


def said(shape, asked):
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(shape).validate_python(asked)
    return faults(caught.value.errors(include_input=False))


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"category": None}, "category", "A text is wanted here."),
        ({"customer": "1"}, "customer", "A whole number is wanted here."),
        ({"customer": 0}, "customer", "Too small: at least 1."),
        ({"text": "x"}, "text", "There is no such field."),
        ({"language": "xx"}, "language", "One of these is wanted here: en, ru."),
        ({"category": "x" * 321}, "category", "Too long: at most 320 characters."),
        ({"variables": []}, "variables", "An object is wanted here: {…}."),
        ({"variables": {f"v{n}": 1 for n in range(51)}}, "variables", "Too many: at most 50."),
        ({"variables": {"amount": None}}, "variables.amount", "A text or a number is wanted here."),
        ({"variables": {"amount": True}}, "variables.amount", "A text or a number is wanted here."),
        ({"variables": {"amount": [1]}}, "variables.amount", "A text or a number is wanted here."),
        ({"variables": {"amount": float("nan")}}, "variables.amount", "A text or a number is wanted here."),
        ({"variables": {"amount": "x" * 2001}}, "variables.amount", "Too long: at most 2000 characters."),
        ({"variables": {"amount": "\0"}}, "variables.amount", "The text holds a null character."),
        ({"identity": IDENTITY}, "body", "Name either a customer or an identity."),
        ({"customer": None, "identity": IDENTITY | {"value": ""}}, "identity.value", "This is empty."),
        ({"customer": None, "identity": "+380441234567"}, "identity", "An object is wanted here: {…}."),
    ],
)
def test_a_fault_is_named_by_its_field_and_says_what_is_wanted(wrong, field, sentence):
    assert said(NotificationIn, RIGHT | wrong) == {field: sentence}


def test_what_is_no_object_or_lacks_a_field_is_told_so():
    assert said(NotificationIn, [RIGHT]) == {"body": "An object is wanted here: {…}."}
    assert said(NotificationIn, {"customer": 1}) == {"category": "This field is missing."}


def test_of_a_batch_too_few_and_too_many_are_told_apart():
    assert said(BatchIn, {"notifications": []}) == {"notifications": "This is empty."}
    assert said(BatchIn, {"notifications": [RIGHT] * 1001}) == {"notifications": "Too many: at most 1000."}


def test_a_fault_that_we_have_no_words_for_keeps_those_of_the_library():
    assert said(int, 0.5) == {"body": "Input should be a valid integer, got a number with a fractional part"}
