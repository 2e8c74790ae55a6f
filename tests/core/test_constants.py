import pytest
from django.template import engines
from django.utils.translation import override


def said(source, language="ru", **context):
    with override(language):
        return engines["django"].from_string(source).render(context)


def test_each_reader_is_spoken_to_in_his_language():
    page = engines["django"].from_string('{% translate "Send" %}')
    with override("ru"):
        russian = page.render({})
    with override("en"):
        english = page.render({})
    with override("ru"):
        again = page.render({})
    assert (russian, english, again) == ("Отправить", "Send", "Отправить")


@pytest.mark.parametrize(
    "source", ["{% translate word %}", '{% translate "Send" as it %}{{ it }}', '{% translate "Send"|upper %}']
)
def test_what_the_context_changes_is_looked_up_each_time(source):
    page = engines["django"].from_string(source)
    with override("en"):
        assert [page.render({"word": word}) for word in ("one", "two")] in (
            ["one", "two"], ["Send", "Send"], ["SEND", "SEND"]
        )  # fmt: skip


def test_words_of_one_spelling_differ_by_what_they_are_said_of():
    assert said('{% translate "New" context "ticket" %}') == "Новое"
    assert said('{% translate "Whisper" context "act" %}') != said('{% translate "Whisper" %}', "en")


def test_markup_in_words_stays_words():
    assert said('{% translate "a < b" %}', "en") == "a < b"


def test_addresses_and_files_that_stand_there_are_right():
    page = engines["django"].from_string(
        '{% url "tickets:desk" %} {% url "tickets:ticket" 7 %} {% static "js/desk.js" %}'
    )
    assert page.render({}) == page.render({}) == "/desk/ /desk/tickets/7/ /static/js/desk.js"


def test_an_address_of_something_is_its_own():
    page = engines["django"].from_string('{% url "tickets:ticket" number %}')
    assert [page.render({"number": number}) for number in (7, 8)] == ["/desk/tickets/7/", "/desk/tickets/8/"]
